using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Runs one vrrp_script every interval, in the parent process: a run that lasts longer than its timeout gets SIGTERM, then SIGKILL, with all its
/// children, and while it lasts no other is started. The protocol hears only of the end. (keepalived.conf(5) "vrrp_script")
/// </summary>
public sealed class ScriptRunner(VrrpScript script, PollSet polls, DaemonLog log, Action<ScriptRunner, ScriptOutcome, int> ended) : IDisposable
{
    /// <summary>Between SIGTERM and SIGKILL.</summary>
    private const long GraceUs = 2_000_000;

    private ChildProcess? running;
    private long nextRunUs = MonotonicClock.NowUs;
    private long killAtUs = long.MaxValue;
    private bool terminated;

    public VrrpScript Script { get; private set; } = script;

    public long NextEventUs => Math.Min(nextRunUs, killAtUs);

    /// <summary>Another configuration: the run that lasts goes on, the next follows the new one.</summary>
    public void Replace(VrrpScript script) => Script = script;

    /// <summary>The next turn starts a run, whatever the interval says.</summary>
    public void RunNow() => nextRunUs = MonotonicClock.NowUs;

    /// <summary>For the process that goes on in this one's place; the run that lasts goes on as its child.</summary>
    public ScriptPlace Place => new(Script.Name, nextRunUs, killAtUs, terminated, running?.ProcessId ?? 0);

    public void GoOn(ScriptPlace place)
    {
        nextRunUs = place.NextRunUs;
        if (place.ProcessId == 0) return;
        running = ChildProcess.Adopt(place.ProcessId);
        killAtUs = place.KillAtUs;
        terminated = place.IsTerminated;
        polls.Add(running.Descriptor, Reap);
    }

    public void OnTimer(long now)
    {
        if (now >= killAtUs) EndRun(now);
        if (now < nextRunUs) return;
        // Without drift, but a run that was held up is not made good.
        nextRunUs = Math.Max(nextRunUs + Us(Script.Interval), now + (Us(Script.Interval) / 2));
        if (running is not null)
        {
            log.Write($"Track script {Script.Name} is {(terminated ? "being timed out" : "already running")}, expect idle - skipping run");
            return;
        }

        running = ScriptProcess.Start(Script.Command, [], log, out var error);
        if (running is null)
        {
            ended(this, ScriptOutcome.NotStarted, error);
            return;
        }

        terminated = false;
        killAtUs = now + (Script.Timeout > TimeSpan.Zero ? Us(Script.Timeout) : Us(Script.Interval));
        polls.Add(running.Descriptor, Reap);
    }

    /// <summary>The script is no longer wanted: what runs is ended and still reaped, but nobody hears of it.</summary>
    public void Dispose()
    {
        if (running is not { } last) return;
        running = null;
        last.SignalGroup(PosixProcess.SigTerm);
        polls.Remove(last.Descriptor);
        polls.Add(last.Descriptor, () =>
        {
            if (!last.TryReap(out _)) return;
            polls.Remove(last.Descriptor);
            last.Dispose();
        });
    }

    private static long Us(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private void EndRun(long now)
    {
        running?.SignalGroup(terminated ? PosixProcess.SigKill : PosixProcess.SigTerm);
        killAtUs = terminated ? long.MaxValue : now + GraceUs;
        terminated = true;
    }

    private void Reap()
    {
        if (running is null || !running.TryReap(out var status)) return;
        polls.Remove(running.Descriptor);
        running.Dispose();
        running = null;
        killAtUs = long.MaxValue;
        if (terminated) ended(this, ScriptOutcome.TimedOut, 0);
        else if (status.Exited) ended(this, ScriptOutcome.Exited, status.ExitCode);
        else ended(this, ScriptOutcome.Signalled, status.Signal);
    }
}
