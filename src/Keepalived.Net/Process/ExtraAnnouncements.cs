using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// Switches forget hardware addresses that do not speak, and addresses on other interfaces than the router's own never speak by themselves: a master
/// announces them again and again. (keepalived.conf(5) "garp_extra_if")
/// </summary>
public sealed class ExtraAnnouncements(VrrpChild child, Holdings holdings)
{
    public long DueUs { get; private set; } = RouterState.Never;

    public void Schedule(VrrpInstance instance, VrrpState state, long now)
    {
        if (IntervalUs(instance) == 0) return;
        if (state != VrrpState.Master) DueUs = RouterState.Never;
        else if (DueUs == RouterState.Never && Refreshed(instance).Length > 0) DueUs = now + IntervalUs(instance);
    }

    public void OnTimer(VrrpInstance instance, long now)
    {
        if (now < DueUs) return;
        child.Announcements.Announce(instance.Name, Refreshed(instance), instance.Garp, 1, now);
        DueUs = IntervalUs(instance) == 0 ? RouterState.Never : now + IntervalUs(instance);
    }

    /// <summary>Apart from the callers, which run for every advertisement and must not allocate.</summary>
    private PlacedAddress[] Refreshed(VrrpInstance instance) =>
        [.. holdings.Addresses.Where(each => each.IsExtra && (instance.Garp.ExtraOnAll || RouterLinks.WantsLink(instance, each.Configuration)))];

    private static long IntervalUs(VrrpInstance instance) => instance.Garp.ExtraInterval.Ticks / TimeSpan.TicksPerMicrosecond;
}
