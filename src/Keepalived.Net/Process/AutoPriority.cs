using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>
/// A process that is woken too late makes itself more urgent, a step each time, up to a limit. (keepalived.conf(5) "max_auto_priority",
/// "min_auto_priority_delay")
/// </summary>
public sealed class AutoPriority(DaemonProcesses settings, DaemonLog log)
{
    private readonly long delayUs = settings.MinAutoPriorityDelay.Ticks / TimeSpan.TicksPerMicrosecond;
    private int priority = settings.Vrrp.RealTimePriority ?? 0;

    /// <param name="dueUs">When the process wanted to run; 0: at once, <see cref="long.MaxValue"/>: it waited for others only.</param>
    /// <returns>The new SCHED_RR priority; 0: it stays.</returns>
    public int Woken(long dueUs, long now)
    {
        if (dueUs is <= 0 or long.MaxValue || now - dueUs < delayUs || priority >= settings.MaxAutoPriority) return 0;
        priority++;
        log.Write($"A thread timer expired {(now - dueUs) / 1_000_000}.{(now - dueUs) % 1_000_000:D6} seconds ago - raising real-time priority to {priority}");
        return priority;
    }

    public void Raise(long dueUs, long now)
    {
        if (Woken(dueUs, now) is var raised and not 0) _ = Scheduling.SetRealTime(raised);
    }
}
