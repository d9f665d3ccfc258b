using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>How urgently a process runs and under which name, as the configuration says. (keepalived.conf(5) "vrrp_priority" and its sisters)</summary>
internal static class ProcessManners
{
    /// <param name="defaultName">null: the program's own.</param>
    public static void Apply(ProcessSettings settings, string? defaultName, DaemonLog log)
    {
        if ((settings.Name ?? defaultName) is { } name) PosixProcess.SetTitle(Encoding.UTF8.GetBytes(name + '\0'));
        if (settings.Processors.Length > 0) Check(Affinity.BindCurrentThread(settings.Processors) == 0 ? 0 : -1, "processors", log);
        if (settings.RealTimeLimit is { } limit) Check(Limits.SetRealTimeLimit(limit) == 0 ? 0 : -1, "the real-time limit", log);
        if (settings.RealTimePriority is { } realTime) Check(Scheduling.SetRealTime(realTime), "real-time priority", log);
        else if (settings.Priority is { } nice) Check(Scheduling.SetPriority(nice), "priority", log);
        if (settings.NoSwap) Check(Scheduling.LockMemory(), "memory locking", log);
    }

    private static void Check(int error, string what, DaemonLog log)
    {
        if (error != 0) log.Write($"Unable to set {what} - errno {error}");
    }
}
