using ConfParsers.Haproxy;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Tls;
using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>
/// The way of a connection from the listening socket to its first byte: limits of process, frontend and address (configuration.txt 3.1, 4.2, 5.1 "maxconn"), counters, TLS
/// handshake. Beyond a limit the sockets are not accepted from; the few that slipped through while a loop was told wait here.
/// </summary>
internal sealed class AcceptPath(Runtime.Listener listener, LoopWorker[] workers, AcceptLimits limits, TlsServerContext? tls) : IAcceptor
{
    public Daemon.Transport.Listener? Socket { get; set; }

    public Runtime.Listener Listener => listener;

    public void OnAccepted(EventLoop loop, int fd, in SockAddr peer)
    {
        if (!limits.TryEnter(listener)) limits.Wait(this, loop, fd, peer);
        else Admit(loop, fd, peer);
    }

    /// <summary>Takes a connection for which all limits have room; on its loop.</summary>
    public void Admit(EventLoop loop, int fd, in SockAddr peer)
    {
        var worker = workers[loop.Index];
        var frontend = listener.Frontend;
        var process = worker.Process;
        var now = loop.NowMs;
        var counters = frontend.Counters[loop.Index];
        counters.Connections++;
        worker.Counters.Connections++;
        listener.Counters[loop.Index].Connections++;
        listener.Counters[loop.Index].Sessions++; // of an address also those whose handshake fails (measured)
        frontend.ConnectionRate.Add(now);
        process.ConnectionRate.Add(now);
        LoopTransport? transport = tls is null ? SocketTransport.Over(loop, fd) : TlsTransport.Accept(loop, fd, tls);
        if (transport is null)
        {
            Left();
            return;
        }

        var session = new ClientSession(worker, listener, transport, peer);
        worker.Sessions.Add(session);
        if (transport is TlsTransport secured) HandshakeAsync(session, secured).Forget();
        else Begin(session);
    }

    /// <summary>A connection of this listener has ended; on its loop.</summary>
    public void Ended(ClientSession session)
    {
        if (session.HasBegun && listener.Frontend.IsHttp) listener.Frontend.Counters[session.Worker.Index].H1OpenConnections--;
        Left();
    }

    private void Left()
    {
        limits.Leave(listener);
    }

    // Handshakes are done: from here on the connection counts as a session.
    private void Begin(ClientSession session)
    {
        session.HasBegun = true;
        var worker = session.Worker;
        var now = worker.Loop.NowMs;
        var counters = session.Frontend.Counters[worker.Index];
        counters.Sessions++;
        worker.Counters.Sessions++;
        session.Frontend.SessionRate.Add(now);
        worker.Process.SessionRate.Add(now);
        if (session.Frontend.IsHttp)
        {
            counters.H1TotalConnections++;
            counters.H1OpenConnections++;
        }

        if (!session.Frontend.IsHttp)
        {
            session.Worker.Rent().ServeTcpAsync(session).Forget();
            return;
        }

        if (!session.TryPark()) session.Serve();
    }

    private async LoopTask HandshakeAsync(ClientSession session, TlsTransport transport)
    {
        var settings = session.Frontend.Settings;
        if (settings.Client > 0) transport.SetDeadline(session.Worker.Loop.NowMs + settings.Client);
        var end = await transport.HandshakeAsync();
        session.HandshakeMs = session.Worker.Loop.NowMs;
        if (end != TransportEnd.None)
        {
            listener.Counters[session.Worker.Index].TlsFailedHandshakes++;
            session.Frontend.Counters[session.Worker.Index].TlsFailedHandshakes++;
            session.Frontend.Log?.WriteFailedHandshake(session, session.Worker, end);
            session.Close();
            return;
        }

        session.Worker.Process.TlsRate.Add(session.HandshakeMs);
        session.Worker.Process.TlsConnections.Increment();
        session.Worker.Counters.TlsSessions++;
        session.CountsAsTls = true;
        listener.Counters[session.Worker.Index].TlsSessions++;
        session.Frontend.Counters[session.Worker.Index].TlsSessions++;
        if (transport.IsResumed) listener.Counters[session.Worker.Index].TlsReusedSessions++;
        if (transport.IsResumed) session.Frontend.Counters[session.Worker.Index].TlsReusedSessions++;
        Begin(session);
    }
}

/// <summary>The limits of the process, of each frontend and of each address, held over all loops.</summary>
internal sealed class AcceptLimits(ProxyProcess process)
{
    private readonly Lock _lock = new();
    private readonly Queue<(AcceptPath Path, EventLoop Loop, int Fd, SockAddr Peer)> _waiting = new();
    private int _waitingCount;
    private bool _paused;
    private volatile bool _socketsClosed;

    /// <summary>Called when the last connection has gone.</summary>
    public Action? Drained { get; init; }

    /// <summary>No socket accepts any more: from now on the last connection that goes is the last of all.</summary>
    public void SocketsClosed()
    {
        _socketsClosed = true;
        CheckDrained();
    }

    public bool TryEnter(Runtime.Listener listener)
    {
        if (!process.Connections.TryIncrement(process.MaxConn)) return false;
        if (listener.Frontend.Sessions.TryIncrement(listener.Frontend.MaxConn))
        {
            if (listener.Sessions.TryIncrement(listener.MaxConn)) return true;
            listener.Frontend.Sessions.Decrement();
        }

        process.Connections.Decrement();
        return false;
    }

    /// <summary>Keeps a connection until there is room, and stops accepting meanwhile.</summary>
    public void Wait(AcceptPath path, EventLoop loop, int fd, in SockAddr peer)
    {
        lock (_lock)
        {
            _waiting.Enqueue((path, loop, fd, peer));
            Volatile.Write(ref _waitingCount, _waiting.Count);
            Pause();
        }

        AdmitWaiting();
    }

    public void Leave(Runtime.Listener listener)
    {
        listener.Sessions.Decrement();
        listener.Frontend.Sessions.Decrement();
        process.Connections.Decrement();
        if (Volatile.Read(ref _waitingCount) > 0) AdmitWaiting();
        CheckDrained();
    }

    private void CheckDrained()
    {
        if (_socketsClosed && process.Connections.Current == 0 && Volatile.Read(ref _waitingCount) == 0) Drained?.Invoke();
    }

    private void AdmitWaiting()
    {
        lock (_lock)
        {
            for (var left = _waiting.Count; left > 0; left--)
            {
                var next = _waiting.Dequeue();
                if (TryEnter(next.Path.Listener))
                {
                    next.Loop.Post(static state =>
                    {
                        var (path, loop, fd, peer) = ((AcceptPath, EventLoop, int, SockAddr))state!;
                        path.Admit(loop, fd, peer);
                    }, next);
                }
                else
                {
                    _waiting.Enqueue(next);
                }
            }

            Volatile.Write(ref _waitingCount, _waiting.Count);
            if (_waiting.Count == 0) Resume();
        }
    }

    private void Pause()
    {
        if (_paused) return;
        _paused = true;
        foreach (var frontend in process.Frontends)
        {
            // A full address or frontend stops alone; a full process stops all.
            var full = IsFull(process.Connections, process.MaxConn) || IsFull(frontend.Sessions, frontend.MaxConn);
            foreach (var listener in frontend.Listeners)
            {
                if (full || IsFull(listener.Sessions, listener.MaxConn)) listener.Accepting?.Socket?.Pause();
            }
        }
    }

    private static bool IsFull(Gauge sessions, int limit) => limit > 0 && sessions.Current >= limit;

    private void Resume()
    {
        if (!_paused) return;
        _paused = false;
        foreach (var frontend in process.Frontends)
        {
            foreach (var listener in frontend.Listeners) listener.Accepting?.Socket?.Resume();
        }
    }
}
