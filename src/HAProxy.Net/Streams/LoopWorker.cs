using Daemon.Linux;
using Daemon.Logging;
using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>What streams of one loop share: the loop, its number among the counters, pooled streams, scratch memory, the loop's log.</summary>
public sealed class LoopWorker
{
    private Stream? _freeStreams;
    private int _freeStreamCount;
    private int _leastFreeStreams;

    public LoopWorker(EventLoop loop, ProxyProcess process, int bufferSize, int maxRewrite, int maxHeaders)
    {
        Loop = loop;
        Process = process;
        BufferSize = bufferSize;
        MaxHead = bufferSize - maxRewrite;
        MaxHeaders = maxHeaders;
        // A head with what rules added to it, or a chunk of a whole buffer with its framing.
        Scratch = GC.AllocateUninitializedArray<byte>(2 * bufferSize + 64, pinned: true);
        Decoded = GC.AllocateUninitializedArray<byte>(bufferSize, pinned: true);
        Syslog = new SyslogWriter(loop);
        Counters = process.Counters[loop.Index];
    }

    public EventLoop Loop { get; }

    /// <summary>Shows the traffic with <c>-d</c>; null otherwise.</summary>
    internal TrafficTrace? Trace { get; init; }

    public int Index => Loop.Index;

    public ProxyProcess Process { get; }

    public Counters Counters { get; }

    public SyslogWriter Syslog { get; }

    public int BufferSize { get; }

    /// <summary>The longest head that is taken: bufsize - maxrewrite.</summary>
    public int MaxHead { get; }

    public int MaxHeaders { get; }

    /// <summary>The workers of all loops, this one included.</summary>
    internal LoopWorker[] Peers { get; set; } = [];

    /// <summary>False when <c>tune.idle-pool.shared off</c>: idle server connections stay on their loop.</summary>
    internal bool SharesIdle { get; init; } = true;

    /// <summary>For bytes that are used up before anything else happens on the loop.</summary>
    internal byte[] Scratch { get; }

    internal byte[] Decoded { get; }

    /// <summary>Client connections of this loop, so that a soft stop finds the idle ones.</summary>
    internal SessionList Sessions { get; } = new();

    /// <summary>Streams at work on this loop.</summary>
    public int ActiveStreams { get; private set; }

    internal Stream Rent()
    {
        ActiveStreams++;
        var stream = _freeStreams;
        if (stream is null) return new Stream(this);
        _freeStreams = stream.NextFree;
        stream.NextFree = null;
        if (--_freeStreamCount < _leastFreeStreams) _leastFreeStreams = _freeStreamCount;
        return stream;
    }

    internal void Return(Stream stream)
    {
        ActiveStreams--;
        stream.NextFree = _freeStreams;
        _freeStreams = stream;
        _freeStreamCount++;
    }

    /// <summary>Gives up the streams and buffers that were not needed at any moment since the last call.</summary>
    /// <returns>The bytes given up, about.</returns>
    internal long TrimPools()
    {
        var surplus = _leastFreeStreams;
        for (var i = 0; i < surplus; i++) _freeStreams = _freeStreams!.NextFree;
        _freeStreamCount -= surplus;
        _leastFreeStreams = _freeStreamCount;
        return Loop.Buffers.Trim() + (2L * surplus * BufferSize);
    }

    internal void Close(ServerConnection connection)
    {
        if (connection.IsClosed) return;
        connection.IsClosed = true;
        connection.Transport.Close();
        connection.CountWire();
        if (connection.Server.Backend.IsHttp) connection.Server.Backend.Counters[Index].H1OpenConnections--;
    }

    /// <summary>Closes idle server connections beyond those that were in use at once lately; called every few seconds.</summary>
    internal void PurgeIdle(Server server)
    {
        var pool = server.Idle[Index];
        for (var left = pool.TakeSurplus(); left > 0 && pool.Oldest is { } oldest; left--)
        {
            pool.Remove(oldest);
            Close(oldest);
        }
    }

    /// <summary>Closes all idle connections to a server that went into maintenance; on the loop.</summary>
    internal void CloseIdle(Server server)
    {
        var pool = server.Idle[Index];
        while (pool.Oldest is { } oldest)
        {
            pool.Remove(oldest);
            Close(oldest);
        }
    }

    /// <summary>Starts what is done every few seconds; on the loop.</summary>
    internal void StartHousekeeping() => new Housekeeping(this).Start();

    /// <summary>A soft stop has begun: connections between two requests close; on the loop.</summary>
    internal void CloseIdleSessions()
    {
        for (var session = Sessions.First; session is not null;)
        {
            var next = session.Next;
            // One that has not asked anything yet is owed its first answer (measured): closing it would lose a request on its way.
            if (session.Requests > 0 && session.Transport.IsParked && !session.Transport.WakeIfReadable()) session.Close();
            session = next;
        }
    }

    private sealed class Housekeeping(LoopWorker worker) : LoopTimer
    {
        private const int PeriodMs = 5000; // pool-purge-delay's default (configuration.txt 5.2)

        public void Start() => worker.Loop.Arm(this, PeriodMs);

        protected override void OnDue(long nowMs)
        {
            foreach (var backend in worker.Process.Backends)
            {
                foreach (var server in backend.Servers) worker.PurgeIdle(server);
            }

            worker.Process.UnusedMemory.GiveUp(worker.TrimPools());
            Start();
        }
    }

    internal static SocketEndpoint Endpoint(in SockAddr address)
    {
        Span<byte> bytes = stackalloc byte[16];
        switch (address.Family)
        {
            case SockFamily.IPv4:
                return new SocketEndpoint(EndpointKind.IPv4, 0, address.IPv4Address, address.Port);
            case SockFamily.IPv6:
                address.WriteAddressBytes(bytes);
                return new SocketEndpoint(
                    EndpointKind.IPv6,
                    System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
                    System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                    address.Port);
            case SockFamily.Unix:
                return new SocketEndpoint(EndpointKind.Unix, 0, 0, 0);
            default:
                return default;
        }
    }
}
