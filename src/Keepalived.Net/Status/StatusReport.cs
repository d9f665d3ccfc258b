using System.Globalization;
using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>
/// The answer to "why is this node in this state": each virtual router with what holds it there: which trackers change its priority, what forbids it to
/// take part, which peers it hears.
/// </summary>
public static class StatusReport
{
    private const int EventsShown = 10;

    public static string Write(StatusView view)
    {
        var text = new StringBuilder();
        Line(text, $"keepalived.net {Process.Version.Product} on {Environment.MachineName}, process {Environment.ProcessId}, {view.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}");
        text.Append('\n');
        if (view.Maintenance) text.Append("MAINTENANCE: this node takes no part until 'keepalived.net status maintenance off'\n\n");
        foreach (var (instance, record) in view.Routers()) WriteRouter(text, view, instance, record);
        text.Append("recent events\n");
        foreach (var line in view.Journal.Newest(EventsShown)) text.Append("  ").Append(line).Append('\n');
        return text.ToString();
    }

    private static void WriteRouter(StringBuilder text, StatusView view, VrrpInstance instance, in RouterRecord record)
    {
        Line(text, $"{instance.Name}  {StateName(record.State)}{Since(view, record.LastTransitionUnixUs)}  vrid {instance.VirtualRouterId} on {instance.Interface}");
        Line(text, $"  addresses  {string.Join(", ", instance.Addresses.Concat(instance.ExcludedAddresses).Select(each => each.Address))} {(record.State == VrrpState.Master ? "(here)" : "(not here)")}");
        Line(text, $"  priority   {record.EffectivePriority}{(record.EffectivePriority == instance.Priority ? "" : $" instead of {instance.Priority}")}");
        foreach (var (item, tracker, standing) in view.Trackers(instance))
        {
            var meaning = standing switch
            {
                { IsFault: true } => "forbids taking part",
                { IsPending: true } => "first result awaited",
                { Priority: not 0 } => $"priority {standing.Priority:+0;-0}",
                _ => "",
            };
            Line(text, $"  tracks     {item.Kind.ToString().ToLowerInvariant()} {item.Name}: {Standing(tracker)}{Since(view, tracker.ChangedUnixUs)}{(meaning.Length == 0 ? "" : ", " + meaning)}");
        }

        Line(text, $"  why        {Why(view, record, instance)}");
        for (var i = 0; i < PeerTable.Capacity; i++)
        {
            var peer = record.Peers[i];
            if (peer.AddressLength != 0) Line(text, $"  peer       {peer.Address} priority {peer.Priority}, last heard {Duration(view.NowUs - peer.LastHeardUs)} ago");
        }

        if (record.SplitBrains > 0) Line(text, $"  split brain seen {record.SplitBrains} times, last {Duration(AgeUs(view, record.LastSplitBrainUnixUs))} ago");
        text.Append('\n');
    }

    private static string Why(StatusView view, in RouterRecord record, VrrpInstance instance) => record.State switch
    {
        VrrpState.Master => "no router with a higher priority is heard",
        VrrpState.Backup when record.MasterPriority == 0 => "the master gave up, or none was heard yet",
        VrrpState.Backup when record.MasterPriority >= record.EffectivePriority => $"the master's priority is {record.MasterPriority}, ours {record.EffectivePriority}",
        VrrpState.Backup when instance.NoPreempt => $"nopreempt: the master's priority {record.MasterPriority} is lower, but it serves",
        VrrpState.Backup when record.Machine.PreemptAllowedUs > view.NowUs => $"preempt_delay: takes over from a master of priority {record.MasterPriority} in {Duration(record.Machine.PreemptAllowedUs - view.NowUs)}",
        VrrpState.Backup => $"about to take over from a master of priority {record.MasterPriority}",
        VrrpState.Fault when record.Faults == FaultReasons.None => $"it may not take part because of its sync group {instance.SyncGroup}",
        VrrpState.Fault => $"it may not take part because of {Reasons(record.Faults, instance)}",
        _ => "it waits for the first results of its scripts",
    };

    private static string Reasons(FaultReasons faults, VrrpInstance instance)
    {
        var reasons = new List<string>();
        if (faults.HasFlag(FaultReasons.Maintenance)) reasons.Add("maintenance");
        if (faults.HasFlag(FaultReasons.InterfaceDown)) reasons.Add($"interface {instance.Interface} down");
        if (faults.HasFlag(FaultReasons.NoAddress)) reasons.Add($"no address on {instance.Interface}");
        if (faults.HasFlag(FaultReasons.NoPeer)) reasons.Add("no unicast peer");
        if (faults.HasFlag(FaultReasons.TrackedInterface)) reasons.Add("a tracked interface");
        if (faults.HasFlag(FaultReasons.TrackedScript)) reasons.Add("a tracked script");
        if (faults.HasFlag(FaultReasons.TrackedFile)) reasons.Add("a tracked file");
        if (faults.HasFlag(FaultReasons.TrackedProcess)) reasons.Add("a tracked process");
        return string.Join(", ", reasons);
    }

    private static string Standing(in TrackerRecord tracker) => tracker.Kind switch
    {
        TrackerKind.File => tracker.Value.ToString(CultureInfo.InvariantCulture),
        TrackerKind.Interface => tracker.Status == TrackerStatus.Good ? "up" : "down",
        TrackerKind.Process => $"{tracker.Value} running, quorum {(tracker.Status == TrackerStatus.Good ? "reached" : "not reached")}",
        _ => tracker.Status switch
        {
            TrackerStatus.Good => "good",
            TrackerStatus.Failed => $"failed (last exit {tracker.Value})",
            _ => "no result yet",
        },
    };

    private static string StateName(VrrpState state) => state.ToString().ToUpperInvariant();

    private static string Since(StatusView view, long unixUs) => unixUs == 0 ? "" : $" for {Duration(AgeUs(view, unixUs))}";

    private static long AgeUs(StatusView view, long unixUs) => ((view.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) - unixUs;

    /// <summary>As people say it: tenths of a second while they count, days and hours when they do not.</summary>
    private static string Duration(long us)
    {
        var time = TimeSpan.FromMicroseconds(us);
        FormattableString text = time switch
        {
            { TotalMinutes: < 1 } => $"{time.TotalSeconds:0.0} s",
            { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
            { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
            _ => $"{time.Days} d {time.Hours} h",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
