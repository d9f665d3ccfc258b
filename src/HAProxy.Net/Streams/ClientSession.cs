using Daemon.Linux;
using Daemon.Tls;
using Daemon.Transport;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Streams;

/// <summary>
/// One client connection: what is kept of it between requests. While it is idle it holds no stream and no buffer; bytes that arrive
/// rent a stream, which serves until the connection is idle again.
/// </summary>
internal sealed class ClientSession : IIdleWatcher
{
    internal ClientSession? Next;
    internal ClientSession? Previous;
    private SocketEndpoint _destination;
    private byte[]? _tlsCipher;
    private byte[]? _tlsProtocol;
    private ServerConnection? _own;
    private WireBytes _wire;
    private bool _closed;

    public ClientSession(LoopWorker worker, Runtime.Listener listener, LoopTransport transport, in SockAddr peer)
    {
        Worker = worker;
        Listener = listener;
        Transport = transport;
        _wire = new WireBytes(transport);
        Source = LoopWorker.Endpoint(peer);
        AcceptMs = worker.Loop.NowMs;
        AcceptUnixMs = worker.Loop.UtcMs;
        HandshakeMs = AcceptMs;
    }

    public LoopWorker Worker { get; }

    public Runtime.Listener Listener { get; }

    public Frontend Frontend => Listener.Frontend;

    public LoopTransport Transport { get; }

    public SocketEndpoint Source { get; }

    public long AcceptMs { get; }

    public long AcceptUnixMs { get; }

    public long HandshakeMs { get; set; }

    /// <summary>It is past its handshakes, and so counted as a session.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Its handshake was completed, so it stands among the process's TLS connections until it closes.</summary>
    public bool CountsAsTls { get; set; }

    /// <summary>When the wait for the present request began: accept, or the end of the request before.</summary>
    public long IdleSinceMs { get; set; }

    /// <summary>Requests served on it.</summary>
    public int Requests { get; set; }

    /// <summary>Variables of scope sess, while no stream serves the connection.</summary>
    public VariableBank? Variables { get; set; }

    /// <summary>Name of the cipher; empty without TLS. Made when it is first asked for.</summary>
    public ReadOnlyMemory<byte> TlsCipher => _tlsCipher ??= Text(static tls => tls.Cipher);

    public ReadOnlyMemory<byte> TlsProtocol => _tlsProtocol ??= Text(static tls => tls.Protocol);

    public SocketEndpoint Destination
    {
        get
        {
            if (_destination.Kind == EndpointKind.None && !Transport.IsClosed) _destination = LoopWorker.Endpoint(Sockets.LocalAddress(Transport.Descriptor));
            return _destination;
        }
    }

    /// <summary>Waits for the next request without a stream.</summary>
    /// <returns>False when there is something to read already.</returns>
    public bool TryPark()
    {
        if (!Transport.Park(this)) return false;
        var settings = Frontend.Settings;
        var now = Worker.Loop.NowMs;
        var limit = Requests > 0 ? settings.HttpKeepAlive : settings.HttpRequest > 0 ? settings.HttpRequest : settings.Client;
        if (limit > 0) Transport.SetDeadline(now + limit);
        else Transport.ClearTimeout();
        return true;
    }

    void IIdleWatcher.OnReadable(LoopTransport transport)
    {
        if (!ReferenceEquals(transport, Transport)) ReleaseOwn();
        else Serve();
    }

    /// <summary>Rents a stream for what is there to read.</summary>
    public void Serve() => Worker.Rent().ServeAsync(this, timedOut: false).Forget();

    void IIdleWatcher.OnIdleTimeout(LoopTransport transport)
    {
        if (!ReferenceEquals(transport, Transport)) ReleaseOwn();
        else if (Requests > 0) Close();
        else Worker.Rent().ServeAsync(this, timedOut: true).Forget();
    }

    private byte[] Text(Func<TlsTransport, string> get) =>
        Transport is TlsTransport { IsEstablished: true } tls ? System.Text.Encoding.UTF8.GetBytes(get(tls)) : [];

    /// <summary>Keeps a server connection for this client alone (<c>http-reuse never</c>).</summary>
    public void KeepOwn(ServerConnection connection)
    {
        ReleaseOwn();
        if (Transport.IsClosed || !connection.Transport.Park(this)) Worker.Close(connection);
        else _own = connection;
    }

    /// <summary>The client's own connection to that server, if it still has one; any other is given up.</summary>
    public ServerConnection? TakeOwn(Server server)
    {
        if (_own is not { } own) return null;
        if (!ReferenceEquals(own.Server, server))
        {
            ReleaseOwn();
            return null;
        }

        _own = null;
        return own;
    }

    private void ReleaseOwn()
    {
        if (_own is not { } own) return;
        _own = null;
        Worker.Close(own);
    }

    /// <summary>Adds what has passed over the connection since the last call to the statistics.</summary>
    public void CountWire() => _wire.Count(Transport, Worker, Frontend);

    /// <summary>Closes the connection, if a failed transfer has not done so already, and takes it out of all counts.</summary>
    public void Close()
    {
        if (_closed) return;
        _closed = true;
        Transport.Close();
        CountWire();
        ReleaseOwn();
        Worker.Sessions.Remove(this);
        if (CountsAsTls) Worker.Process.TlsConnections.Decrement();
        Listener.Accepting?.Ended(this);
    }
}

/// <summary>Client connections of one loop, linked through themselves.</summary>
internal sealed class SessionList
{
    public ClientSession? First { get; private set; }

    public int Count { get; private set; }

    public void Add(ClientSession session)
    {
        session.Next = First;
        if (First is not null) First.Previous = session;
        First = session;
        Count++;
    }

    public void Remove(ClientSession session)
    {
        if (session.Previous is null) First = session.Next;
        else session.Previous.Next = session.Next;
        if (session.Next is not null) session.Next.Previous = session.Previous;
        session.Next = session.Previous = null;
        Count--;
    }
}
