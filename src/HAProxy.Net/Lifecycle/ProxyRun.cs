using ConfParsers.Haproxy;
using Daemon.Hosting;
using Daemon.Linux;
using Daemon.Logging;
using Daemon.Tls;
using HAProxy.Net.Cli;
using HAProxy.Net.CommandLine;
using HAProxy.Net.Runtime;
using HAProxy.Net.Stats;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// The process that proxies, from its sockets to its end: binds or takes them over, gives privileges up, serves, and stops softly or at once
/// (management.txt 4). Standalone, in the background, or as a worker it is the same.
/// </summary>
internal sealed class ProxyRun(StartRequest start, HaproxyModel model, ProcessRole role, Signals signals, StartupLog log) : IDisposable
{
    private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CliServer _cli = new();
    private List<BoundListener> _sockets = [];
    private Engine? _engine;
    private int _maxConn;
    private int _threads;
    private bool _stopping;

    private static string Main => $"[{CommandLine.Hosting.CalledAs}.main()]";

    public int Run()
    {
        _threads = model.Global.Process.Threads > 0 ? model.Global.Process.Threads : Math.Min(64, Environment.ProcessorCount);
        if (Identity.Resolve(model.Global.Process, log) is not { } identity) return 1;
        if (ConnectionLimit.Settle(model, start.Options, _threads, log) is not { } maxConn) return 1;
        _maxConn = maxConn;
        if (TakeSockets() is not { } sockets) return 1;
        _sockets = sockets;
        if (role.Kind == RoleKind.BackgroundChild && PidFilePath is { } pidFile && !PidFile.TryWrite(pidFile, Environment.ProcessId))
        {
            log.Alert($"{Main} Cannot create pidfile {pidFile}");
            return 1;
        }

        // Builds what needs libraries and files (TLS, expressions), then nothing is loaded any more.
        _engine = new Engine(model, new EngineOptions
        {
            Loops = _threads,
            MaxConn = _maxConn,
            ServerEvents = Tell,
            Drained = () => _end.TrySetResult(0),
            Trace = start.Options.Debug ? Console.OpenStandardOutput() : null,
        });
        _engine.Process.Facts = Facts;
        _ = TimeZoneInfo.Local.BaseUtcOffset;
        if (identity.Root is { } root)
        {
            OpenSsl.Load();
            if (!start.Options.Strict)
            {
                foreach (var lost in ChrootedLogs.Missing(model, root)) log.Warning(lost);
            }
        }

        if (!CertificateFaults.Check(_engine, log)) return 1;
        if (Privileges.Drop(identity) is { } refused)
        {
            log.Alert($"{Main} {refused}");
            return 1;
        }

        _engine.Start([.. _sockets.Where(socket => socket.Proxy is not null).Select(socket => new BoundSocket(socket.Descriptor, socket.Bind))]);
        OpenStatsSockets();
        if (role.Kind != RoleKind.Worker) OldProcesses.Dismiss(start.Options);
        if (role.Kind == RoleKind.Worker) new Thread(ListenToMaster) { IsBackground = true, Name = "master" }.Start();
        role.SignalReady();
        if (role.Kind == RoleKind.BackgroundChild)
        {
            Background.DetachStandardStreams();
            log.Close();
        }

        _ = signals.Deliver(OnSignal);
        return _end.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _cli.Dispose();
        _engine?.HardStop();
    }

    private string? PidFilePath => start.Options.PidFile ?? model.Global.Process.PidFile;

    private List<BoundListener>? TakeSockets()
    {
        // A worker's are those of the same model in the same order.
        if (role.Kind == RoleKind.Worker) return SocketBinder.Zip(model, role.Listeners);

        int[] fetched = [];
        if (start.Options.TakeListenersFrom is { } path)
        {
            if (ListenerTransfer.Fetch(path, out var error) is not { } taken)
            {
                log.Warning(error);
                log.Alert("Failed to get the sockets from the old process!");
                return null;
            }

            fetched = taken;
        }

        var inherited = new InheritedSockets(fetched);
        var bound = new SocketBinder(log, inherited, !start.Options.NoReusePort).Bind(model);
        inherited.CloseRest();
        if (bound is null) log.Alert($"{Main} Some protocols failed to start their listeners! Exiting.");
        return bound;
    }

    private void OpenStatsSockets()
    {
        var stats = model.Global.Stats;
        _cli.Accepting = () => _engine!.Process.NextStreamId(); // they are numbered in one row with the traffic (measured)
        var table = Controlled.Commands();
        foreach (var socket in _sockets.Where(socket => socket.Proxy is null))
        {
            var level = socket.Bind.Level;
            _cli.Listen(socket.Descriptor, new CliSocketSettings(() => new CliSession(table, level), stats.Timeout, stats.MaxConn, socket.Bind.ExposeListeners ? Descriptors : null));
        }
    }

    private ControlledProcess Controlled => new(model, _engine!.Process, _engine.Transitions, Engine.Pause, Facts);

    private int[] Descriptors() => [.. _sockets.Select(socket => socket.Descriptor)];

    private InfoFacts Facts()
    {
        var elapsed = Math.Max(1, (ControlledProcess.NowUnixMs - _engine!.Process.StartUnixMs) * 1_000_000L * _threads);
        return new InfoFacts
        {
            Version = ProductVersion.Full,
            ReleaseDate = ProductVersion.ReleaseDate,
            Pid = Environment.ProcessId,
            Node = model.Global.Process.Node ?? Environment.MachineName,
            Description = model.Global.Process.Description,
            DescriptorLimit = ConnectionLimit.DescriptorsFor(model, _maxConn, _threads),
            Listeners = _sockets.Count,
            DroppedLogs = _engine.DroppedLogs,
            ControlConnections = _cli.Accepted,
            ControlConnectionsNow = _cli.Current,
            IdlePercent = (int)Math.Clamp(_engine.Loops.Sum(loop => loop.IdleNs) * 100 / elapsed, 0, 100),
        };
    }

    // Syslog levels: emerg is an alert on standard error, all others are warnings.
    private void Tell(int level, string text)
    {
        if (level == 0) log.Alert(text);
        else log.Warning(text);
    }

    private Task OnSignal(DaemonSignal signal)
    {
        switch (signal)
        {
            case DaemonSignal.Terminate or DaemonSignal.Interrupt:
                // By the signal itself: whoever waits for this process sees it in the wait status.
                Processes.DieBy((int)signal);
                break;
            case DaemonSignal.User1:
                SoftStop();
                break;
            case DaemonSignal.TerminalOutput or DaemonSignal.TerminalInput:
                foreach (var frontend in _engine!.Process.Frontends) Engine.Pause(frontend, paused: signal == DaemonSignal.TerminalOutput);
                break;
            case DaemonSignal.HangUp:
                foreach (var line in ServerStateDump.Lines(_engine!.Process, model.Global.Stats.Sockets.Length > 0 ? _cli.Accepted : null)) log.Warning(line);
                break;
            case DaemonSignal.Quit:
                foreach (var line in PoolDump.Lines(_engine!)) log.Raw(line);
                _engine!.ReturnMemory();
                break;
            default:
                break;
        }

        return Task.CompletedTask;
    }

    private void SoftStop()
    {
        if (_stopping) return;
        _stopping = true;
        _cli.StopAccepting();
        SayStopped();
        _engine!.SoftStop();
        if (model.Global.Process.HardStopAfter is { } limit) _ = EndAfter(limit);
    }

    private async Task EndAfter(TimeSpan limit)
    {
        await Task.Delay(limit);
        log.Warning("soft-stop running for too long, performing a hard-stop.");
        _end.TrySetResult(0);
    }

    // In the order in which HAProxy's proxies stop: those with sockets, its own for the stats sockets, those without, its HTTP client.
    private void SayStopped()
    {
        var process = _engine!.Process;
        var backends = process.Backends.ToDictionary(backend => backend.Name, StringComparer.Ordinal);
        foreach (var frontend in process.Frontends)
        {
            var own = frontend.Model.HasBackend && backends.TryGetValue(frontend.Name, out var both) ? both.Counters.Sum().Sessions : 0;
            Say(frontend.Name, frontend.Counters.Sum().Connections, own);
        }

        if (role.Kind != RoleKind.Worker && model.Global.Stats.Sockets.Length > 0) Say("GLOBAL", _cli.Accepted, _cli.Accepted);
        foreach (var backend in process.Backends.Where(backend => !backend.Model.HasFrontend)) Say(backend.Name, 0, backend.Counters.Sum().Sessions);
        Say("<HTTPCLIENT>", 0, 0);

        void Say(string name, long frontend, long backend) => log.Warning($"Proxy {name} stopped (cumulated conns: FE: {frontend}, BE: {backend}).");
    }

    // The master sends connections to its stats socket over; its end is this process's end.
    private void ListenToMaster()
    {
        var table = Controlled.Commands();
        Span<byte> level = stackalloc byte[1];
        Span<int> descriptors = stackalloc int[1];
        while (DescriptorPassing.Receive(role.Channel, level, descriptors, out var count) > 0)
        {
            if (count != 1) continue;
            var allowed = (ConfParsers.Haproxy.Features.StatsLevel)level[0];
            _ = _cli.Serve(descriptors[0], new CliSocketSettings(() => new CliSession(table, allowed), TimeSpan.FromMinutes(1), 1, Descriptors));
        }

        _end.TrySetResult(1);
    }
}
