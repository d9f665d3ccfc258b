using ConfParsers.Keepalived;
using Keepalived.Net.Process;
using Keepalived.Net.Status;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Everything tracked by some virtual router, in the VRRP child: what the parent's runners report is judged here and kept in the status page, from
/// which the routers and the parent read it.
/// </summary>
public sealed class TrackerTable(StatusPage page, LinkDelays links, DaemonLog log)
{
    private readonly Dictionary<(TrackerKind Kind, string Name), int> slots = [];
    private readonly Dictionary<string, ScriptTracker> scripts = new(StringComparer.Ordinal);

    /// <summary>What the parent said of files and processes, also of those that are only about to be tracked.</summary>
    private readonly Dictionary<(TrackerKind Kind, string Name), (int Value, bool Good)> told = [];

    public IEnumerable<ScriptTracker> Scripts => scripts.Values;

    /// <summary>Another configuration: what stays keeps its standing. Interfaces are not looked at yet (<see cref="ReadLinks"/>).</summary>
    /// <param name="used">Each tracked thing at least once.</param>
    public void Adopt(IEnumerable<TrackedItem> used, IReadOnlyCollection<VrrpScript> configured)
    {
        var wanted = used.Select(item => (item.Kind, item.Name)).ToHashSet();
        foreach (var gone in slots.Keys.Where(key => !wanted.Contains(key)).ToArray())
        {
            page.ReleaseTracker(slots[gone]);
            slots.Remove(gone);
            if (gone.Kind == TrackerKind.Script) scripts.Remove(gone.Name);
        }

        foreach (var key in wanted)
        {
            var isNew = !slots.TryGetValue(key, out var slot);
            if (isNew) slots[key] = slot = page.TakeTracker(key.Kind, key.Name);
            ref var record = ref page.Trackers[slot];
            if (key.Kind == TrackerKind.Script)
            {
                var script = configured.First(each => each.Name == key.Name);
                if (!isNew) scripts[key.Name].Script = script;
                else scripts[key.Name] = new ScriptTracker(script, record);
                Write(ref record, scripts[key.Name].Status);
                record.Result = scripts[key.Name].Result;
            }
            else if (told.TryGetValue(key, out var value))
            {
                record.Value = value.Value;
                Write(ref record, value.Good ? TrackerStatus.Good : TrackerStatus.Failed);
            }
        }
    }

    /// <summary>The standing of the tracked thing.</summary>
    public ref readonly TrackerRecord Of(in TrackedItem item) => ref page.Trackers[slots[(item.Kind, item.Name)]];

    /// <summary>A run of a script ended. True: its standing changed.</summary>
    public bool OnScript(string name, ScriptOutcome outcome, int number)
    {
        if (!scripts.TryGetValue(name, out var tracker)) return false;
        ref var record = ref page.Trackers[slots[(TrackerKind.Script, name)]];
        var changed = tracker.Report(outcome, number, log.Write);
        record.Value = number;
        record.Result = tracker.Result;
        if (changed) Write(ref record, tracker.Status);
        return changed;
    }

    /// <summary>A file's number or a process's quorum. True: something tracked changed.</summary>
    public bool OnTold(TrackerKind kind, string name, int value, bool good)
    {
        var key = (kind, name);
        told[key] = (value, good);
        if (!slots.TryGetValue(key, out var slot)) return false;
        ref var record = ref page.Trackers[slot];
        var status = good ? TrackerStatus.Good : TrackerStatus.Failed;
        var changed = record.Status != status || (kind == TrackerKind.File && record.Value != value);
        record.Value = value;
        if (changed) Write(ref record, status);
        return changed;
    }

    /// <summary>Interfaces came or went.</summary>
    public void ReadLinks()
    {
        foreach (var (key, slot) in slots)
        {
            if (key.Kind == TrackerKind.Interface) Write(ref page.Trackers[slot], links.IsUp(key.Name) ? TrackerStatus.Good : TrackerStatus.Failed);
        }
    }

    private static void Write(ref TrackerRecord record, TrackerStatus status)
    {
        if (record.Status == status) return;
        record.Status = status;
        record.ChangedUnixUs = WallClock.NowUs;
    }
}
