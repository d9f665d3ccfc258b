using System.Threading.Channels;
using ConfParsers.Haproxy;
using ConfParsers.Text;
using Daemon.Hosting;
using Daemon.Linux;
using Daemon.Logging;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// The master of master-worker mode: keeps the privileges, reads every file, binds every socket, and hands both to a worker, a process of its own. A
/// reload starts a new worker; when that one serves, the old one is told to finish. A configuration that does not load leaves the old worker serving.
/// Everything that happens is handled one event after the other, on one thread. (management.txt 4; messages measured on 2.6.12)
/// </summary>
internal sealed class Master(StartRequest start, ProcessRole role, Signals signals, StartupLog log)
{
    private readonly Channel<Func<bool>> _events = Channel.CreateUnbounded<Func<bool>>();
    private readonly MasterSockets _sockets = new(log, !start.Options.NoReusePort);
    private readonly List<Worker> _workers = [];
    private readonly long _startedMs = Environment.TickCount64;
    private int _exitCode;
    private bool _stopping;
    private bool _served;

    /// <summary>The worker that serves; null until the first one does. Written on the master's thread only.</summary>
    public Worker? Current { get; private set; }

    public int Reloads { get; private set; }

    public int FailedReloads { get; private set; }

    public long UptimeMs => Environment.TickCount64 - _startedMs;

    public StartRequest Request => start;

    private static string Main => $"[{CommandLine.Hosting.CalledAs}.main()]";

    /// <summary>The workers of this moment, the current one first.</summary>
    public Worker[] Workers()
    {
        lock (_workers) return [.. _workers.OrderByDescending(worker => ReferenceEquals(worker, Current))];
    }

    public int Run(HaproxyModel model, FileSnapshot files)
    {
        using var cli = new MasterCli(this);
        if (!_sockets.Bind(model))
        {
            log.Alert($"{Main} Some protocols failed to start their listeners! Exiting.");
            return 1;
        }

        if (!cli.Open(start.Options.MasterSockets, log)) return 1;
        if ((start.Options.PidFile ?? model.Global.Process.PidFile) is { } pidFile && !PidFile.TryWrite(pidFile, Environment.ProcessId))
        {
            log.Alert($"{Main} Cannot create pidfile {pidFile}");
            return 1;
        }

        if (!StartWorker(files)) return 1;
        Notify("RELOADING=1"); // also at the start, for the same reason as below
        _ = signals.Deliver(signal =>
        {
            _events.Writer.TryWrite(() => OnSignal(signal));
            return Task.CompletedTask;
        });

        while (true)
        {
            // Blocks this thread, which has nothing else to do.
            var next = _events.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
            if (!next()) return _exitCode;
        }
    }

    /// <summary>From the master's stats socket; the connection does not wait for it.</summary>
    public void RequestReload() => _events.Writer.TryWrite(() =>
    {
        Reload();
        return true;
    });

    private void NotifyReady() => Notify($"READY=1\nMAINPID={Environment.ProcessId}");

    private void Notify(string state)
    {
        if (start.Options.Notify) SdNotify.Send(state);
    }

    private bool OnSignal(DaemonSignal signal)
    {
        switch (signal)
        {
            case DaemonSignal.User2 or DaemonSignal.HangUp:
                Reload();
                return true;
            case DaemonSignal.Terminate or DaemonSignal.Interrupt:
                return StopAll(DaemonSignal.Terminate);
            case DaemonSignal.User1:
                return StopAll(DaemonSignal.User1);
            default:
                foreach (var worker in Workers()) worker.Signal(signal);
                return true;
        }
    }

    private bool StopAll(DaemonSignal signal)
    {
        Notify("STOPPING=1");
        log.Warning("Exiting Master process...");
        _stopping = true;
        foreach (var worker in Workers()) worker.Signal(signal);
        return true;
    }

    private void Reload()
    {
        // One at a time: a worker that is still starting is the newest configuration already asked for.
        if (_stopping || Array.Exists(Workers(), worker => !worker.Serves)) return;
        // Once when it is asked for, and once when 2.6 has loaded itself anew (measured).
        Notify("RELOADING=1");
        log.Notice("Reloading HAProxy");
        Notify("RELOADING=1");
        log.BeginRun(introduced: false);
        var request = start with { Files = ConfigFiles.Expand(start.Options.Files, FileSystem.Instance) };
        var files = new FileSnapshot(FileSystem.Instance);
        var loaded = request.Load(files, log);
        if (loaded.Model is { } model && loaded.HasListener && _sockets.Bind(model) && StartWorker(files)) return;
        Failed();
    }

    private void Failed()
    {
        _sockets.Abandon();
        FailedReloads++;
        Reloads++;
        log.Warning("Loading failure!");
        NotifyReady();
    }

    private bool StartWorker(FileSnapshot files)
    {
        if (Worker.Start(start, files, _sockets.Wanted, out var error) is not { } worker)
        {
            log.Alert($"{Main} Cannot fork: {error}.");
            return false;
        }

        lock (_workers) _workers.Add(worker);
        log.Notice($"New worker ({worker.ProcessId}) forked");
        worker.Watch(
            serves: () => _events.Writer.TryWrite(() => OnServes(worker)),
            ended: ending => _events.Writer.TryWrite(() => OnEnded(worker, ending)));
        return true;
    }

    private bool OnServes(Worker worker)
    {
        log.Notice("Loading success.");
        worker.Serves = true;
        _sockets.Adopt();
        var former = Current;
        Current = worker;
        if (former is not null)
        {
            Reloads++;
            foreach (var old in Workers().Where(old => !ReferenceEquals(old, worker))) old.Reloads++;
            former.Signal(DaemonSignal.User1);
        }

        NotifyReady();
        if (_served) return true;
        _served = true;
        OldProcesses.Dismiss(start.Options);
        role.SignalReady();
        if (role.Kind == RoleKind.BackgroundChild)
        {
            Background.DetachStandardStreams();
            log.Close();
        }

        return true;
    }

    private bool OnEnded(Worker worker, Processes.Ending ending)
    {
        lock (_workers) _workers.Remove(worker);
        worker.Dispose();
        var current = ReferenceEquals(worker, Current);
        var how = $"({worker.ProcessId}) exited with code {ending.Status} ({(ending.Signal == 0 ? "Exit" : Processes.SignalText(ending.Signal))})";
        if (!worker.Serves && Current is not null && !_stopping)
        {
            log.Alert($"Failed to load worker {how}");
            Failed();
            return true;
        }

        var text = $"{(current || !worker.Serves ? "Current" : "Former")} worker {how}";
        if (ending.Status == 0) log.Warning(text);
        else log.Alert(text);
        if (!_stopping && (current || Current is null))
        {
            // A worker that dies takes all with it, so that a supervisor starts afresh.
            log.Alert("exit-on-failure: killing every processes with SIGTERM");
            _exitCode = ending.Status;
            _stopping = true;
            foreach (var other in Workers()) other.Signal(DaemonSignal.Terminate);
        }

        if (!_stopping || Workers().Length > 0) return true;
        log.Warning($"All workers exited. Exiting... ({_exitCode})");
        return false;
    }
}
