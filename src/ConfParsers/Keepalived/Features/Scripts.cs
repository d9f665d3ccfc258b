using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>A command line, already split into arguments, and who runs it.</summary>
/// <param name="User">A name or a number; the user of <c>script_user</c>, or <c>keepalived_script</c> where it exists, or root when the line named none.</param>
/// <param name="Group">Null: the user's own.</param>
public sealed record ScriptCommand(string[] Arguments, string? User, string? Group);

/// <summary>Who runs scripts, and which scripts may run (keepalived.conf(5) "script_user", "enable_script_security", "SCRIPTS").</summary>
internal static class Scripts
{
    private const string DefaultUser = "keepalived_script";

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Setting<Reading>("script_user", "[user [group]]", User) { Manual = "Global definitions" },
        Rows.Global("enable_script_security", global => global with { ScriptSecurity = true }),
    ];

    /// <summary>The user of a script that names none; null when security is on and there is no such user.</summary>
    public static (string User, string? Group)? Default(Reading reading)
    {
        var global = reading.Global;
        if (global.ScriptUser is { } user) return (user, global.ScriptGroup);
        if (reading.Surroundings.HasUser(DefaultUser)) return (DefaultUser, null);
        return global.ScriptSecurity ? null : ("root", null);
    }

    public static bool AreKnown(Reading reading, string user, string? group) =>
        reading.Surroundings.HasUser(user) && (group is null || reading.Surroundings.HasGroup(group));

    /// <summary>What stands at the command's first word.</summary>
    public static ScriptFile Look(Reading reading, ScriptCommand command)
    {
        var found = reading.Surroundings.Script(command.Arguments.Length > 0 ? command.Arguments[0] : "");
        if (found != ScriptFile.Insecure || reading.Global.ScriptSecurity) return found;

        // Without security an insecure script runs all the same.
        reading.HasInsecureScripts = true;
        return ScriptFile.Usable;
    }

    /// <summary>The command, user and group of a line such as <c>notify_master "/path arg" user group</c>.</summary>
    public static string[] Fields(Words words) => [.. CommandGrammar.Split(words.Raw).Skip(1).Select(UpToNul)];

    /// <summary>A field is a C string: an escaped NUL ends it.</summary>
    private static string UpToNul(string field) => field.Split('\0')[0];

    /// <summary>The command split into its arguments; null, with a message, when one of its quotes is not closed.</summary>
    public static string[]? Arguments(Words words, string command)
    {
        if (CommandGrammar.OpenQuote(command) is not { } quote) return CommandGrammar.Split(command);
        words.Reading.Warn(DiagnosticKind.Syntax, words.Place, $"String '{command}': missing terminating {quote}");
        return null;
    }

    /// <summary>The command as messages repeat it: its first word, with its escapes as they were written.</summary>
    public static string Written(Words words)
    {
        words.Next(out var word);
        words.Back(1);
        return word;
    }

    /// <summary>Once a configuration: scripts run, and nobody asked for the checks.</summary>
    public static void CheckSecurity(Reading reading, KeepalivedModel model)
    {
        // Without an instance there is no process that would run them.
        if (reading.Global.ScriptSecurity || reading.Instances.Count == 0) return;
        var place = model.Scripts.Select(script => (Span?)script.Place)
            .Concat(model.Instances.Where(instance => !instance.Notify.IsEmpty).Select(instance => (Span?)instance.Place))
            .Concat(model.SyncGroups.Where(group => !group.Notify.IsEmpty).Select(group => (Span?)group.Place))
            .Concat(new[] { model.Global.NotifyFifo, model.Global.VrrpNotifyFifo, model.Global.LvsNotifyFifo }
                .Where(fifo => fifo?.Script is { } script && Look(reading, script) == ScriptFile.Usable).Select(fifo => (Span?)fifo!.Place))
            .FirstOrDefault();
        if (place is { } at) reading.Insecure(at, $"SECURITY VIOLATION - scripts are being executed but script_security not enabled.{(reading.HasInsecureScripts ? " There are insecure scripts." : "")}");
    }

    private static void User(Words words, Reading reading)
    {
        if (!words.Next(out var user))
        {
            words.Warn(DiagnosticKind.MissingArgument, "No script username specified");
            return;
        }

        var group = words.Next(out var name) ? name : null;
        if (AreKnown(reading, user, group)) reading.Global = reading.Global with { ScriptUser = user, ScriptGroup = group };
        else words.Warn(DiagnosticKind.UnresolvedName, "Error setting global script uid/gid");
    }
}
