using System.Net;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What a route does with a packet; the numbers are rtnetlink's (RTN_...).</summary>
public enum RouteType
{
    Unicast = 1,
    Local = 2,
    Broadcast = 3,
    Anycast = 4,
    Multicast = 5,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
    Throw = 9,
}

/// <summary>How a route is put beside others of its destination.</summary>
public enum RoutePlacement
{
    Replace,
    Add,
    Append,
    Prepend,
}

public enum EncapsulationType
{
    Mpls,
    Ip,
    Ip6,
    Ila,
}

/// <summary>A light-weight tunnel that a route puts its packets into.</summary>
/// <param name="Labels">MPLS: from the outermost to the innermost.</param>
public sealed record Encapsulation(EncapsulationType Type)
{
    public uint[] Labels { get; init; } = [];

    public ulong? Id { get; init; }

    public IPAddress? Source { get; init; }

    public IPAddress? Destination { get; init; }

    /// <summary>TTL or hop limit.</summary>
    public int? Ttl { get; init; }

    /// <summary>TOS or traffic class.</summary>
    public int? Tos { get; init; }

    public int? Flags { get; init; }

    /// <summary>ILA: the locator.</summary>
    public ulong? Locator { get; init; }
}

/// <summary>One way of a route.</summary>
/// <param name="Weight">1..256; null: 1.</param>
public sealed record NextHop(IPAddress? Via, string? Interface, int? Weight)
{
    public bool OnLink { get; init; }

    /// <summary>Realms of source and destination, 16 bits each.</summary>
    public uint? Realms { get; init; }

    public Encapsulation? Encapsulation { get; init; }
}

/// <summary>A metric of RTA_METRICS.</summary>
/// <param name="IsLocked">The kernel does not change it.</param>
public sealed record RouteMetric(string Name, uint Value, bool IsLocked);

/// <summary>A line of <c>virtual_routes</c> or <c>static_routes</c>, in the words of <c>ip route add</c> (keepalived.conf(5), ip-route(8)).</summary>
/// <param name="Destination">With a length of 0: the default route.</param>
public sealed record VirtualRoute(IPAddress Destination, int PrefixLength, Span Place)
{
    public RouteType Type { get; init; } = RouteType.Unicast;

    public RoutePlacement Placement { get; init; }

    public IPAddress? Via { get; init; }

    public string? Interface { get; init; }

    /// <summary>Preferred source address of what is sent over it.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Null: main, or the one of the VRF.</summary>
    public uint? Table { get; init; }

    public string? Vrf { get; init; }

    public int Tos { get; init; }

    /// <summary>Null: what the type and the address imply.</summary>
    public int? Scope { get; init; }

    /// <summary>rtnetlink protocol, 18 is keepalived's.</summary>
    public int Protocol { get; init; } = 18;

    /// <summary>Its preference: lower wins.</summary>
    public uint? Metric { get; init; }

    /// <summary>mtu, advmss, window and so on.</summary>
    public RouteMetric[] Metrics { get; init; } = [];

    public bool ExplicitCongestionNotification { get; init; }

    public string? CongestionControl { get; init; }

    public bool CongestionControlLocked { get; init; }

    public uint? Realms { get; init; }

    public bool OnLink { get; init; }

    /// <summary>IPv6 router preference, 0 medium, 1 high, 3 low (RFC 4191).</summary>
    public int? RouterPreference { get; init; }

    /// <summary>IPv6.</summary>
    public TimeSpan? Expires { get; init; }

    public bool? PropagatesTtl { get; init; }

    public Encapsulation? Encapsulation { get; init; }

    /// <summary>Several ways; empty: <see cref="Via"/> and <see cref="Interface"/>.</summary>
    public NextHop[] NextHops { get; init; } = [];

    /// <summary>Whose instances go to FAULT when it is lost (static routes).</summary>
    public string? TrackGroup { get; init; }

    /// <summary>Nobody watches whether it is still there.</summary>
    public bool NoTrack { get; init; }
}
