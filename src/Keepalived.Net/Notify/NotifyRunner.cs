using System.Globalization;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Notify;

/// <summary>
/// Runs the scripts of a change of state, in the parent: first notify_STATE with its own arguments only, then notify with
/// <c>INSTANCE name STATE priority</c> appended. They run at the same time and nobody waits for them, except at the end of the daemon.
/// (keepalived.conf(5) "notify")
/// </summary>
public sealed class NotifyRunner(PollSet polls, DaemonLog log)
{
    private readonly List<ChildProcess> running = [];

    public int Running => running.Count;

    public void Run(VrrpInstance instance, NotifiedState state, int priority)
    {
        var special = state switch
        {
            NotifiedState.Master => instance.Notify.Master,
            NotifiedState.Backup => instance.Notify.Backup,
            NotifiedState.Fault => instance.Notify.Fault,
            NotifiedState.Stop => instance.Notify.Stop,
            // 2.2.7 tells only the generic script of an instance that is deleted.
            _ => null,
        };
        if (special is not null) Start(special, []);
        if (NameOf(state) is { } name && instance.Notify.Any is { } any) Start(any, ["INSTANCE", instance.Name, name, priority.ToString(CultureInfo.InvariantCulture)]);
    }

    private static string? NameOf(NotifiedState state) => state switch
    {
        NotifiedState.Master => "MASTER",
        NotifiedState.Backup => "BACKUP",
        NotifiedState.Fault or NotifiedState.Deleted => "FAULT",
        NotifiedState.Stop => "STOP",
        _ => null,
    };

    private void Start(ScriptCommand command, string[] appended)
    {
        var process = ScriptProcess.Start(command, appended, log, out var error);
        if (process is null)
        {
            log.Write($"Error exec-ing command '{command.Arguments[0]}', error {error}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}");
            return;
        }

        running.Add(process);
        polls.Add(process.Descriptor, () =>
        {
            if (!process.TryReap(out _)) return;
            polls.Remove(process.Descriptor);
            running.Remove(process);
            process.Dispose();
        });
    }
}
