using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>A route as keepalived.data and keepalived.json write it, word for word and in their order.</summary>
internal static class RouteText
{
    /// <summary>Their order, which is the kernel's numbering of them.</summary>
    private static readonly string[] Metrics = ["mtu", "window", "rtt", "rttvar", "ssthresh", "cwnd", "advmss", "reordering", "hoplimit", "initcwnd", "initrwnd", "quickack"];

    public static string Of(VirtualRoute route)
    {
        var text = new StringBuilder();
        text.Append(Placement(route));
        if (route.Type != RouteType.Unicast) text.Append(' ').Append(route.Type.ToString().ToLowerInvariant());
        Append(text, $" {route.Destination}/{route.PrefixLength}");
        if (route.Encapsulation is { } encapsulation) Encap(text, encapsulation);
        Via(text, route.Via);
        if (route.Source is { } source) Append(text, $" src {source}");
        if (route.Tos != 0) Append(text, $" tos {route.Tos}");
        if (route.Interface is { } name) Append(text, $" dev {name}");
        if (route.Table is { } table) Append(text, $" table {table}");
        if (!IsMarked(route)) Append(text, $" proto {route.Protocol}");
        if (route.Scope is { } scope) Append(text, $" scope {scope}");
        if (route.Metric is { } metric) Append(text, $" metric {metric}");
        if (route.Expires is { } expires) Append(text, $" expires {(long)expires.TotalSeconds}sec");
        if (route.RouterPreference is { } preference) Append(text, $" pref {preference switch { 1 => "high", 3 => "low", _ => "medium" }}");
        if (route.OnLink) text.Append(" onlink");
        if (route.Realms is { } realms) Append(text, $" realms {RuleText.Realms(realms)}");
        if (route.CongestionControl is { } control) Append(text, $" congctl {control}{(route.CongestionControlLocked ? "lock " : "")}");
        Metric(text, route, "rto_min");
        if (route.ExplicitCongestionNotification) text.Append(" features ecn");
        foreach (var each in Metrics) Metric(text, route, each);
        Metric(text, route, "fastopen_no_cookie");
        foreach (var hop in route.NextHops) NextHop(text, hop);
        if (route.NoTrack) text.Append(" no_track");
        return text.ToString();
    }

    private static string Placement(VirtualRoute route) => route.Placement switch
    {
        RoutePlacement.Add => "add",
        RoutePlacement.Append => "append",
        RoutePlacement.Replace when route.Type != RouteType.Unicast => "add",
        _ => "prepend",
    };

    /// <summary>no_track is a word of the configuration, not only what becomes of a route without an interface: its protocol is not keepalived's.</summary>
    private static bool IsMarked(VirtualRoute route) => route is { NoTrack: true, Interface: not null };

    private static void NextHop(StringBuilder text, NextHop hop)
    {
        text.Append(" nexthop");
        if (hop.Encapsulation is { } encapsulation) Encap(text, encapsulation);
        Via(text, hop.Via);
        if (hop.Interface is { } name) Append(text, $" dev {name}");
        if (hop.Weight is { } weight) Append(text, $" weight {weight}");
        if (hop.OnLink) text.Append(" onlink");
        if (hop.Realms is { } realms) Append(text, $" realms {RuleText.Realms(realms)}");
    }

    private static void Via(StringBuilder text, IPAddress? via)
    {
        if (via is not null) Append(text, $" via {(via.AddressFamily == AddressFamily.InterNetworkV6 ? "inet6" : "inet")} {via}");
    }

    private static void Encap(StringBuilder text, Encapsulation encapsulation)
    {
        Append(text, $" encap {encapsulation.Type.ToString().ToLowerInvariant()}");
        // MPLS labels as they stand in the label stack (RFC 3032 §2.1): the last has its bottom bit.
        if (encapsulation.Labels.Length > 0) text.Append(' ').AppendJoin('/', encapsulation.Labels.Select((label, i) => ((label << 12) | (i == encapsulation.Labels.Length - 1 ? 0x100u : 0)).ToString("x", CultureInfo.InvariantCulture)));
        if (encapsulation.Id is { } id) Append(text, $" id {id}");
        if (encapsulation.Destination is { } destination) Append(text, $" dst {destination}");
        if (encapsulation.Source is { } source) Append(text, $" src {source}");
        if (encapsulation.Tos is { } tos) Append(text, $" tos {tos}");
        if (encapsulation.Ttl is { } ttl) Append(text, $" ttl {ttl}");
        if (encapsulation.Flags is { } flags) Append(text, $" flags 0x{flags:x}");
        if (encapsulation.Locator is { } locator) Append(text, $" {locator:x}");
    }

    private static void Metric(StringBuilder text, VirtualRoute route, string name)
    {
        if (Array.FindLast(route.Metrics, each => each.Name == name) is not { } metric) return;
        Append(text, $" {name}{(metric.IsLocked ? " lock" : "")} {(name is "rtt" or "rttvar" or "rto_min" ? Time(metric.Value) : metric.Value.ToString(CultureInfo.InvariantCulture))}");
    }

    private static string Time(uint milliseconds) => milliseconds % 1000 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}s") : string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");

    private static void Append(StringBuilder text, FormattableString word) => text.Append(word.ToString(CultureInfo.InvariantCulture));
}
