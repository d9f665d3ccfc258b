using System.Net;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>The sockets of all virtual routers: those that speak alike on one interface share a pair, and what comes in is handed to the router of its VRID.</summary>
/// <param name="routers">The running ones; the list is their owner's.</param>
public sealed class SocketPool(InterfaceTable interfaces, PollSet polls, DaemonLog log, List<VirtualRouter> routers) : IDisposable
{
    private readonly List<AdvertisementSocket> sockets = [];
    private readonly UnknownRouterLog unknown = new(log);

    public BufferSettings Buffers { get; set; } = new();

    /// <summary>Whether advertisements of routers that are not configured are told. (keepalived.conf(5) "log_unknown_vrids")</summary>
    public bool LogsUnknown { get; set; }

    /// <summary>Gives the router the sockets of its interface, opened anew when the interface itself is a new one.</summary>
    public void Attach(VirtualRouter router)
    {
        var link = interfaces.Find(router.SpeakingInterface);
        if (link is null or { Index: 0 } || router.Source.IsEmpty)
        {
            router.Attach(null);
            return;
        }

        var endpoint = RouterPlan.Endpoint(router.Configuration, link, router.Source.ToArray());
        var shared = sockets.Find(each => each.Serves(endpoint));
        if (shared is null)
        {
            try
            {
                shared = new AdvertisementSocket(endpoint);
            }
            catch (IOException e)
            {
                log.Write($"({router.Configuration.Name}) {e.Message}");
                router.Attach(null);
                return;
            }

            sockets.Add(shared);
            polls.Add(shared.Descriptor, () => Receive(shared));
        }

        if (router.Socket == shared) return;
        router.Attach(shared);
        Size(shared);
    }

    /// <summary>After a reload: what no router speaks through any more.</summary>
    public void CloseUnused()
    {
        foreach (var unused in sockets.Where(socket => !routers.Exists(router => router.Socket == socket)).ToArray())
        {
            polls.Remove(unused.Descriptor);
            sockets.Remove(unused);
            unused.Dispose();
        }

        foreach (var socket in sockets) Size(socket);
    }

    /// <summary>Each router that listens to a socket wants some room in it.</summary>
    private void Size(AdvertisementSocket socket)
    {
        var mtu = interfaces.Find(socket.Endpoint.InterfaceName)?.Mtu ?? 0;
        var bytes = routers.Where(router => router.Socket == socket).Sum(router => RouterPlan.ReceiveBuffer(router.Configuration, Buffers, mtu));
        socket.ReceiveBuffer = (int)Math.Min(bytes, int.MaxValue);
    }

    /// <summary>Drops what waits in all of them.</summary>
    public void Discard()
    {
        foreach (var socket in sockets)
        {
            while (socket.TryReceive(out _))
            {
            }
        }
    }

    private void Receive(AdvertisementSocket socket)
    {
        while (socket.TryReceive(out var packet))
        {
            if (packet.IsTooShort)
            {
                if (!packet.HasAuthenticationHeader) log.Write($"IPv4 VRRP packet too short - {packet.Packet.Length} bytes");
                continue;
            }

            var routerId = AdvertisementReader.RouterId(packet.Message);
            var isKnown = false;
            foreach (var router in routers)
            {
                if (router.Configuration.VirtualRouterId != routerId || router.Socket != socket) continue;
                isKnown = true;
                router.OnPacket(packet, MonotonicClock.NowUs);
                break;
            }

            if (LogsUnknown && !isKnown) unknown.Note(routerId, socket.Endpoint, MonotonicClock.NowUs);
        }
    }

    public void LogAll()
    {
        foreach (var socket in sockets) LogSocket(socket);
    }

    public void Dispose()
    {
        foreach (var socket in sockets) socket.Dispose();
    }

    private void LogSocket(AdvertisementSocket socket) => log.Detail(
        $"VRRP sockpool: [ifindex({socket.Endpoint.InterfaceIndex,3}), family({(socket.Endpoint.IsIpv6 ? "IPv6" : "IPv4")}), proto({socket.Endpoint.Protocol}), fd({socket.Descriptor},{socket.SenderDescriptor}) {(socket.Endpoint.IsMulticast ? "multicast" : ", unicast")}, address({new IPAddress(socket.Endpoint.Address)})]");
}
