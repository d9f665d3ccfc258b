namespace ConfParsers.Haproxy.Features;

/// <summary><c>maxconn</c>, <c>fullconn</c>, <c>backlog</c>, <c>retries</c>, <c>option redispatch</c> ... of a proxy.</summary>
public sealed record ProxyLimits
{
    /// <summary>Frontend's concurrent connections; 0: the process's.</summary>
    public int MaxConn { get; init; }

    public int FullConn { get; init; }

    public int Backlog { get; init; }

    /// <summary>Connection attempts after the first, default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>0: off. N greater than 0: every Nth retry; negative -N: from the Nth-last on; plain <c>option redispatch</c> is -1 (the last retry).</summary>
    public int RedispatchInterval { get; init; }

    /// <summary>New sessions per second; 0: no limit.</summary>
    public int RateLimitSessions { get; init; }

    public bool SocketStats { get; init; }

    public bool AbortOnClose { get; init; }

    public bool Persist { get; init; }

    public bool AllBackups { get; init; }
}
