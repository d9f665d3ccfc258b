using Daemon.Hosting;
using Daemon.Linux;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Lifecycle;

/// <summary>The processes that this one replaces (management.txt 3 "-sf", "-st"): told to finish or to end once this one serves.</summary>
public static class OldProcesses
{
    public static void Dismiss(ProgramOptions options)
    {
        var signal = options.TerminateOld ? DaemonSignal.Terminate : DaemonSignal.User1;
        foreach (var pid in options.OldPids) _ = Processes.Kill(pid, (int)signal);
    }
}
