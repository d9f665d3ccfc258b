using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>The lines of routes (keepalived.conf(5) "virtual_routes", "static_routes").</summary>
internal static class Routes
{
    private const string Arguments = "{ [<type>] [src <address>] [to] <address>/<length> [via [inet|inet6] <address>] [dev <name>] [table <table>] [metric <n>] ... [nexthop via <address> dev <name> weight <n> ...] }";

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("virtual_routes", Arguments, (words, instance) => Line(words, isStatic: false, instance.Routes)) { Manual = "VRRP instance(s)" },
    ];

    public static readonly Keyword<Reading>[] StaticKeywords =
    [
        new Lines<Reading>("static_routes", Arguments, (words, reading) => Line(words, isStatic: true, reading.StaticRoutes)) { Manual = "Static addresses/routes/rules" },
    ];

    private static void Line(Words words, bool isStatic, List<VirtualRoute> into)
    {
        if (new RouteLine(words, isStatic).Read() is { } route) into.Add(route);
    }
}
