using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Notify;

/// <summary>
/// Everyone who hears of what happens, in keepalived's order: the script of the state, the script of all states, the FIFOs, mail. It lives in the
/// parent, and the protocol waits for none of them. (keepalived.conf(5) "Notify scripts", "notify_fifo", "smtp_alert")
/// </summary>
public sealed class Notifications : IDisposable
{
    private readonly PollSet polls;
    private readonly DaemonLog log;
    private readonly EventJournal journal;
    private readonly NotifyRunner scripts;
    private readonly SmtpAlert mail;
    private readonly List<FifoWriter> fifos = [];
    private KeepalivedModel model;
    private KeepalivedModel before;

    /// <param name="handover">What the process left that this one was before; null: this is a start.</param>
    public Notifications(KeepalivedModel model, PollSet polls, DaemonLog log, EventJournal journal, Handover? handover)
    {
        this.model = before = model;
        this.polls = polls;
        this.log = log;
        this.journal = journal;
        scripts = new NotifyRunner(polls, log);
        mail = new SmtpAlert(log);
        AdoptFifos(handover?.Fifos ?? []);
        foreach (var orphan in handover?.Orphans ?? []) scripts.Await(ChildProcess.Adopt(orphan));
    }

    /// <summary>Mails are under way: they end with this program, scripts do not.</summary>
    public bool IsMailing => mail.Pending > 0;

    public IReadOnlyList<int> Orphans => [.. scripts.ProcessIds];

    public IReadOnlyList<FifoPlace> FifoPlaces => [.. fifos.Select(each => each.Place).OfType<FifoPlace>()];

    /// <summary>Something that the daemon's end still waits for.</summary>
    public bool IsBusy => scripts.Running > 0 || mail.Pending > 0;

    public void Adopt(KeepalivedModel next)
    {
        before = model;
        model = next;
        AdoptFifos([]);
    }

    /// <summary>The child says that something happened to an instance or a group.</summary>
    public void Tell(in ControlMessage message)
    {
        var state = (NotifiedState)message.A;
        if (message.Kind == ControlKind.NotifyGroup) TellGroup(message.Text, state);
        else TellInstance(message.Text, state, message.B);
    }

    /// <summary>The states once more after a reload, for readers of the FIFOs. (fifo_write_vrrp_states_on_reload)</summary>
    public void WriteStates(IEnumerable<NotifyEvent> states)
    {
        if (!model.Global.FifoWriteStatesOnReload) return;
        foreach (var state in states) WriteFifos(state);
    }

    public void Dispose()
    {
        foreach (var fifo in fifos) fifo.Dispose();
    }

    private void TellInstance(string name, NotifiedState state, int priority)
    {
        // What a reload has taken away stands in the configuration before it only.
        var instance = Array.Find(model.Instances, each => each.Name == name) ?? Array.Find(before.Instances, each => each.Name == name);
        if (instance is null) return;
        var happened = new NotifyEvent(IsGroup: false, name, state, priority, instance.NotifyDeleted);
        journal.Add(DateTimeOffset.UtcNow, $"{name} {happened.Word} {priority}");
        if (state is NotifiedState.MasterPriority or NotifiedState.BackupPriority)
        {
            if (instance.NotifyPriorityChanges || Array.Exists(model.SyncGroups, group => group.NotifyPriorityChanges && group.Name == instance.SyncGroup)) WriteFifos(happened);
            return;
        }

        scripts.Run(instance.Notify, happened);
        WriteFifos(happened);
        if (instance.SmtpAlert) Send(happened);
    }

    private void TellGroup(string name, NotifiedState state)
    {
        var group = Array.Find(model.SyncGroups, each => each.Name == name) ?? Array.Find(before.SyncGroups, each => each.Name == name);
        if (group is null) return;
        var happened = new NotifyEvent(IsGroup: true, name, state, Priority: 0);
        journal.Add(DateTimeOffset.UtcNow, $"group {name} {happened.Word}");
        scripts.Run(group.Notify, happened);
        WriteFifos(happened);
        if (group.SmtpAlert) Send(happened);
    }

    private void WriteFifos(in NotifyEvent happened)
    {
        foreach (var fifo in fifos) fifo.Write(happened);
    }

    private void Send(in NotifyEvent happened)
    {
        if (happened.State is not (NotifiedState.Master or NotifiedState.Backup or NotifiedState.Fault)) return;
        var email = model.Global.Email;
        if (email.Server is null || email.Recipients.Length == 0 || (email.NoFaults && happened.State == NotifiedState.Fault)) return;
        var host = Environment.MachineName;
        var settings = new MailSettings(email.Server, email.Port, email.ConnectTimeout, email.HeloName ?? host, email.From ?? "keepalived@" + host, email.Recipients);
        mail.Send(settings, AlertText.Subject(model.Global.RouterId ?? host, happened), AlertText.Body(happened));
    }

    private void AdoptFifos(IReadOnlyList<FifoPlace> left)
    {
        var wanted = new[] { ("notify fifo", model.Global.NotifyFifo), ("vrrp notify fifo", model.Global.VrrpNotifyFifo) }
            .Where(each => each.Item2 is not null)
            .Select(each => new FifoSettings(each.Item1, each.Item2!.Path, each.Item2.User, each.Item2.Group, each.Item2.Script)).ToArray();
        foreach (var gone in fifos.Where(fifo => !Array.Exists(wanted, fifo.Settings.IsSameAs)).ToArray())
        {
            gone.Dispose();
            fifos.Remove(gone);
        }

        foreach (var settings in wanted)
        {
            var running = fifos.Find(fifo => settings.IsSameAs(fifo.Settings));
            if (running is null) fifos.Add(new FifoWriter(settings, polls, log, left.FirstOrDefault(each => each.Kind == settings.Kind)));
            else running.StartScript();
        }
    }
}
