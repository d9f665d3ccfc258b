using System.Net.Sockets;
using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// Hears when another node says by ARP, or by a neighbour advertisement, that an address of ours is his: the sign of a split brain that advertisements do not
/// show, when they are lost or filtered. Masters answer it by announcing their addresses again. (RFC 5227 §2.4, RFC 4861 §7.2.5)
/// </summary>
public sealed class ClaimWatch(VrrpChild child) : IDisposable
{
    /// <summary>Two nodes that answer each other at once would never stop.</summary>
    private const long AnswerIntervalUs = 1_000_000;

    private readonly Dictionary<VirtualRouter, long> answered = [];
    private readonly List<(PacketSocket Socket, PacketKind Kind)> listeners = [];
    private readonly byte[] frame = new byte[256];

    /// <summary>Listens on every interface that has addresses of a router, for the family of these, and on no other.</summary>
    public void Follow()
    {
        if (child.IsStrict) return;
        answered.Clear();
        var wanted = child.Routers.SelectMany(router => router.Addresses)
            .Select(each => (Link: child.Interfaces.Find(each.Interface), Kind: each.Address.AddressFamily == AddressFamily.InterNetwork ? PacketKind.Arp : PacketKind.NeighbourAdvertisement))
            .Where(each => each.Link is { Index: > 0, HardwareAddress.Length: 6 }).Select(each => (each.Link!.Index, each.Kind)).ToHashSet();
        foreach (var unused in listeners.Where(each => !wanted.Contains((each.Socket.InterfaceIndex, each.Kind))).ToArray())
        {
            child.Polls.Remove(unused.Socket.Descriptor);
            unused.Socket.Dispose();
            listeners.Remove(unused);
        }

        foreach (var (index, kind) in wanted.Where(each => !listeners.Exists(other => other.Socket.InterfaceIndex == each.Index && other.Kind == each.Kind)))
        {
            try
            {
                var listener = PacketSocket.Listen(index, kind);
                listeners.Add((listener, kind));
                child.Polls.Add(listener.Descriptor, () => Receive(listener));
            }
            catch (IOException e)
            {
                child.Log.Detail($"No watch for claims on interface {index}: {e.Message}");
            }
        }
    }

    public void Dispose()
    {
        foreach (var (listener, _) in listeners) listener.Dispose();
    }

    private void Receive(PacketSocket listener)
    {
        for (var length = listener.Receive(frame); length >= 0; length = listener.Receive(frame))
        {
            if (!AddressClaim.TryRead(frame.AsSpan(0, length), out var claim)) continue;
            for (var i = 0; i < child.Routers.Count; i++)
            {
                if (child.Routers[i].Held(listener.InterfaceIndex, claim.Address) is { } ours && !child.Interfaces.IsOwn(claim.HardwareAddress)) Answer(child.Routers[i], ours, claim.HardwareAddress);
            }
        }
    }

    private void Answer(VirtualRouter router, PlacedAddress ours, ReadOnlySpan<byte> hardwareAddress)
    {
        var now = MonotonicClock.NowUs;
        if (now < answered.GetValueOrDefault(router, -AnswerIntervalUs) + AnswerIntervalUs) return;
        answered[router] = now;
        var (name, who) = (router.Configuration.Name, Convert.ToHexStringLower(hardwareAddress));
        child.Log.Write($"({name}) {who} claims {ours.Address} on {ours.Interface} - another node may be master too, announcing our addresses again");
        router.NoteSplitBrain();
        child.TellSplitBrain(name, who);
        child.Notify(name, NotifiedState.MasterReceivedLowerPriority, router.EffectivePriority);
        child.Announcements.Announce(name, router.Addresses, router.Configuration.Garp, 1, now);
    }
}
