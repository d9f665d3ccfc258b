using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>What tells a route from others, as far as its loss is concerned.</summary>
public readonly record struct RouteKey(IPAddress Destination, int PrefixLength, uint Table, uint Metric)
{
    private const uint Main = 254;

    /// <summary>What IPv6 routes get without one.</summary>
    private const uint DefaultMetric6 = 1024;

    public static RouteKey Of(VirtualRoute route) =>
        new(route.Destination, route.PrefixLength, route.Table ?? Main, route.Metric ?? (route.Destination.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? DefaultMetric6 : 0));
}

/// <summary>What tells a rule from others.</summary>
public readonly record struct RuleKey(uint Preference, bool IsIpv6)
{
    public static RuleKey Of(VirtualRule rule) => new(rule.Preference, rule.IsIPv6);
}

/// <summary>
/// Hears of routes and rules of keepalived's protocol that are removed. It is opened only where some are configured: a router with a full table
/// has many changes to report. (rtnetlink(7))
/// </summary>
public sealed class RouteWatch : IDisposable
{
    private const byte Keepalived = 18;
    private const ushort Destination = 1;
    private const ushort Priority = 6;
    private const ushort Table = 15;
    private const ushort Protocol = 21;

    private readonly NetlinkSocket changes = new(NetlinkSocket.GroupIpv4Route | NetlinkSocket.GroupIpv6Route | NetlinkSocket.GroupIpv4Rule | NetlinkSocket.GroupIpv6Rule);
    private readonly byte[] buffer = new byte[64 * 1024];

    public required Action<RouteKey> RouteRemoved { get; init; }

    public required Action<RuleKey> RuleRemoved { get; init; }

    public int Descriptor => changes.Descriptor;

    public void Read()
    {
        while (true)
        {
            var length = changes.Receive(buffer, wait: false);
            if (length <= 0) return;
            foreach (var part in new NetlinkReader(buffer.AsSpan(0, length)))
            {
                if (part.Body.Length < RouteMessage.FixedLength) continue;
                if (part.Type == NetlinkMessage.DeleteRoute && part.Body[5] == Keepalived) OnRoute(part);
                else if (part.Type == NetlinkMessage.DeleteRule) OnRule(part);
            }
        }
    }

    public void SetReceiveBuffer(ReceiveBuffer buffer) => changes.SetReceiveBuffer(buffer.Bytes, buffer.Force);

    public void Dispose() => changes.Dispose();

    private void OnRoute(NetlinkPart part)
    {
        var ipv6 = part.Body[0] == 10;
        var address = part.Attribute(RouteMessage.FixedLength, Destination);
        var destination = address.IsEmpty ? (ipv6 ? IPAddress.IPv6Any : IPAddress.Any) : new IPAddress(address);
        RouteRemoved(new RouteKey(destination, part.Body[1], Number(part, Table, part.Body[4]), Number(part, Priority, 0)));
    }

    private void OnRule(NetlinkPart part)
    {
        if (part.Attribute(RuleMessage.FixedLength, Protocol) is not [Keepalived]) return;
        RuleRemoved(new RuleKey(Number(part, Priority, 0), part.Body[0] == 10));
    }

    private static uint Number(NetlinkPart part, ushort attribute, uint otherwise)
    {
        var bytes = part.Attribute(RouteMessage.FixedLength, attribute);
        return bytes.Length == 4 ? MemoryMarshal.Read<uint>(bytes) : otherwise;
    }
}
