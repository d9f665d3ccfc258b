using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Status;

namespace Keepalived.Net.Process;

/// <summary>
/// Asks the program that lies on the disk now whether it could go on in this one's place, before anything depends on it: it must start, know the layout
/// of the status page, read the configuration that runs and the one on the disk. It says so itself; silence is a no.
/// </summary>
public static class RestartTrial
{
    private const string Fits = "fits";
    private const long PatienceUs = 10_000_000;

    /// <summary>What the other program says against it, line by line; empty: nothing.</summary>
    /// <param name="snapshot">The configuration that runs.</param>
    public static IReadOnlyList<string> Ask(int snapshot)
    {
        var report = PosixProcess.MemoryFile("keepalived_trial");
        try
        {
            using var trial = ChildProcess.Start(SelfProcess.AsTrial(report, snapshot), out var error);
            if (trial is null) return [$"the program on the disk cannot be started: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}"];
            if (!HasEnded(trial)) return ["the program on the disk gives no answer"];
            var lines = Encoding.UTF8.GetString(PosixProcess.ReadContents(report)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines switch
            {
                [Fits] => [],
                [] => ["the program on the disk is another one"],
                _ => lines,
            };
        }
        finally
        {
            PosixProcess.Close(report);
        }
    }

    /// <summary>The other side: this process was started to give that answer.</summary>
    public static int Answer(DaemonOptions options)
    {
        var against = new List<string>();
        if (SelfProcess.TrialLayout != StatusPage.Layout) against.Add("the program on the disk keeps its records in another way: stop and start it, which is a failover");
        var running = KeepalivedConfig.Load(options.ConfigurationFile, new SnapshotSurroundings(SelfProcess.SnapshotDescriptor, new Machine()), options.Reading);
        if (running.IsFatal) against.AddRange(running.Diagnostics.Select(each => "the running configuration: " + each.Message));
        var next = KeepalivedConfig.Load(options.ConfigurationFile, new Machine(), options.Reading);
        if (!next.IsFound || next.IsFatal) against.AddRange(next.Diagnostics.Select(each => each.Message));
        PosixProcess.ReplaceContents(SelfProcess.HandoverDescriptor, Encoding.UTF8.GetBytes(against.Count == 0 ? Fits : string.Join('\n', against)));
        return 0;
    }

    private static bool HasEnded(ChildProcess trial)
    {
        var polls = new PollSet();
        var ended = false;
        polls.Add(trial.Descriptor, () => ended = trial.TryReap(out _));
        for (var until = MonotonicClock.NowUs + PatienceUs; !ended && MonotonicClock.NowUs < until;) polls.Wait(until - MonotonicClock.NowUs);
        if (ended) return true;
        trial.SignalGroup(PosixProcess.SigKill);
        while (!ended) polls.Wait(long.MaxValue);
        return false;
    }
}
