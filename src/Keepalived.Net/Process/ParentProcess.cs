using ConfParsers.Keepalived;
using Daemon.Hosting;
using Daemon.Linux;
using Keepalived.Net.Bus;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Notify;
using Keepalived.Net.Snmp;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Process;

/// <summary>
/// The parent: keeps the VRRP child alive, runs track scripts and notify scripts, takes the signals, answers questions. It may allocate
/// and pause as it likes: no advertisement waits for it. (keepalived(8) "SIGNALS")
/// </summary>
public sealed partial class ParentProcess : IDisposable
{
    private const long NotifyWaitUs = 1_000_000;

    private static readonly int[] Signals = [PosixProcess.SigHup, PosixProcess.SigInt, PosixProcess.SigTerm, PosixProcess.SigUser1, PosixProcess.SigUser2, PosixProcess.SigJson, PosixProcess.SigStatsClear];

    private readonly DaemonOptions options;
    private readonly DaemonPaths paths;
    private readonly DaemonLog log;
    private readonly PollSet polls = new();
    private readonly Mailbox mailbox;
    private readonly SignalQueue signals = new(Signals);
    private readonly EventJournal journal = new();
    private readonly Notifications notifications;
    private readonly BusService bus;
    private readonly SnmpService snmp;
    private readonly TrackRunners runners;
    private readonly ReloadSchedule schedule;
    private readonly Reloader reloader;
    private readonly ChildSupervisor child;
    private readonly StatusPage page;
    private readonly Handover? handover;

    /// <summary>The configuration that runs, as the child reads it.</summary>
    private readonly int snapshot;
    private ParentServers? servers;
    private KeepalivedModel model;
    private bool maintenance;
    private bool stopping;
    private long killAtUs = long.MaxValue;
    private int? exitCode;

    /// <param name="read">What was read for the model; null after a restart: the snapshot has it.</param>
    /// <param name="handover">What the process left that this one was before it executed itself anew; null: this is a start.</param>
    public ParentProcess(DaemonOptions options, DaemonPaths paths, KeepalivedModel model, RecordingSurroundings? read, DaemonLog log, Handover? handover)
    {
        this.options = options;
        this.paths = paths;
        this.model = model;
        this.log = log;
        this.handover = handover;
        snapshot = handover is null ? PosixProcess.MemoryFile("keepalived_conf") : SelfProcess.SnapshotDescriptor;
        page = handover is null ? StatusPage.Create() : StatusPage.Open(SelfProcess.PageDescriptor);
        maintenance = handover?.Maintenance ?? false;
        journal.Restore(handover?.Events ?? []);
        mailbox = new Mailbox(polls);
        notifications = new Notifications(model, polls, log, journal, handover);
        bus = new BusService(options, mailbox, log, View, OnBusCall);
        bus.Adopt(model);
        snmp = new SnmpService(options, mailbox, log, View, Set);
        schedule = new ReloadSchedule(polls, log);
        reloader = new Reloader(options, log);
        child = new ChildSupervisor(options, polls, log, page, snapshot) { Said = OnMessage, Starting = TellChild, Ended = code => exitCode ??= code, Replaced = OnReplaced };
        runners = new TrackRunners(polls, log, message => child.Send(message));
        read?.Save(snapshot);
        polls.Add(signals.Descriptor, OnSignals);
        PosixProcess.AllowSignals(Signals);
    }

    public int Run()
    {
        if (!PidFiles.Write(paths.Parent)) log.Write($"pidfile_write : Cannot open {paths.Parent} pidfile");
        try
        {
            servers = new ParentServers(options, paths, mailbox, log, View, Execute, OnAnswered);
            if (handover is null && model.Global.StartupScript is { } startup) LifecycleScripts.Run("startup script", startup, model.Global.StartupScriptTimeout, log);
            snmp.Adopt(model);
            runners.Adopt(model, isStart: handover is null);
            schedule.Adopt(model.Global.Housekeeping.ReloadTimeFile, model.Global.Housekeeping.ReloadRepeat);
            if (handover is not null) GoOn(handover);
            else if (NeedsChild) child.Start();
            else log.Write("Warning - keepalived has no configuration to run");
            log.Write("Startup complete");
            SdNotify.Send("READY=1");
            while (exitCode is null) RunOnce();
            return End();
        }
        finally
        {
            servers?.Dispose();
            PidFiles.Remove(paths.Parent);
        }
    }

    public void Dispose()
    {
        bus.Dispose();
        snmp.Dispose();
        runners.Dispose();
        notifications.Dispose();
        schedule.Dispose();
        child.Dispose();
        signals.Dispose();
        mailbox.Dispose();
        PosixProcess.Close(snapshot);
        page.Dispose();
    }

    private bool NeedsChild => !options.CheckOnly && (options.AllSubsystems || model.Instances.Length > 0 || model.StaticAddresses.Length > 0);

    private int End()
    {
        bus.Stop();
        snmp.Stop();
        // STOP scripts get a moment: the daemon's end is what they tell of.
        for (var until = MonotonicClock.NowUs + NotifyWaitUs; (notifications.IsBusy || bus.IsBusy || snmp.IsBusy) && MonotonicClock.NowUs < until;) polls.Wait(Math.Min(100_000, until - MonotonicClock.NowUs));
        if (model.Global.ShutdownScript is { } shutdown) LifecycleScripts.Run("shutdown script", shutdown, model.Global.ShutdownScriptTimeout, log);
        log.Write($"Stopped Keepalived v{Version.LanguageLevel} (keepalived.net {Version.Product})");
        return exitCode!.Value;
    }

    private void RunOnce()
    {
        var next = Math.Min(Math.Min(child.NextEventUs, schedule.NextEventUs), killAtUs);
        if (!stopping && child.IsRunning) next = Math.Min(next, runners.NextEventUs);
        if (restartUs != long.MaxValue) next = Math.Min(next, MonotonicClock.NowUs + MailLookUs);
        polls.Wait(next == long.MaxValue ? next : next - MonotonicClock.NowUs);
        var now = MonotonicClock.NowUs;
        if (now >= killAtUs)
        {
            killAtUs = long.MaxValue;
            child.Kill();
        }

        if (stopping) return;
        child.OnTimer(now);
        if (schedule.IsDue(now)) Reload();
        if (child.IsRunning) runners.OnTimer(now);
        if (restartUs != long.MaxValue && (!notifications.IsMailing || now >= restartUs)) Restart();
    }

    /// <summary>A child that starts knows of nothing.</summary>
    private void TellChild()
    {
        if (maintenance) child.Send(new(ControlKind.Maintenance, 1));
        runners.TellAll(knowsScripts: child.IsReplacing);
    }

    private void OnMessage(ControlMessage message)
    {
        bus.Tell(message);
        snmp.Tell(message);
        switch (message.Kind)
        {
            case ControlKind.ReloadWanted:
                Reload();
                break;
            case ControlKind.Started:
                if (options.DumpConfiguration) DumpFiles.WriteTo(log, View());
                break;
            case ControlKind.Reloaded:
                notifications.WriteStates(StateEvents.Of(model, page));
                break;
            case ControlKind.SplitBrain:
                journal.Add(DateTimeOffset.UtcNow, $"{message.Text} claims its addresses: another node may be master too");
                break;
            case ControlKind.Notify or ControlKind.NotifyGroup:
                notifications.Tell(message);
                break;
        }
    }

    private void OnSignals()
    {
        for (var signal = signals.Next(); signal != 0; signal = signals.Next())
        {
            switch (signal)
            {
                case PosixProcess.SigTerm or PosixProcess.SigInt:
                    Stop();
                    break;
                case PosixProcess.SigHup:
                    Reload();
                    break;
                default:
                    Dump(signal);
                    break;
            }
        }
    }

    private void Dump(int signal)
    {
        var dumps = new DumpFiles(paths, log, child.ProcessId);
        if (signal == PosixProcess.SigUser1) dumps.WriteData(View());
        else if (signal == PosixProcess.SigJson) dumps.WriteJson(View());
        else dumps.WriteStatistics(View(), clears: signal == PosixProcess.SigStatsClear);
        if (signal == PosixProcess.SigStatsClear) child.Send(new(ControlKind.ClearStatistics));
    }

    /// <summary>A method call on the D-Bus.</summary>
    private void OnBusCall(BusVerb verb, string instance)
    {
        const string Why = "on DBus request";
        var dumps = new DumpFiles(paths, log, child.ProcessId);
        switch (verb)
        {
            case BusVerb.PrintData:
                dumps.WriteVrrpData(View(), Why);
                break;
            case BusVerb.PrintStatistics:
                dumps.WriteStatistics(View(), clears: false, Why);
                break;
            case BusVerb.PrintAndClearStatistics:
                dumps.WriteStatistics(View(), clears: true, Why);
                child.Send(new(ControlKind.ClearStatistics));
                break;
            case BusVerb.Reload:
                Reload();
                break;
            case BusVerb.Announce:
                child.Send(new(ControlKind.Announce, Text: instance));
                break;
        }
    }

    /// <summary>A manager changes a running instance.</summary>
    private void Set(string instance, ControlKind what, int value)
    {
        model = model with
        {
            Instances = [.. model.Instances.Select(each => each.Name != instance ? each : what == ControlKind.SetPriority ? each with { Priority = value } : each with { NoPreempt = value != 1 })],
        };
        snmp.Adopt(model);
        child.Send(new(what, value, Text: instance));
    }

    private void Stop()
    {
        if (stopping) return;
        stopping = true;
        SdNotify.Send("STOPPING=1");
        log.Write("Stopping");
        runners.Dispose();
        killAtUs = MonotonicClock.NowUs + (model.Program.ChildWaitTime.Ticks / TimeSpan.TicksPerMicrosecond);
        child.Stop();
    }

    private void Reload()
    {
        if (stopping) return;
        if (child.IsReplacing)
        {
            // The new child is still to read what ran before.
            reloadsLater = true;
            return;
        }

        SdNotify.Send("RELOADING=1");
        if (reloader.Read(model, out var surroundings) is { } next)
        {
            model = next;
            surroundings.Save(snapshot);
            notifications.Adopt(model);
            bus.Adopt(model);
            snmp.Adopt(model);
            // What is newly tracked is told before the child asks.
            runners.Adopt(model, isStart: false);
            schedule.Adopt(model.Global.Housekeeping.ReloadTimeFile, model.Global.Housekeeping.ReloadRepeat);
            if (child.IsRunning) child.Send(new(ControlKind.Reload));
            else if (NeedsChild) child.Start();
            log.Write("Reload complete");
        }

        SdNotify.Send("READY=1");
    }

    private StatusView View() => new(model, page, journal, maintenance, MonotonicClock.NowUs, DateTimeOffset.UtcNow) { Paths = paths, Options = options };

    /// <summary>A command of the status socket.</summary>
    private string Execute(string command)
    {
        switch (command)
        {
            case "" or "status":
                return StatusReport.Write(View());
            case "metrics":
                return MetricsText.Write(View());
            case "events":
                return string.Concat(journal.Newest(int.MaxValue).Select(line => line + "\n"));
            case "maintenance on" or "maintenance off":
                maintenance = command.EndsWith("on", StringComparison.Ordinal);
                log.Write($"Maintenance {(maintenance ? "on: this node takes no part" : "off")}");
                journal.Add(DateTimeOffset.UtcNow, command);
                child.Send(new(ControlKind.Maintenance, maintenance ? 1 : 0));
                return command + "\n";
            case RestartCommand:
                return JudgeRestart();
            case RestartResultCommand:
                return restart;
            default:
                return $"unknown command '{command}': status, events, metrics, maintenance on|off, restart\n";
        }
    }
}
