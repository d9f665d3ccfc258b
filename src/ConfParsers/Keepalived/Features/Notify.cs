using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Scripts run at a change of state; keepalived appends its own arguments to <c>notify</c> and, since 2.0, to all.</summary>
public sealed record NotifyScripts
{
    public ScriptCommand? Master { get; init; }

    public ScriptCommand? Backup { get; init; }

    public ScriptCommand? Fault { get; init; }

    public ScriptCommand? Stop { get; init; }

    public ScriptCommand? Any { get; init; }

    public bool IsEmpty => Master is null && Backup is null && Fault is null && Stop is null && Any is null;
}

/// <summary><c>notify_master COMMAND [user [group]]</c> and its sisters (keepalived.conf(5) "Notify scripts").</summary>
internal static class Notify
{
    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        Row("notify_master", notify => notify.Master, (notify, script) => notify with { Master = script }),
        Row("notify_backup", notify => notify.Backup, (notify, script) => notify with { Backup = script }),
        Row("notify_fault", notify => notify.Fault, (notify, script) => notify with { Fault = script }),
        Row("notify_stop", notify => notify.Stop, (notify, script) => notify with { Stop = script }),
        Row("notify", notify => notify.Any, (notify, script) => notify with { Any = script }),
    ];

    /// <summary>The scripts that can be run: 2.2.7 drops the others without a word under <c>-t</c>; we name each, unless asked to be strict.</summary>
    public static NotifyScripts Check(Reading reading, InstanceDraft instance)
    {
        var notify = instance.Notify;
        return new NotifyScripts
        {
            Master = Usable(notify.Master, "notify_master"),
            Backup = Usable(notify.Backup, "notify_backup"),
            Fault = Usable(notify.Fault, "notify_fault"),
            Stop = Usable(notify.Stop, "notify_stop"),
            Any = Usable(notify.Any, "notify"),
        };

        ScriptCommand? Usable(ScriptCommand? command, string keyword)
        {
            if (command is null) return null;
            var found = Scripts.Look(reading, command);
            if (found == ScriptFile.Usable) return command;
            if (!reading.Strict)
            {
                reading.Note(DiagnosticKind.Environment, instance.Place, $"({instance.Name}) disabling {keyword} script {command.Arguments.FirstOrDefault()} {(found == ScriptFile.Insecure ? "due to insecure" : "since not found/accessible")}");
            }

            return null;
        }
    }

    private static Setting<InstanceDraft> Row(string name, Func<NotifyScripts, ScriptCommand?> current, Func<NotifyScripts, ScriptCommand, NotifyScripts> set) =>
        new(name, "<command> [user [group]]", (words, instance) => Bind(words, instance, current, set)) { Manual = "Notify scripts" };

    private static void Bind(Words words, InstanceDraft instance, Func<NotifyScripts, ScriptCommand?> current, Func<NotifyScripts, ScriptCommand, NotifyScripts> set)
    {
        var fields = Scripts.Fields(words);
        if (fields.Length == 0) return;
        if (current(instance.Notify) is not null)
        {
            words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) {words.Keyword} script already specified - ignoring {fields[0]}");
            return;
        }

        var user = fields.Length > 1 ? fields[1] : null;
        var group = fields.Length > 2 ? fields[2] : null;
        if (user is null)
        {
            if (Scripts.Default(words.Reading) is not { } standard)
            {
                words.Warn(DiagnosticKind.UnresolvedName, "Unable to set default user keepalived_script for script");
                return;
            }

            (user, group) = standard;
        }
        else if (!Scripts.AreKnown(words.Reading, user, group))
        {
            // 2.2.7 drops the script without a word under -t.
            if (!words.Reading.Strict) words.Warn(DiagnosticKind.UnresolvedName, $"Unable to set uid/gid for script '{fields[0]}'");
            return;
        }

        instance.Notify = set(instance.Notify, new ScriptCommand(CommandGrammar.Split(fields[0]), user, group));
    }
}
