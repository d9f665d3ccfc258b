using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Notify;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// The parent: starts the VRRP child and starts it again when it dies, runs track scripts and notify scripts, takes the signals. It may allocate
/// and pause as it likes: no advertisement waits for it. (keepalived(8) "SIGNALS")
/// </summary>
public sealed class ParentProcess : IDisposable
{
    private const int PermanentError = 2;
    private const long StopWaitUs = 1_000_000;

    /// <summary>A child that lived this long has not died of its start.</summary>
    private const long HealthyLifeUs = 60_000_000;

    private readonly DaemonOptions options;
    private readonly DaemonLog log;
    private readonly PollSet polls = new();
    private readonly SignalQueue signals = new(PosixProcess.SigHup, PosixProcess.SigInt, PosixProcess.SigTerm, PosixProcess.SigUser1, PosixProcess.SigUser2);
    private readonly NotifyRunner notify;
    private readonly Dictionary<string, ScriptRunner> scripts = new(StringComparer.Ordinal);
    private readonly StatusPage page = StatusPage.Create();
    private readonly int snapshot = PosixProcess.MemoryFile("keepalived_conf");
    private KeepalivedModel model;
    private KeepalivedModel modelBefore;
    private ChildProcess? child;
    private ControlChannel? channel;
    private long childStartedUs;
    private long respawnAtUs = long.MaxValue;
    private int respawnDelaySeconds;
    private bool stopping;
    private int? exitCode;

    public ParentProcess(DaemonOptions options, KeepalivedModel model, RecordingSurroundings read, DaemonLog log)
    {
        this.options = options;
        this.model = modelBefore = model;
        this.log = log;
        notify = new NotifyRunner(polls, log);
        read.Save(snapshot);
        polls.Add(signals.Descriptor, OnSignals);
    }

    public int Run()
    {
        if (!PidFiles.Write(options.PidFile)) log.Write($"pidfile_write : Cannot open {options.PidFile} pidfile");
        try
        {
            StartChild();
            AdoptScripts();
            log.Write("Startup complete");
            while (exitCode is null) RunOnce();
            WaitForNotify();
            log.Write($"Stopped Keepalived v{Version.LanguageLevel} (keepalived.net {Version.Product})");
            return exitCode.Value;
        }
        finally
        {
            PidFiles.Remove(options.PidFile);
        }
    }

    public void Dispose()
    {
        foreach (var script in scripts.Values) script.Dispose();
        channel?.Dispose();
        child?.Dispose();
        signals.Dispose();
        PosixProcess.Close(snapshot);
        page.Dispose();
    }

    private void RunOnce()
    {
        var next = respawnAtUs;
        foreach (var script in scripts.Values) next = Math.Min(next, script.NextEventUs);
        polls.Wait(next == long.MaxValue ? next : next - MonotonicClock.NowUs);
        var now = MonotonicClock.NowUs;
        if (now >= respawnAtUs && !stopping)
        {
            respawnAtUs = long.MaxValue;
            StartChild();
        }

        if (stopping || child is null) return;
        foreach (var script in scripts.Values)
        {
            if (script.NextEventUs <= now) script.OnTimer(now);
        }
    }

    /// <summary>STOP scripts get a moment: the daemon's end is what they tell of.</summary>
    private void WaitForNotify()
    {
        for (var until = MonotonicClock.NowUs + StopWaitUs; notify.Running > 0 && MonotonicClock.NowUs < until;) polls.Wait(until - MonotonicClock.NowUs);
    }

    private void StartChild()
    {
        var (ours, theirs) = PosixProcess.MessagePair();
        child = ChildProcess.Start(SelfProcess.AsVrrpChild(theirs, snapshot, page.Descriptor, VrrpProcess.Signals), out var error);
        PosixProcess.Close(theirs);
        if (child is null)
        {
            log.Write($"VRRP child process: cannot start, error {error}");
            PosixProcess.Close(ours);
            exitCode = 1;
            return;
        }

        channel = new ControlChannel(ours);
        childStartedUs = MonotonicClock.NowUs;
        log.Write($"Starting VRRP child process, pid={child.ProcessId}");
        polls.Add(channel.Descriptor, OnMessages);
        polls.Add(child.Descriptor, OnChildEnd);
        // The new child knows of no result: every script runs again at once.
        foreach (var script in scripts.Values) script.RunNow();
    }

    private void OnMessages()
    {
        while (channel is not null && channel.TryReceive(out var message, out _))
        {
            if (message.Kind == ControlKind.ReloadWanted) Reload();
            if (message.Kind != ControlKind.Notify) continue;
            var instance = Find(model, message.Text) ?? Find(modelBefore, message.Text);
            if (instance is not null) notify.Run(instance, (NotifiedState)message.A, message.B);
        }
    }

    private static VrrpInstance? Find(KeepalivedModel model, string name) => Array.Find(model.Instances, each => each.Name == name);

    private void OnChildEnd()
    {
        if (child is null || !child.TryReap(out var status)) return;
        OnMessages();
        polls.Remove(child.Descriptor);
        var processId = child.ProcessId;
        child.Dispose();
        child = null;
        if (channel is not null)
        {
            polls.Remove(channel.Descriptor);
            channel.Dispose();
            channel = null;
        }

        if (stopping)
        {
            exitCode = 0;
            return;
        }

        if (status is { Exited: true, ExitCode: PermanentError })
        {
            log.Write($"pid {processId} exited with permanent error CONFIG. Terminating");
            exitCode = PermanentError;
            return;
        }

        if (!status.Exited) log.Write($"pid {processId} exited due to signal {status.Signal}");
        else if (status.ExitCode != 0) log.Write($"pid {processId} exited with status {status.ExitCode}");
        log.Write($"VRRP child process({processId}) died: Respawning");
        if (MonotonicClock.NowUs - childStartedUs > HealthyLifeUs) respawnDelaySeconds = 0;
        log.Write($"Restart of VRRP process delayed {respawnDelaySeconds} seconds to limit respawn rate");
        respawnAtUs = MonotonicClock.NowUs + (respawnDelaySeconds * 1_000_000L);
        respawnDelaySeconds = Math.Min(60, respawnDelaySeconds == 0 ? 1 : respawnDelaySeconds * 2);
    }

    private void OnSignals()
    {
        for (var signal = signals.Next(); signal != 0; signal = signals.Next())
        {
            if (signal is PosixProcess.SigTerm or PosixProcess.SigInt) Stop();
            else if (signal == PosixProcess.SigHup) Reload();
            else log.Write($"Signal {signal} is not built: status dumps come later");
        }
    }

    private void Stop()
    {
        if (stopping) return;
        stopping = true;
        log.Write("Stopping");
        foreach (var script in scripts.Values) script.Dispose();
        if (child is null) exitCode = 0;
        else child.Signal(PosixProcess.SigTerm);
    }

    private void Reload()
    {
        if (stopping) return;
        log.Write("Reloading ...");
        var surroundings = new RecordingSurroundings(new Machine());
        var result = KeepalivedConfig.Load(options.ConfigurationFile, surroundings, options.Reading);
        foreach (var diagnostic in result.Diagnostics) log.Write(diagnostic.Message);
        if (!result.IsFound || result.IsFatal)
        {
            log.Write("Reload failed: the running configuration is kept");
            return;
        }

        modelBefore = model;
        model = result.Model;
        surroundings.Save(snapshot);
        channel?.Send(new(ControlKind.Reload));
        AdoptScripts();
        log.Write("Reload complete");
    }

    /// <summary>A script of the same name goes on; only tracked ones run.</summary>
    private void AdoptScripts()
    {
        var used = model.Instances.SelectMany(instance => instance.TrackScripts).Select(each => each.Script).DistinctBy(each => each.Name, StringComparer.Ordinal).ToArray();
        foreach (var gone in scripts.Keys.Except(used.Select(each => each.Name), StringComparer.Ordinal).ToArray())
        {
            scripts[gone].Dispose();
            scripts.Remove(gone);
        }

        foreach (var script in used)
        {
            if (scripts.TryGetValue(script.Name, out var runner)) runner.Replace(script);
            else scripts[script.Name] = new ScriptRunner(script, polls, log, OnScriptEnded);
        }
    }

    private void OnScriptEnded(ScriptRunner runner, ScriptOutcome outcome, int number) =>
        channel?.Send(new(ControlKind.ScriptResult, (int)outcome, number, runner.Script.Name));
}
