using ConfParsers.Keepalived;
using Daemon.Hosting;
using Daemon.Linux;
using Keepalived.Net.Status;

namespace Keepalived.Net.Process;

/// <content>The restart without failover: this process becomes the program that lies on the disk now, and another child goes on in the old one's place. (docs/keepalived-status.md)</content>
public sealed partial class ParentProcess
{
    /// <summary>How long a restart waits for mails that are under way, and how often it looks.</summary>
    private const long MailWaitUs = 5_000_000;

    private const long MailLookUs = 50_000;

    /// <summary>Of the status socket: put the program that lies on the disk now in this one's place, and what became of that.</summary>
    public const string RestartCommand = "restart";

    public const string RestartResultCommand = "restart result";

    public const string TakingOver = "restarting\n";

    public const string Restarted = "restarted without failover\n";

    private bool reloadsLater;
    private string restart = "there was no restart\n";

    /// <summary>When to execute this process anew at the latest; <see cref="long.MaxValue"/>: nobody wants that.</summary>
    private long restartUs = long.MaxValue;

    private void GoOn(Handover left)
    {
        restart = TakingOver;
        runners.GoOn(left.Scripts);
        child.StartInPlaceOf(left.ChildId, SelfProcess.ControlDescriptor);
    }

    /// <summary>The new child serves, or the old one does again; in either case what has changed on the disk meanwhile is still to be read.</summary>
    private void OnReplaced(bool done)
    {
        restart = done ? Restarted : "the new program does not take over, the old VRRP process goes on: see the log\n";
        journal.Add(DateTimeOffset.UtcNow, done ? "restarted without failover" : "restart failed, the old VRRP process goes on");
        if (!done)
        {
            // The old one has heard nothing since there was a new one, nor does it say again that it has begun, which the bus waits for.
            TellChild();
            bus.Tell(new(ControlKind.Started));
        }

        var surroundings = new RecordingSurroundings(new Machine());
        _ = KeepalivedConfig.Load(options.ConfigurationFile, surroundings, options.Reading);
        if (!reloadsLater && surroundings.IsSavedIn(snapshot)) return;
        reloadsLater = false;
        Reload();
    }

    private string JudgeRestart()
    {
        if (!child.IsRunning || child.IsReplacing || stopping) return "not restarted: there is no VRRP process, or it is being replaced already\n";
        var against = RestartTrial.Ask(snapshot);
        if (against.Count == 0) return restart = TakingOver;
        foreach (var line in against) log.Write($"Not restarted: {line}");
        return string.Concat(against.Select(line => $"not restarted: {line}\n"));
    }

    /// <summary>Whoever asked for a restart has the answer.</summary>
    private void OnAnswered(string command)
    {
        if (command == RestartCommand && restart == TakingOver && !child.IsReplacing) restartUs = MonotonicClock.NowUs + MailWaitUs;
    }

    /// <summary>This process becomes the program that lies on the disk now, and with it the child, without any router noticing.</summary>
    private void Restart()
    {
        restartUs = long.MaxValue;
        if (stopping || !child.IsRunning) return;
        log.Write("Restarting without failover");
        SdNotify.Send("RELOADING=1");
        var (processId, channel) = child.HandOver();
        var left = new Handover(processId, maintenance, runners.Places, notifications.FifoPlaces, notifications.Orphans, journal.Save());
        var file = PosixProcess.MemoryFile("keepalived_handover");
        left.Save(file);
        var error = PosixProcess.Execute(SelfProcess.AsSuccessor(channel, snapshot, page.Descriptor, file, left.Fifos.Select(each => each.Descriptor), Signals));
        PosixProcess.Close(file);
        log.Write($"Cannot execute {Environment.ProcessPath}: errno {error}");
        restart = "not restarted, see the log\n";
    }
}
