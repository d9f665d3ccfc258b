using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>One vrrp_track_process as it is configured.</summary>
public sealed record WatchedProcess(string Name, ProcessPattern Pattern, int Minimum, int Maximum, TimeSpan ForkDelay, TimeSpan TerminateDelay);

/// <summary>
/// Counts the processes of each vrrp_track_process, in the parent: once from /proc, then by the kernel's process events. Where there are none, in
/// another network namespace than the first, /proc is looked through every second. (keepalived.conf(5) "PROCESS TRACKING")
/// </summary>
public sealed class ProcessWatch(PollSet polls, DaemonLog log, Action<string, int, bool> changed) : IDisposable
{
    private const long ScanIntervalUs = 1_000_000;

    private readonly Dictionary<string, ProcessQuorum> quorums = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<string>> matches = [];
    private WatchedProcess[] watched = [];
    private ProcessEvents? events;
    private bool wantsCommandLines;
    private long nextScanUs = long.MaxValue;

    public long NextEventUs => quorums.Count == 0 ? long.MaxValue : Math.Min(nextScanUs, quorums.Values.Min(each => each.NextEventUs));

    /// <param name="receiveBuffer">Of the socket for events.</param>
    public void Adopt(IReadOnlyCollection<WatchedProcess> processes, ReceiveBuffer receiveBuffer)
    {
        watched = [.. processes];
        wantsCommandLines = Array.Exists(watched, each => each.Pattern.NeedsCommandLine);
        foreach (var gone in quorums.Keys.Except(watched.Select(each => each.Name), StringComparer.Ordinal).ToArray()) quorums.Remove(gone);
        if (watched.Length == 0)
        {
            Close();
            return;
        }

        if (events is null && nextScanUs == long.MaxValue) Open(receiveBuffer);
        matches.Clear();
        foreach (var id in ProcessList.All()) Match(id);
        foreach (var process in watched)
        {
            var isNew = !quorums.TryGetValue(process.Name, out var quorum);
            if (isNew) quorums[process.Name] = quorum = new ProcessQuorum();
            quorum!.Minimum = process.Minimum;
            quorum.Maximum = process.Maximum;
            quorum.ForkDelayUs = process.ForkDelay.Ticks / TimeSpan.TicksPerMicrosecond;
            quorum.TerminateDelayUs = process.TerminateDelay.Ticks / TimeSpan.TicksPerMicrosecond;
            if (!isNew) continue;
            quorum.Start(CountOf(process.Name));
            changed(process.Name, quorum.Count, quorum.IsReached);
        }

        Count();
    }

    /// <summary>Tells every count again, to a child that knows of none.</summary>
    public void TellAll()
    {
        foreach (var (name, quorum) in quorums) changed(name, quorum.Count, quorum.IsReached);
    }

    public void OnTimer(long now)
    {
        if (now >= nextScanUs)
        {
            nextScanUs = now + ScanIntervalUs;
            Rescan();
        }

        foreach (var (name, quorum) in quorums)
        {
            if (quorum.OnTimer(now)) Tell(name, quorum);
        }
    }

    public void Dispose() => Close();

    private void Open(ReceiveBuffer receiveBuffer)
    {
        events = ProcessEvents.Open(receiveBuffer.Bytes, receiveBuffer.Force, out var error);
        if (events is not null)
        {
            polls.Add(events.Descriptor, OnEvents);
            log.Write("proc_events has confirmed it is configured");
            return;
        }

        log.Write($"Failed to set/clear process event listen - errno {error} - {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}: looking at all processes every second instead");
        nextScanUs = MonotonicClock.NowUs + ScanIntervalUs;
    }

    private void Close()
    {
        nextScanUs = long.MaxValue;
        if (events is null) return;
        polls.Remove(events.Descriptor);
        events.Dispose();
        events = null;
    }

    private void OnEvents()
    {
        var happenings = events!.Read(out var complete);
        foreach (var happened in happenings)
        {
            switch (happened.Kind)
            {
                case ProcessEventKind.Exit:
                    matches.Remove(happened.ProcessId);
                    break;
                case ProcessEventKind.Fork:
                    // The child still is what its parent is.
                    if (matches.TryGetValue(happened.ParentId, out var same)) matches[happened.ProcessId] = same;
                    break;
                default:
                    Match(happened.ProcessId);
                    break;
            }

            if (complete) Count();
        }

        if (!complete) Rescan();
    }

    private void Rescan()
    {
        matches.Clear();
        foreach (var id in ProcessList.All()) Match(id);
        Count();
    }

    private void Match(int id)
    {
        if (!ProcessList.TryRead(id, wantsCommandLines, out var name, out var commandLine))
        {
            matches.Remove(id);
            return;
        }

        var found = watched.Where(each => each.Pattern.Matches(name, commandLine)).Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        if (found.Count > 0) matches[id] = found;
        else matches.Remove(id);
    }

    private int CountOf(string name) => matches.Values.Count(each => each.Contains(name));

    private void Count()
    {
        var now = MonotonicClock.NowUs;
        foreach (var (name, quorum) in quorums)
        {
            if (quorum.Set(CountOf(name), now)) Tell(name, quorum);
        }
    }

    private void Tell(string name, ProcessQuorum quorum)
    {
        log.Write($"Quorum {(quorum.IsReached ? "gained" : "lost")} for tracked process {name}");
        changed(name, quorum.Count, quorum.IsReached);
    }
}
