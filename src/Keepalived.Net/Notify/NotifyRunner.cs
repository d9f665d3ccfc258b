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

    public IEnumerable<int> ProcessIds => running.Select(each => each.ProcessId);

    public void Run(NotifyScripts scripts, in NotifyEvent happened)
    {
        var special = happened.State switch
        {
            NotifiedState.Master => scripts.Master,
            NotifiedState.Backup => scripts.Backup,
            NotifiedState.Fault => scripts.Fault,
            NotifiedState.Stop => scripts.Stop,
            // 2.2.7 runs no notify_fault for an instance that is deleted.
            NotifiedState.Deleted => scripts.Deleted,
            NotifiedState.MasterReceivedLowerPriority => scripts.MasterReceivesLowerPriority,
            _ => null,
        };
        if (special is not null) Start(special, []);
        if (happened.IsTransition && scripts.Any is { } any) Start(any, [happened.Kind, happened.Name, happened.Word, happened.Priority.ToString(CultureInfo.InvariantCulture)]);
    }

    private void Start(ScriptCommand command, string[] appended)
    {
        var process = ScriptProcess.Start(command, appended, log, out var error);
        if (process is null)
        {
            log.Write($"Error exec-ing command '{command.Arguments[0]}', error {error}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}");
            return;
        }

        Await(process);
    }

    /// <summary>Reaps it when it ends.</summary>
    public void Await(ChildProcess process)
    {
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
