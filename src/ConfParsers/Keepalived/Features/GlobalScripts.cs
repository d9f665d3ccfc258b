using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>A script that runs when the daemon starts or ends.</summary>
public sealed record LifecycleScript(ScriptCommand Command, TimeSpan Timeout, Span Place);

/// <summary>A named pipe that gets a line for every change of state, and the program that reads it.</summary>
/// <param name="Path">Made if it is not there.</param>
/// <param name="User">Owner of the pipe; null: who runs the daemon.</param>
/// <param name="Script">Started with the pipe's name as its last argument; null: none.</param>
public sealed record NotifyFifo(string Path, string? User, string? Group, ScriptCommand? Script, Span Place);

/// <summary>Start and shutdown scripts, and the FIFOs (keepalived.conf(5) "Global definitions").</summary>
internal static class GlobalScripts
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        Script("startup_script", "startup script", global => global.StartupScript, (global, script) => global with { StartupScript = script }),
        Timeout("startup_script_timeout", (global, timeout) => global with { StartupScriptTimeout = timeout }),
        Script("shutdown_script", "shutdown script", global => global.ShutdownScript, (global, script) => global with { ShutdownScript = script }),
        Timeout("shutdown_script_timeout", (global, timeout) => global with { ShutdownScriptTimeout = timeout }),
        .. Fifo("notify_fifo", reading => reading.Fifo),
        .. Fifo("vrrp_notify_fifo", reading => reading.VrrpFifo),
        .. Fifo("lvs_notify_fifo", reading => reading.LvsFifo),
        Rows.Global("fifo_write_vrrp_states_on_reload", global => global with { FifoWriteStatesOnReload = true }),
    ];

    /// <summary>A FIFO while its two lines are read.</summary>
    internal sealed class FifoDraft
    {
        public NotifyFifo? Fifo { get; set; }

        public ScriptCommand? Script { get; set; }

        public bool HasScript { get; set; }

        public NotifyFifo? Build() => Fifo is null ? null : Fifo with { Script = Script };
    }

    /// <summary>Whether start and shutdown scripts run without the checks.</summary>
    public static void CheckSecurity(Reading reading)
    {
        var scripts = new[] { reading.Global.StartupScript, reading.Global.ShutdownScript };
        var insecure = false;
        Span? place = null;
        foreach (var script in scripts)
        {
            if (script is null) continue;
            var found = reading.Surroundings.Script(script.Command.Arguments.FirstOrDefault() ?? "");
            if (found == ScriptFile.Missing) continue;
            insecure |= found == ScriptFile.Insecure;
            place ??= script.Place;
        }

        if (place is { } at && !reading.Global.ScriptSecurity) reading.Insecure(at, $"SECURITY VIOLATION - start/shutdown scripts are being executed but script_security not enabled.{(insecure ? " There are insecure scripts." : "")}");
    }

    private static Setting<Reading> Script(string name, string what, Func<GlobalDefs, LifecycleScript?> current, Func<GlobalDefs, LifecycleScript, GlobalDefs> set) =>
        Rows.Global(name, "[command [user [group]]]", (words, global) =>
        {
            if (current(global) is not null)
            {
                words.Warn(DiagnosticKind.Duplicate, $"{what} already specified");
                return global;
            }

            var fields = Scripts.Fields(words);
            if (fields.Length == 0)
            {
                words.Warn(DiagnosticKind.MissingArgument, $"{what} missing");
                return global;
            }

            var command = Command(words, fields);
            if (command is not null) return set(global, new LifecycleScript(command, TimeSpan.FromSeconds(10), words.Place));
            words.Warn(DiagnosticKind.UnresolvedName, $"Invalid {what}");
            return global;
        });

    private static Setting<Reading> Timeout(string name, Func<GlobalDefs, TimeSpan, GlobalDefs> set) => Rows.Global(name, "[<1:1000>]", (words, global) =>
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"{name} requires value");
            return global;
        }

        if (words.Unsigned(word, 1, 1000, out var seconds)) return set(global, TimeSpan.FromSeconds(seconds));
        words.Warn(DiagnosticKind.OutOfRange, $"{name} '{word}' must be in [1, 1000] - ignoring");
        return global;
    });

    private static Keyword<Reading>[] Fifo(string name, Func<Reading, FifoDraft> at) =>
    [
        new Setting<Reading>(name, "[path [user [group]]]", (words, reading) => Path(words, name, at(reading))) { Manual = "Global definitions" },
        new Setting<Reading>(name + "_script", "[command [user [group]]]", (words, reading) => FifoScript(words, name + "_script", at(reading))) { Manual = "Global definitions" },
    ];

    private static void Path(Words words, string name, FifoDraft draft)
    {
        if (!words.Next(out var path))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No {name} name specified");
            return;
        }

        if (draft.Fifo is not null)
        {
            words.Warn(DiagnosticKind.Duplicate, $"{name} already specified - ignoring {path}");
            return;
        }

        var user = words.Next(out var userName) ? userName : null;
        var group = words.Next(out var groupName) ? groupName : null;

        // An unknown user is no fault in 2.2.7: the pipe stays the daemon's.
        if (user is not null && !Scripts.AreKnown(words.Reading, user, group))
        {
            if (!words.Reading.Strict) words.Warn(DiagnosticKind.UnresolvedName, $"Unable to set uid/gid for {name} '{path}'");
            return;
        }

        draft.Fifo = new NotifyFifo(path, user, group, null, words.Place);
    }

    private static void FifoScript(Words words, string name, FifoDraft draft)
    {
        var fields = Scripts.Fields(words);
        if (fields.Length == 0)
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No {name} specified");
            return;
        }

        if (draft.HasScript)
        {
            words.Warn(DiagnosticKind.Duplicate, $"{name} already specified - ignoring {Scripts.Written(words)}");
            return;
        }

        draft.Script = Command(words, fields);
        draft.HasScript = draft.Script is not null;
        if (draft.Script is null && !words.Reading.Strict && CommandGrammar.OpenQuote(fields[0]) is null) words.Warn(DiagnosticKind.UnresolvedName, $"Unable to set uid/gid for script '{fields[0]}'");
    }

    private static ScriptCommand? Command(Words words, string[] fields)
    {
        var user = fields.Length > 1 ? fields[1] : null;
        var group = fields.Length > 2 ? fields[2] : null;
        if (user is not null && !Scripts.AreKnown(words.Reading, user, group)) return null;
        return Scripts.Arguments(words, fields[0]) is { } arguments ? new ScriptCommand(arguments, user, group) : null;
    }
}
