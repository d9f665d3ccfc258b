using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Process;

/// <summary>What the surroundings of a virtual router say about it at this moment: what keeps it in FAULT, which scripts are awaited, its priority.</summary>
public readonly record struct RouterCondition(int Faults, FaultReasons Reasons, int ScriptsPending, int EffectivePriority)
{
    /// <param name="items">What it depends on.</param>
    /// <param name="links">What counts as up.</param>
    /// <param name="virtualLink">The macvlan or ipvlan it is on; null: none.</param>
    /// <param name="source">Our primary address on the interface; null: it has none.</param>
    public static RouterCondition Of(VrrpInstance instance, IReadOnlyList<TrackedItem> items, LinkDelays links, string? virtualLink, TrackerTable trackers, IPAddress? source, bool maintenance)
    {
        var faults = 0;
        var reasons = FaultReasons.None;
        var pending = 0;
        var weights = 0;
        if (!instance.DontTrackPrimary && !links.IsUp(instance.Interface)) Add(FaultReasons.InterfaceDown);
        if (!instance.DontTrackPrimary && virtualLink is not null && !links.IsUp(virtualLink)) Add(FaultReasons.InterfaceDown);
        if (instance.Unicast is { FaultWithoutPeer: true, Peers.Length: 0 }) Add(FaultReasons.NoPeer);
        if (source is null) Add(FaultReasons.NoAddress);
        if (maintenance) Add(FaultReasons.Maintenance);
        foreach (var item in items)
        {
            var standing = item.Judge(trackers.Of(item));
            weights += standing.Priority;
            if (standing.IsPending) pending++;
            if (standing.IsFault) Add(item.Reason);
        }

        return new(faults, reasons, pending, Vrrp.EffectivePriority.Of(instance.Priority, weights));

        void Add(FaultReasons reason)
        {
            faults++;
            reasons |= reason;
        }
    }

    /// <summary>What a virtual router lacks at the start, in keepalived's words.</summary>
    public static IEnumerable<string> Lacks(VrrpInstance instance, LinkDelays links, string? virtualLink, IPAddress? source)
    {
        if (!instance.DontTrackPrimary && !links.IsUp(instance.Interface)) yield return $"({instance.Name}): entering FAULT state (interface {instance.Interface} down)";
        if (!instance.DontTrackPrimary && virtualLink is not null && !links.IsUp(virtualLink)) yield return $"({instance.Name}): entering FAULT state (interface {virtualLink} down)";
        if (source is null && instance.SourceAddress is not null) yield return $"({instance.Name}): entering FAULT state (src address not configured)";
        else if (source is null) yield return $"({instance.Name}) entering FAULT state (no {(RouterPlan.IsIpv6(instance) ? "IPv6" : "IPv4")} address for interface)";
        if (instance.Unicast is { FaultWithoutPeer: true, Peers.Length: 0 }) yield return $"({instance.Name}) Cannot use unicast without any peers - going to fault state";
    }

    /// <summary>The address advertisements come from: the configured one, else the interface's first that is not virtual; link-local for IPv6.</summary>
    public static IPAddress? SourceAddress(VrrpInstance instance, NetworkInterface? link, HashSet<IPAddress> virtualAddresses, bool ipv6)
    {
        if (instance.IpVlan?.Address is { } own) return own;
        if (instance.SourceAddress is { } configured) return !instance.TrackSourceAddress || link?.Addresses.Contains(configured) == true ? configured : null;
        if (link is null) return null;
        foreach (var address in link.Addresses)
        {
            if (ipv6 ? !address.IsIPv6LinkLocal : address.AddressFamily != AddressFamily.InterNetwork) continue;
            if (!virtualAddresses.Contains(address)) return address;
        }

        return null;
    }
}
