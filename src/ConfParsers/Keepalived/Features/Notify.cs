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

    /// <summary>When a reload takes the instance away.</summary>
    public ScriptCommand? Deleted { get; init; }

    /// <summary>When a master hears an advertisement of lower priority.</summary>
    public ScriptCommand? MasterReceivesLowerPriority { get; init; }

    public ScriptCommand? Any { get; init; }

    public bool IsEmpty => Master is null && Backup is null && Fault is null && Stop is null && Deleted is null && MasterReceivesLowerPriority is null && Any is null;
}

/// <summary>An instance or a sync group: what has notify scripts.</summary>
internal interface INotifier
{
    string Name { get; }

    Span Place { get; }

    NotifyScripts Notify { get; set; }

    /// <summary>How messages begin.</summary>
    string NotifyPrefix { get; }
}

/// <summary><c>notify_master COMMAND [user [group]]</c> and its sisters (keepalived.conf(5) "Notify scripts").</summary>
internal static class Notify
{
    private sealed record Slot(string Keyword, Func<NotifyScripts, ScriptCommand?> Get, Func<NotifyScripts, ScriptCommand?, NotifyScripts> Set);

    private static readonly Slot[] Slots =
    [
        new("notify_master", notify => notify.Master, (notify, script) => notify with { Master = script }),
        new("notify_backup", notify => notify.Backup, (notify, script) => notify with { Backup = script }),
        new("notify_fault", notify => notify.Fault, (notify, script) => notify with { Fault = script }),
        new("notify_stop", notify => notify.Stop, (notify, script) => notify with { Stop = script }),
        new("notify_deleted", notify => notify.Deleted, (notify, script) => notify with { Deleted = script }),
        new("notify_master_rx_lower_pri", notify => notify.MasterReceivesLowerPriority, (notify, script) => notify with { MasterReceivesLowerPriority = script }),
        new("notify", notify => notify.Any, (notify, script) => notify with { Any = script }),
    ];

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        .. RowsOf<InstanceDraft>("notify_master", "notify_backup", "notify_fault", "notify_stop", "notify_master_rx_lower_pri", "notify"),
        new Setting<InstanceDraft>("notify_deleted", "[command [user [group]]]", Deleted) { Manual = "Notify scripts" },
    ];

    public static Keyword<T>[] RowsOf<T>(params string[] names)
        where T : INotifier =>
        [.. names.Select(name => Array.Find(Slots, slot => string.Equals(slot.Keyword, name, StringComparison.Ordinal))!)
            .Select(slot => new Setting<T>(slot.Keyword, "<command> [user [group]]", (words, notifier) => Bind(words, notifier, slot)) { Manual = "Notify scripts" })];

    /// <summary>The scripts that can be run: 2.2.7 drops the others without a word under <c>-t</c>; we name each, unless asked to be strict.</summary>
    public static NotifyScripts Check(Reading reading, INotifier notifier)
    {
        var notify = notifier.Notify;
        foreach (var slot in Slots)
        {
            if (slot.Get(notify) is not { } command) continue;
            var found = Scripts.Look(reading, command);
            if (found == ScriptFile.Usable) continue;
            notify = slot.Set(notify, null);
            if (reading.Strict) continue;
            reading.Note(DiagnosticKind.Environment, notifier.Place, $"({notifier.Name}) disabling {slot.Keyword} script {command.Arguments.FirstOrDefault()} {(found == ScriptFile.Insecure ? "due to insecure" : "since not found/accessible")}");
        }

        return notify;
    }

    private static void Deleted(Words words, InstanceDraft instance)
    {
        if (instance.NotifyDeleted)
        {
            words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) notify_deleted already specified - ignoring {Scripts.Written(words)}");
            return;
        }

        instance.NotifyDeleted = true;
        if (words.Count > 0) Bind(words, instance, Array.Find(Slots, slot => slot.Keyword == "notify_deleted")!);
    }

    private static void Bind(Words words, INotifier notifier, Slot slot)
    {
        var fields = Scripts.Fields(words);
        if (fields.Length == 0) return;
        if (slot.Get(notifier.Notify) is not null)
        {
            words.Warn(DiagnosticKind.Duplicate, $"{notifier.NotifyPrefix} {words.Keyword} script already specified - ignoring {Scripts.Written(words)}");
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

        if (Scripts.Arguments(words, fields[0]) is { } arguments) notifier.Notify = slot.Set(notifier.Notify, new ScriptCommand(arguments, user, group));
    }
}
