using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using Daemon.Loop;
using Daemon.Tls;
using HAProxy.Net.Checks;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Runtime;

/// <summary>A socket that is bound and listens, for one bind line of the model.</summary>
/// <param name="Bind">The very object of the model.</param>
public sealed record BoundSocket(int Descriptor, BindModel Bind);

/// <summary>What the engine needs beside the model.</summary>
public sealed record EngineOptions
{
    /// <summary>Event loops; 0: <c>nbthread</c>, or one a processor.</summary>
    public int Loops { get; init; }

    /// <summary>Connections of the process; 0: the model's <c>maxconn</c>.</summary>
    public int MaxConn { get; init; }

    /// <summary>Told of changes of servers: syslog level and text, for standard error. On any thread.</summary>
    public Action<int, string>? ServerEvents { get; init; }

    /// <summary>Called when a soft stop has nothing left to wait for. On a loop.</summary>
    public Action? Drained { get; init; }

    /// <summary>Where the traffic is shown (<c>-d</c>); null: nowhere.</summary>
    public System.IO.Stream? Trace { get; init; }

    /// <summary>Told of an exception that escaped on a loop; null: the process ends with it.</summary>
    public Action<Exception>? Unhandled { get; init; }
}

/// <summary>
/// The running proxy: loops, listeners, checks. Built from a model, started on sockets that somebody else has bound, stopped softly (what is under way
/// is finished) or at once. Its methods may be called on any thread.
/// </summary>
public sealed class Engine : IDisposable
{
    private readonly LoopGroup _loops;
    private readonly LoopWorker[] _workers;
    private readonly AcceptLimits _limits;
    private readonly EngineOptions _options;
    private readonly HaproxyModel _model;
    private readonly List<HealthChecker> _checkers = [];
    private readonly Dictionary<TlsBind, TlsServerContext> _tls = new(ReferenceEqualityComparer.Instance);
    private int _drained;

    public Engine(HaproxyModel model, EngineOptions options)
    {
        _model = model;
        _options = options;
        var tuning = model.Global.Tuning;
        var threads = options.Loops > 0 ? options.Loops : model.Global.Process.Threads;
        if (threads <= 0) threads = Environment.ProcessorCount;
        _loops = new LoopGroup(threads, tuning.BufferSize);
        var maxConn = options.MaxConn > 0 ? options.MaxConn : model.Global.Process.MaxConn;
        Process = RuntimeBuilder.Build(model, threads, maxConn, () => Environment.TickCount64);
        var trace = options.Trace is { } output ? new TrafficTrace(output) : null;
        _workers =
        [
            .. _loops.Loops.Select(loop => new LoopWorker(loop, Process, tuning.BufferSize, tuning.MaxRewrite, tuning.MaxHeaders) { SharesIdle = tuning.SharedIdlePool, Trace = trace }),
        ];
        foreach (var worker in _workers) worker.Peers = _workers;
        _limits = new AcceptLimits(Process) { Drained = OnDrained };
        Transitions = new ServerTransitions(new ServerEventLog(_workers[0], options.ServerEvents)) { EntersMaintenance = CloseIdle };
        foreach (var loop in _loops.Loops)
        {
            if (options.Unhandled is not null) loop.OnUnhandled = options.Unhandled;
        }
    }

    public ProxyProcess Process { get; }

    /// <summary>The way in for operators who change servers.</summary>
    public ServerTransitions Transitions { get; }

    public EventLoop[] Loops => _loops.Loops;

    internal LoopWorker[] Workers => _workers;

    /// <summary>Log lines the kernel refused, over all loops.</summary>
    public long DroppedLogs => _workers.Sum(worker => worker.Syslog.Dropped);

    /// <summary>
    /// Makes what needs files or lazily loaded libraries, before a chroot: the TLS contexts of all binds.
    /// </summary>
    /// <exception cref="TlsException">A certificate is not usable; the text is HAProxy's.</exception>
    public void Prepare()
    {
        foreach (var proxy in _model.Proxies)
        {
            foreach (var bind in proxy.Binds) _ = TlsOf(bind);
        }
    }

    /// <summary>Makes what needs libraries and may be refused, the TLS contexts: before the privileges go, and for a check.</summary>
    /// <param name="fault">Told of each bind line whose certificates cannot be used, in OpenSSL's or HAProxy's words.</param>
    public void Prepare(Action<ProxyModel, BindModel, string> fault)
    {
        foreach (var proxy in _model.Proxies)
        {
            foreach (var bind in proxy.Binds)
            {
                try
                {
                    _ = TlsOf(bind);
                }
                catch (TlsException e)
                {
                    fault(proxy, bind, e.Message);
                }
            }
        }
    }

    /// <summary>Starts the loops, accepts on the sockets and begins checking. The engine owns the sockets from now on.</summary>
    public void Start(IReadOnlyList<BoundSocket> sockets)
    {
        var maps = new int[]?[_workers.Length];
        foreach (var map in _model.Global.Process.CpuMaps)
        {
            if (map.Thread >= 1 && map.Thread <= maps.Length) maps[map.Thread - 1] = map.Processors;
        }

        foreach (var socket in sockets) Listen(socket);
        _loops.Start(maps);
        foreach (var worker in _workers) worker.Loop.Post(static state => ((LoopWorker)state!).StartHousekeeping(), worker);
        StartChecks();
    }

    /// <summary>Accepts no more, closes idle client connections, answers what is under way with <c>connection: close</c>; then <see cref="EngineOptions.Drained"/>.</summary>
    public void SoftStop()
    {
        if (Process.Stopping) return;
        Process.Stopping = true;
        var sockets = new List<Daemon.Transport.Listener>();
        foreach (var frontend in Process.Frontends)
        {
            frontend.Stopped = true;
            foreach (var listener in frontend.Listeners)
            {
                if (listener.Accepting?.Socket is { } socket) sockets.Add(socket);
            }
        }

        // Only when no loop accepts any more does "no connection left" mean that none was lost on its way.
        var open = sockets.Count + 1;
        foreach (var socket in sockets) socket.Close(Closed);
        foreach (var worker in _workers) worker.Loop.Post(static state => ((LoopWorker)state!).CloseIdleSessions(), worker);
        Closed();

        void Closed()
        {
            if (Interlocked.Decrement(ref open) == 0) _workers[0].Loop.Post(static state => ((AcceptLimits)state!).SocketsClosed(), _limits);
        }
    }

    /// <summary>Gives up all that the pools keep for later.</summary>
    public void ReturnMemory()
    {
        foreach (var worker in _workers)
        {
            worker.Loop.Post(_ =>
            {
                worker.TrimPools(); // what a moment ago was needed is given up at the second time
                Process.UnusedMemory.GiveUp(worker.TrimPools());
            }, null);
        }
    }

    /// <summary>Ends the loops at once; connections are cut.</summary>
    public void HardStop() => _loops.Stop();

    /// <summary>Stops accepting on a frontend's sockets for a while, or goes on (<c>disable frontend</c>, SIGTTOU).</summary>
    public static void Pause(Frontend frontend, bool paused)
    {
        foreach (var listener in frontend.Listeners)
        {
            if (paused) listener.Accepting?.Socket?.Pause();
            else listener.Accepting?.Socket?.Resume();
        }
    }

    public void Dispose()
    {
        _loops.Dispose();
        foreach (var context in _tls.Values) context.Dispose();
    }

    private void CloseIdle(Server server)
    {
        foreach (var worker in _workers) worker.Loop.Post(_ => worker.CloseIdle(server), null);
    }

    private void Listen(BoundSocket socket)
    {
        foreach (var frontend in Process.Frontends)
        {
            foreach (var listener in frontend.Listeners)
            {
                if (!ReferenceEquals(listener.Model, socket.Bind)) continue;
                var path = listener.Accepting ??= new AcceptPath(listener, _workers, _limits, TlsOf(socket.Bind));
                path.Socket = new Daemon.Transport.Listener(socket.Descriptor, path, _model.Global.Tuning.MaxAccept);
                path.Socket.Start(_loops.Loops);
                return;
            }
        }

        throw new ArgumentException("a socket of no frontend", nameof(socket));
    }

    private TlsServerContext? TlsOf(BindModel bind)
    {
        if (bind.Tls is not { } tls) return null;
        if (_tls.TryGetValue(tls, out var context)) return context;
        context = new TlsServerContext(new TlsServerSettings
        {
            Certificates = [.. tls.Certificates.Select(bundle => bundle.Pem)],
            CertificateNames = [.. tls.Certificates.Select(bundle => bundle.Path)],
            Minimum = VersionOf(tls.MinimumVersion, TlsVersion.Tls12),
            Maximum = VersionOf(tls.MaximumVersion, TlsVersion.Default),
            Ciphers = tls.Ciphers,
            CipherSuites = tls.CipherSuites,
            Alpn = tls.Alpn,
            StrictSni = tls.StrictSni,
            Tickets = !tls.NoTickets,
            DhBits = _model.Global.TlsTuning.DefaultDhParam,
        });
        _tls.Add(tls, context);
        return context;
    }

    private static TlsVersion VersionOf(string? text, TlsVersion otherwise) => text switch
    {
        "TLSv1.0" => TlsVersion.Tls10,
        "TLSv1.1" => TlsVersion.Tls11,
        "TLSv1.2" => TlsVersion.Tls12,
        "TLSv1.3" => TlsVersion.Tls13,
        _ => otherwise,
    };

    private void StartChecks()
    {
        var servers = Process.Backends.SelectMany(backend => backend.Servers).Where(server => server.Check is not null).ToArray();
        // The shortest interval of at least a second (measured on 2.6.12): what is checked more often is spread over it at first.
        var spreadMs = servers.Select(server => server.Model.Check!.Interval.TotalMilliseconds).Where(interval => interval >= 1000).DefaultIfEmpty(0).Min();
        for (var i = 0; i < servers.Length; i++)
        {
            var server = servers[i];
            var check = server.Model.Check!;
            var endpoint = check.Address ?? server.Model.Address;
            var port = check.Port > 0 ? check.Port : endpoint.HasPort ? endpoint.PortLow : server.Model.Address.PortLow;
            var checker = new HealthChecker(_workers[i % _workers.Length].Loop, server, RuntimeBuilder.AddressOf(endpoint, port), Transitions) { ProcessCounters = _workers[i % _workers.Length].Counters };
            _checkers.Add(checker);
            var position = i;
            _workers[i % _workers.Length].Loop.Post(_ => checker.Start(position, servers.Length, spreadMs), null);
        }
    }

    private void OnDrained()
    {
        if (Process.Stopping && Interlocked.Exchange(ref _drained, 1) == 0) _options.Drained?.Invoke();
    }
}
