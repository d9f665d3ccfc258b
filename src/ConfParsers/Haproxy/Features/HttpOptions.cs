using System.Net;

namespace ConfParsers.Haproxy.Features;

public enum ConnectionMode
{
    KeepAlive,
    ServerClose,
    Close,
}

public enum HttpReuse
{
    Never,
    Safe,
    Aggressive,
    Always,
}

/// <summary>HTTP behaviour of a proxy: connection mode, reuse, added headers, error bodies (configuration.txt 4.2).</summary>
public sealed record HttpOptions
{
    public ConnectionMode Connection { get; init; } = ConnectionMode.KeepAlive;

    public HttpReuse Reuse { get; init; } = HttpReuse.Safe;

    public ForwardFor? ForwardFor { get; init; }

    public bool IgnoreProbes { get; init; }

    public bool UseProxyHeader { get; init; }

    public bool BufferRequest { get; init; }

    /// <summary>Whole raw HTTP messages by status, from <c>errorfile</c>.</summary>
    public (int Status, byte[] Message)[] ErrorFiles { get; init; } = [];

    /// <summary><c>monitor-uri</c>.</summary>
    public string? MonitorUri { get; init; }
}

/// <summary><c>option forwardfor [except net] [header name] [if-none]</c></summary>
public sealed record ForwardFor(string Header, (IPAddress Address, int PrefixLength)? Except, bool IfNone);
