using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// Hears when another node says by ARP that an address of ours is his: the sign of a split brain that advertisements do not show, when they are lost
/// or filtered. Masters answer it by announcing their addresses again. (RFC 5227 §2.4)
/// </summary>
public sealed class ClaimWatch(VrrpChild child) : IDisposable
{
    /// <summary>Two nodes that answer each other at once would never stop.</summary>
    private const long AnswerIntervalUs = 1_000_000;

    private readonly Dictionary<VirtualRouter, long> answered = [];
    private readonly List<ArpListener> listeners = [];

    /// <summary>Listens on every interface that has IPv4 addresses of a router, and on no other.</summary>
    public void Follow()
    {
        if (child.IsStrict) return;
        answered.Clear();
        var wanted = child.Routers.SelectMany(router => router.Addresses).Where(each => each.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            .Select(each => child.Interfaces.Find(each.Interface)).Where(link => link is { Index: > 0, HardwareAddress.Length: 6 }).Select(link => link!.Index).ToHashSet();
        foreach (var unused in listeners.Where(each => !wanted.Contains(each.InterfaceIndex)).ToArray())
        {
            child.Polls.Remove(unused.Descriptor);
            unused.Dispose();
            listeners.Remove(unused);
        }

        foreach (var index in wanted.Where(index => !listeners.Exists(each => each.InterfaceIndex == index)))
        {
            try
            {
                var listener = new ArpListener(index);
                listeners.Add(listener);
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
        foreach (var listener in listeners) listener.Dispose();
    }

    private void Receive(ArpListener listener)
    {
        while (listener.TryReceive(out var hardwareAddress, out var address))
        {
            for (var i = 0; i < child.Routers.Count; i++)
            {
                if (child.Routers[i].Held(listener.InterfaceIndex, address) is { } ours && !child.Interfaces.IsOwn(hardwareAddress)) Answer(child.Routers[i], ours, hardwareAddress);
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
