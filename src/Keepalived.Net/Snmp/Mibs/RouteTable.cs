using System.Globalization;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>vrrpRouteTable and vrrpRouteNextHopTable (KEEPALIVED-MIB vrrp 7 and 11): static routes as those of instance 0, then each instance's.</summary>
internal static class RouteTable
{
    private const uint MainTable = 254;

    private const int MplsLabels = 2;

    /// <summary>The columns of metrics, and of whether they are locked (0: there is no such column).</summary>
    private static readonly Dictionary<string, (uint Value, uint Lock)> MetricColumns = new(StringComparer.Ordinal)
    {
        ["mtu"] = (22, 23),
        ["hoplimit"] = (24, 0),
        ["advmss"] = (25, 26),
        ["rtt"] = (27, 28),
        ["rttvar"] = (29, 30),
        ["reordering"] = (31, 32),
        ["window"] = (33, 0),
        ["cwnd"] = (34, 35),
        ["ssthresh"] = (36, 37),
        ["rto_min"] = (38, 39),
        ["initcwnd"] = (40, 0),
        ["initrwnd"] = (41, 0),
    };

    public static void Write(MibBuilder mib, MibSource source)
    {
        var routes = mib.Table(2, 7, 1);
        var hops = mib.Table(2, 11, 1);
        for (var i = 0; i < source.Model.StaticRoutes.Length; i++) Write(routes, hops, owner: 0, (uint)i + 1, source.Model.StaticRoutes[i], isSet: true, source);
        for (var i = 0; i < source.Model.Instances.Length; i++)
        {
            var instance = source.Model.Instances[i];
            var isMaster = source.Record(instance).State == VrrpState.Master;
            for (var j = 0; j < instance.Routes.Length; j++) Write(routes, hops, (uint)i + 1, (uint)j + 1, instance.Routes[j], isMaster, source);
        }
    }

    private static void Write(in MibTable routes, in MibTable hops, uint owner, uint number, VirtualRoute route, bool isSet, MibSource source)
    {
        var row = routes.Row(owner, number);
        row.Integer(2, MibWords.AddressType(route.Destination));
        row.Address(3, route.Destination);
        row.Gauge(4, route.PrefixLength);
        row.Address(5, route.Via);
        row.Address(7, route.Source);
        row.Gauge(8, route.Metric ?? 0);
        row.Integer(9, MibWords.Scope(route.Scope ?? 0));
        row.Integer(10, route.NextHops.Length > 0 ? 2 : MibWords.Route(route.Type));
        row.Integer(11, source.Index(route.Interface));
        row.Text(12, route.Interface);
        row.Gauge(13, route.Table ?? MainTable);
        row.Choice(14, isSet);
        if (route.Tos != 0) row.Gauge(17, route.Tos);
        // The MIB counts rtnetlink's protocols from 1 on.
        row.Integer(18, route.Protocol + 1);
        row.Choice(19, route.ExplicitCongestionNotification);
        row.Choice(20, Array.Exists(route.Metrics, each => each is { Name: "quickack", Value: not 0 }));
        row.Integer(21, route.Expires is { } expires ? (int)expires.TotalSeconds : null);
        foreach (var metric in route.Metrics)
        {
            if (!MetricColumns.TryGetValue(metric.Name, out var columns)) continue;
            row.Gauge(columns.Value, metric.Value);
            if (columns.Lock != 0) row.Choice(columns.Lock, metric.IsLocked);
        }

        row.Text(42, route.CongestionControl);
        row.Integer(43, route.RouterPreference switch { 0 => 2, 1 => 3, 3 => 1, _ => null });
        WriteRealms(row, 44, route.Realms);
        WriteEncapsulation(row, 46, route.Encapsulation);
        if (Array.Exists(route.Metrics, each => each.Name == "fastopen_no_cookie")) row.Choice(55, isFirst: true);
        for (var i = 0; i < route.NextHops.Length; i++) WriteHop(hops.Row(owner, number, (uint)i + 1), route.NextHops[i], route, source);
    }

    private static void WriteHop(in MibRow row, NextHop hop, VirtualRoute route, MibSource source)
    {
        row.Integer(2, MibWords.AddressType(hop.Via ?? route.Destination));
        row.Address(3, hop.Via);
        row.Integer(4, source.Index(hop.Interface));
        row.Text(5, hop.Interface);
        row.Gauge(6, hop.Weight);
        row.Choice(7, hop.OnLink);
        WriteRealms(row, 8, hop.Realms);
        WriteEncapsulation(row, 10, hop.Encapsulation);
    }

    private static void WriteRealms(in MibRow row, uint column, uint? realms)
    {
        if (realms is not { } both) return;
        row.Gauge(column, both & 0xffff);
        if (both >> 16 != 0) row.Gauge(column + 1, both >> 16);
    }

    private static void WriteEncapsulation(in MibRow row, uint column, Encapsulation? tunnel)
    {
        if (tunnel is null) return;
        // The original says the kernel's number (LWTUNNEL_ENCAP_...) and one more.
        row.Integer(column, tunnel.Type switch { EncapsulationType.Mpls => 2, EncapsulationType.Ip => 3, EncapsulationType.Ila => 4, _ => 5 });
        if (tunnel.Labels.Length > 0) row.Text(column + 1, string.Join('/', tunnel.Labels.Select(label => label.ToString(CultureInfo.InvariantCulture))));
        row.Set(column + MplsLabels, tunnel.Id is { } id ? SnmpValue.LongCounter((long)id) : null);
        row.Address(column + 3, tunnel.Destination);
        row.Address(column + 4, tunnel.Source);
        row.Gauge(column + 5, tunnel.Tos);
        row.Gauge(column + 6, tunnel.Ttl);
        row.Gauge(column + 7, tunnel.Flags);
        row.Set(column + 8, tunnel.Locator is { } locator ? SnmpValue.LongCounter((long)locator) : null);
    }
}
