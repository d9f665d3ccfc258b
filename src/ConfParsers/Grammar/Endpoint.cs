using System.Net;

namespace ConfParsers.Grammar;

public enum EndpointFamily
{
    /// <summary>IPv4 or IPv6 by what the host resolves to; <c>*</c> and an empty host are IPv4 any.</summary>
    Inet,
    IPv4,
    IPv6,
    Unix,
    AbstractUnix,

    /// <summary><c>fd@N</c>: an inherited descriptor, a listening or connected socket.</summary>
    Descriptor,

    /// <summary><c>sockpair@N</c>.</summary>
    SocketPair,
}

/// <summary>An address as haproxy.cfg writes it (configuration.txt 11 "Address formats"): family prefix, host, port or port range or path.</summary>
/// <param name="Host">Host text as written (without brackets), or the unix path; empty for any.</param>
/// <param name="Address">The resolved or literal address; null for paths and descriptors, and for hosts not resolved.</param>
/// <param name="PortLow">0 when none was given.</param>
/// <param name="PortHigh">Equal to PortLow unless a range was given.</param>
/// <param name="Descriptor">For fd@ and sockpair@; otherwise -1.</param>
public sealed record Endpoint(EndpointFamily Family, string Host, IPAddress? Address, int PortLow, int PortHigh, int Descriptor)
{
    /// <summary>True when the port was written as <c>+N</c> or <c>-N</c>: relative to the connection's own (server lines).</summary>
    public bool PortIsOffset { get; init; }

    /// <summary><c>udp@</c>, <c>dgram+</c>: datagrams.</summary>
    public bool Datagram { get; init; }

    public bool HasPort => PortLow != 0;
}
