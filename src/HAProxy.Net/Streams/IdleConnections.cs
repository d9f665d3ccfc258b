using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>One connection to a server, idle or in use. Lives on one loop.</summary>
internal sealed class ServerConnection(LoopTransport transport, Server server, LoopWorker worker) : IIdleWatcher
{
    internal ServerConnection? Next;
    internal ServerConnection? Previous;
    internal ConnectionList? List;
    private SocketEndpoint _localEnd;
    private WireBytes _wire = new(transport);

    public LoopTransport Transport { get; } = transport;

    public Server Server { get; } = server;

    /// <summary>Requests sent on it, the present one included.</summary>
    public int Requests { get; set; }

    /// <summary>It is closed and out of all counts.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Adds what has passed over the connection since the last call to the statistics.</summary>
    public void CountWire() => _wire.Count(Transport, worker, Server.Backend);

    /// <summary>Since when it is idle, on the loop's clock.</summary>
    public long IdleSinceMs { get; set; }

    /// <summary>Our own end of it; found out when it is first asked for.</summary>
    public SocketEndpoint LocalEnd
    {
        get
        {
            if (_localEnd.Kind == EndpointKind.None) _localEnd = LoopWorker.Endpoint(Daemon.Linux.Sockets.LocalAddress(Transport.Descriptor));
            return _localEnd;
        }
    }

    /// <summary>Where it is counted and kept while idle.</summary>
    public IdleConnections Pool => Server.Idle[worker.Index];

    void IIdleWatcher.OnReadable(LoopTransport transport)
    {
        // A server that speaks unasked or closes: the connection is of no use any more.
        Pool.Remove(this);
        worker.Close(this);
    }

    void IIdleWatcher.OnIdleTimeout(LoopTransport transport)
    {
        Pool.Remove(this);
        worker.Close(this);
    }
}

/// <summary>Connections linked through themselves: removal costs the same wherever they stand.</summary>
internal sealed class ConnectionList
{
    public ServerConnection? First { get; private set; }

    public ServerConnection? Last { get; private set; }

    public void AddFirst(ServerConnection connection)
    {
        connection.List = this;
        connection.Previous = null;
        connection.Next = First;
        if (First is null) Last = connection;
        else First.Previous = connection;
        First = connection;
    }

    public void Remove(ServerConnection connection)
    {
        if (connection.Previous is null) First = connection.Next;
        else connection.Previous.Next = connection.Next;
        if (connection.Next is null) Last = connection.Previous;
        else connection.Next.Previous = connection.Previous;
        connection.Next = connection.Previous = null;
        connection.List = null;
    }
}

/// <summary>
/// Idle connections of one server on one loop, for <c>http-reuse</c> (configuration.txt 4.2): those that have carried one request, and the safe ones that
/// have proved to stay open by carrying more. The latest used goes first; surplus ones are purged from the other end.
/// </summary>
internal sealed class IdleConnections
{
    private readonly ConnectionList _fresh = new();
    private readonly ConnectionList _safe = new();

    /// <summary>Idle ones. Other loops read it to see whether asking is worth while.</summary>
    public int Count { get => Volatile.Read(ref _count); private set => Volatile.Write(ref _count, value); }

    private int _count;

    /// <summary>Those of them that have carried more than one request.</summary>
    public int SafeCount { get; private set; }

    /// <summary>Connections in use.</summary>
    public int InUse { get; private set; }

    private int _peakInUse;
    private int _estimate;

    /// <summary>So many are worth keeping: the most that were in use at once, which older figures half outlive at each purge (<c>need_conn_est</c>, measured).</summary>
    public int Needed => Math.Max(_estimate, _peakInUse);

    /// <summary>A connection is made or taken for a request or a check.</summary>
    public void Enter()
    {
        if (++InUse > _peakInUse) _peakInUse = InUse;
    }

    public void Leave() => InUse--;

    /// <summary>A purge is due: how many idle connections are too many. Half of the surplus at a time, as a burst may come back.</summary>
    public int TakeSurplus()
    {
        var surplus = InUse + Count - Needed;
        _estimate = Math.Max(_peakInUse, (_estimate + _peakInUse) / 2);
        _peakInUse = InUse;
        return Math.Clamp((surplus + 1) / 2, 0, Count);
    }

    /// <summary>A connection is tried, for a request or a check, whatever comes of it.</summary>
    public void NoteUse()
    {
        Enter();
        Leave();
    }

    public void Add(ServerConnection connection, long nowMs)
    {
        connection.IdleSinceMs = nowMs;
        var list = connection.Requests > 1 ? _safe : _fresh;
        list.AddFirst(connection);
        Count++;
        if (ReferenceEquals(list, _safe)) SafeCount++;
    }

    public ServerConnection? Take(bool onlySafe)
    {
        var connection = _safe.First ?? (onlySafe ? null : _fresh.First);
        if (connection is not null) Remove(connection);
        return connection;
    }

    public void Remove(ServerConnection connection)
    {
        if (connection.List is not { } list) return;
        list.Remove(connection);
        Count--;
        if (ReferenceEquals(list, _safe)) SafeCount--;
    }

    /// <summary>The one that has been idle longest, or null.</summary>
    public ServerConnection? Oldest
    {
        get
        {
            var fresh = _fresh.Last;
            var safe = _safe.Last;
            if (fresh is null || safe is null) return fresh ?? safe;
            return fresh.IdleSinceMs <= safe.IdleSinceMs ? fresh : safe;
        }
    }
}
