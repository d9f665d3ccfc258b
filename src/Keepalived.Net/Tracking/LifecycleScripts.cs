using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>The scripts before the first and after the last thing the daemon does: it waits for them, but not longer than their timeout. (keepalived.conf(5) "startup_script")</summary>
public static class LifecycleScripts
{
    /// <param name="kind"><c>startup script</c> or <c>shutdown script</c>, for the log.</param>
    public static void Run(string kind, LifecycleScript script, TimeSpan timeout, DaemonLog log)
    {
        log.Write($"Running {kind} {script.Command.Arguments[0]}");
        using var process = ScriptProcess.Start(script.Command, [], log, out var error);
        if (process is null)
        {
            log.Write($"{kind} cannot be started: error {error}");
            return;
        }

        var polls = new PollSet();
        WaitStatus? status = null;
        polls.Add(process.Descriptor, () =>
        {
            if (process.TryReap(out var ended)) status = ended;
        });
        for (var until = MonotonicClock.NowUs + (timeout.Ticks / TimeSpan.TicksPerMicrosecond); status is null && MonotonicClock.NowUs < until;) polls.Wait(until - MonotonicClock.NowUs);
        switch (status)
        {
            case null:
                log.Write($"{kind} timed out");
                process.SignalGroup(PosixProcess.SigKill);
                while (status is null) polls.Wait(long.MaxValue);
                break;
            case { Exited: true, ExitCode: 0 }:
                log.Write($"{kind} script succeeded");
                break;
            case { Exited: true } failed:
                log.Write($"{kind} script failed, status {failed.ExitCode}");
                break;
            case { } killed:
                log.Write($"{kind} script failed, signal {killed.Signal}");
                break;
        }
    }
}
