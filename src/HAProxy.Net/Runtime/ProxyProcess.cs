namespace HAProxy.Net.Runtime;

/// <summary>The running proxy as one thing: what the statistics, the stats socket and the lifecycle read and steer.</summary>
public sealed class ProxyProcess(Frontend[] frontends, Backend[] backends, int loops, int maxConn)
{
    private uint _streams;

    public Frontend[] Frontends { get; } = frontends;

    public Backend[] Backends { get; } = backends;

    /// <summary>Event loops (<c>nbthread</c>).</summary>
    public int Loops { get; } = loops;

    /// <summary>Frontend connections of the whole process (<c>CurrConns</c>), limited by <see cref="MaxConn"/>.</summary>
    public Gauge Connections { get; } = new();

    public int MaxConn { get; set; } = maxConn;

    public CounterSet Counters { get; } = new(loops);

    public UnusedMemory UnusedMemory { get; } = new();

    public FrequencyCounter ConnectionRate { get; } = new();

    public FrequencyCounter SessionRate { get; } = new();

    public FrequencyCounter TlsRate { get; } = new();

    /// <summary>Client connections over TLS (<c>CurrSslConns</c>).</summary>
    public Gauge TlsConnections { get; } = new();

    /// <summary>Bytes sent to clients per second.</summary>
    public FrequencyCounter BytesOutRate { get; } = new();

    /// <summary>What only the program around the engine knows of the process; set before the first request.</summary>
    public Func<Stats.InfoFacts>? Facts { get; set; }

    /// <summary>The next number of a stream, 0 first; one row over all loops.</summary>
    public uint NextStreamId() => Interlocked.Increment(ref _streams) - 1;

    /// <summary>UNIX milliseconds of the start.</summary>
    public long StartUnixMs { get; init; }

    /// <summary>True once a soft stop began.</summary>
    public bool Stopping { get; set; }

    public Backend? FindBackend(string name)
    {
        foreach (var backend in Backends)
        {
            if (backend.Name == name) return backend;
        }

        return null;
    }
}
