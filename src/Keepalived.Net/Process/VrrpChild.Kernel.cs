using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Status;

namespace Keepalived.Net.Process;

/// <content>What the kernel says of interfaces and addresses.</content>
public sealed partial class VrrpChild
{
    private void OnLinkChanged(NetworkInterface link)
    {
        if (started && link.IsUp) statics.OnLinkUp(link);
        if (Links.Changed(link, MonotonicClock.NowUs)) LinkCounts(link.Name);
    }

    /// <param name="before">Null: it appeared.</param>
    /// <param name="after">Null: it vanished.</param>
    private void OnLinkNamed(string? before, string? after)
    {
        if (!started) return;
        changed = true;
        if (before is not null && after is not null) Log.Detail($"Interface name has changed from {before} to {after}");
        if (after is null) Log.Detail($"Interface {before} deleted");
        else if (!links.IsOurs(after)) Log.Detail($"Interface {after} added");
        if (after is not null) statics.Set();
    }

    private void OnDelayedLinks()
    {
        foreach (var name in Links.Due(MonotonicClock.NowUs)) LinkCounts(name);
    }

    private void LinkCounts(string name)
    {
        changed = true;
        if (!routers.Exists(router => router.Configuration.Interface == name || router.Link?.Name == name || router.Tracked.Any(item => item.Kind == TrackerKind.Interface && item.Name == name))) return;
        if (routers.Exists(router => router.State != VrrpState.Init)) Log.Write($"{(Interfaces.Find(name)?.Beats is null ? "Netlink" : "Linkbeat")} reports {name} {(Links.IsUp(name) ? "up" : "down")}");
    }

    private void OnAddressAdded(NetworkInterface link, IPAddress address)
    {
        changed = true;
        if (MonitorsAddresses) Log.Write($"Netlink reflector reports IP {address} added to {link.Name}");
        if (!VirtualAddresses.Contains(address) && routers.Exists(router => router.Configuration.Interface == link.Name)) Log.Detail($"Assigned address {address} for interface {link.Name}");
    }

    private void OnAddressRemoved(NetworkInterface link, IPAddress address)
    {
        changed = true;
        if (MonitorsAddresses) Log.Write($"Netlink reflector reports IP {address} removed from {link.Name}");
        if (addresses.WasOurs(link.Index, address)) return;
        statics.OnAddressRemoved(link, address);
        if (!VirtualAddresses.Contains(address) && routers.Exists(router => router.Configuration.Interface == link.Name)) Log.Detail($"Deassigned address {address} from interface {link.Name}");
        var now = MonotonicClock.NowUs;
        foreach (var router in routers) router.OnAddressRemoved(link, address, now);
    }
}
