using System.Net.Sockets;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>A route of the configuration as RTM_NEWROUTE and RTM_DELROUTE. (rtnetlink(7), ip-route(8))</summary>
public static class RouteMessage
{
    public const int FixedLength = 12;
    public const int MaxLength = 2048;

    private const byte TableUnspecified = 0;
    private const uint TableMain = 254;
    private const byte ScopeLink = 253;
    private const byte ScopeHost = 254;
    private const byte ScopeNowhere = 255;
    private const uint OnLink = 4;
    private const uint FeatureEcn = 1;

    // RTA_...
    private const ushort Destination = 1;
    private const ushort OutputInterface = 4;
    private const ushort Gateway = 5;
    private const ushort Priority = 6;
    private const ushort PreferredSource = 7;
    private const ushort Metrics = 8;
    private const ushort Multipath = 9;
    private const ushort Flow = 11;
    private const ushort Table = 15;
    private const ushort Via = 18;
    private const ushort RouterPreference = 20;
    private const ushort Expires = 23;
    private const ushort PropagateTtl = 26;

    /// <summary>Their numbers among RTA_METRICS.</summary>
    private static readonly Dictionary<string, ushort> MetricNumbers = new(StringComparer.Ordinal)
    {
        ["mtu"] = 2, ["window"] = 3, ["rtt"] = 4, ["rttvar"] = 5, ["ssthresh"] = 6, ["cwnd"] = 7, ["advmss"] = 8, ["reordering"] = 9, ["hoplimit"] = 10,
        ["initcwnd"] = 11, ["features"] = 12, ["rto_min"] = 13, ["initrwnd"] = 14, ["quickack"] = 15, ["fastopen_no_cookie"] = 17,
    };

    /// <param name="indexOf">The number of an interface; 0: it is not there.</param>
    /// <returns>False: an interface it names is not there.</returns>
    public static bool TryWrite(ref NetlinkWriter writer, VirtualRoute route, bool add, Func<string, int> indexOf)
    {
        writer.Begin(add ? NetlinkMessage.NewRoute : NetlinkMessage.DeleteRoute, (ushort)(NetlinkMessage.FlagAcknowledge | (add ? FlagsOf(route.Placement) : 0)));
        var part = writer.Fixed(FixedLength);
        var ipv6 = route.Destination.AddressFamily == AddressFamily.InterNetworkV6;
        var table = route.Table ?? TableMain;
        part[0] = (byte)(ipv6 ? 10 : 2);
        part[1] = (byte)route.PrefixLength;
        part[3] = (byte)route.Tos;
        part[4] = table < 256 ? (byte)table : TableUnspecified;
        part[5] = (byte)(add ? route.Protocol : 0);
        part[6] = add ? ScopeOf(route, ipv6) : ScopeNowhere;
        part[7] = (byte)(add ? route.Type : 0);
        if (route.OnLink) MemoryMarshal.Write(part[8..], OnLink);
        writer.Attribute(Destination, route.Destination.GetAddressBytes());
        if (table >= 256) writer.Attribute(Table, table);
        if (route.Metric is { } metric) writer.Attribute(Priority, metric);
        if (route.Interface is { } name)
        {
            if (indexOf(name) is not (> 0 and var index)) return false;
            writer.Attribute(OutputInterface, index);
        }

        if (route.Via is { } via) WriteGateway(ref writer, via.GetAddressBytes(), ipv6);
        if (route.Source is { } source) writer.Attribute(PreferredSource, source.GetAddressBytes());
        if (!add) return true;
        if (route.Realms is { } realms) writer.Attribute(Flow, realms);
        if (route.RouterPreference is { } preference) writer.Attribute(RouterPreference, (byte)preference);
        if (route.Expires is { } expires) writer.Attribute(Expires, (uint)expires.TotalSeconds);
        if (route.PropagatesTtl is { } propagates) writer.Attribute(PropagateTtl, (byte)(propagates ? 1 : 0));
        if (route.Encapsulation is { } encapsulation) EncapsulationMessage.Write(ref writer, encapsulation);
        WriteMetrics(ref writer, route);
        return route.NextHops.Length == 0 || TryWriteHops(ref writer, route, ipv6, indexOf);
    }

    private static ushort FlagsOf(RoutePlacement placement) => placement switch
    {
        RoutePlacement.Add => NetlinkMessage.FlagCreate | NetlinkMessage.FlagExclusive,
        RoutePlacement.Append => NetlinkMessage.FlagCreate | NetlinkMessage.FlagAppend,
        RoutePlacement.Prepend => NetlinkMessage.FlagCreate,
        _ => NetlinkMessage.FlagCreate | NetlinkMessage.FlagReplace,
    };

    /// <summary>As ip-route(8): what has no gateway is on the link, a local destination is the host itself.</summary>
    private static byte ScopeOf(VirtualRoute route, bool ipv6)
    {
        if (route.Scope is { } scope) return (byte)scope;
        if (ipv6) return 0;
        if (route.Type == RouteType.Local) return ScopeHost;
        return route.Type is RouteType.Broadcast or RouteType.Multicast or RouteType.Anycast ? ScopeLink : (byte)0;
    }

    private static void WriteGateway(ref NetlinkWriter writer, byte[] via, bool ipv6)
    {
        if (via.Length == (ipv6 ? 16 : 4))
        {
            writer.Attribute(Gateway, via);
            return;
        }

        // A gateway of the other family: struct rtvia.
        Span<byte> other = stackalloc byte[18];
        MemoryMarshal.Write(other, (ushort)(via.Length == 16 ? 10 : 2));
        via.CopyTo(other[2..]);
        writer.Attribute(Via, other[..(2 + via.Length)]);
    }

    private static void WriteMetrics(ref NetlinkWriter writer, VirtualRoute route)
    {
        if (route.Metrics.Length == 0 && !route.ExplicitCongestionNotification && route.CongestionControl is null) return;
        var nested = writer.BeginNested(Metrics, marked: false);
        uint locked = 0;
        foreach (var metric in route.Metrics)
        {
            var number = MetricNumbers[metric.Name];
            if (metric.IsLocked) locked |= 1u << number;
            // The kernel counts them in eighths and quarters of a millisecond.
            writer.Attribute(number, metric.Name switch { "rtt" => metric.Value * 8, "rttvar" => metric.Value * 4, _ => metric.Value });
        }

        if (route.ExplicitCongestionNotification) writer.Attribute(MetricNumbers["features"], FeatureEcn);
        if (route.CongestionControl is { } control) writer.Attribute(16, control);
        if (route.CongestionControlLocked) locked |= 1u << 16;
        if (locked != 0) writer.Attribute(1, locked);
        writer.EndNested(nested);
    }

    /// <summary>struct rtnexthop, one behind the other: length, flags, weight less one, interface, attributes.</summary>
    private static bool TryWriteHops(ref NetlinkWriter writer, VirtualRoute route, bool ipv6, Func<string, int> indexOf)
    {
        var nested = writer.BeginNested(Multipath, marked: false);
        foreach (var hop in route.NextHops)
        {
            var at = writer.Length;
            var part = writer.Fixed(8);
            part[2] = (byte)(hop.OnLink ? OnLink : 0);
            part[3] = (byte)((hop.Weight ?? 1) - 1);
            if (hop.Interface is { } name)
            {
                if (indexOf(name) is not (> 0 and var index)) return false;
                MemoryMarshal.Write(part[4..], index);
            }

            if (hop.Via is { } via) WriteGateway(ref writer, via.GetAddressBytes(), ipv6);
            if (hop.Realms is { } realms) writer.Attribute(Flow, realms);
            if (hop.Encapsulation is { } encapsulation) EncapsulationMessage.Write(ref writer, encapsulation);
            writer.EndNested(at);
        }

        writer.EndNested(nested);
        return true;
    }
}
