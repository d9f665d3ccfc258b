using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>What the surroundings of a virtual router say about it at this moment: what keeps it in FAULT, which scripts are awaited, its priority.</summary>
public readonly record struct RouterCondition(int Faults, int ScriptsPending, int EffectivePriority)
{
    /// <param name="scripts">By name; every tracked script is there.</param>
    /// <param name="source">Our primary address on the interface; null: it has none.</param>
    public static RouterCondition Of(VrrpInstance instance, InterfaceTable interfaces, Dictionary<string, ScriptTracker> scripts, IPAddress? source)
    {
        var faults = 0;
        var pending = 0;
        var weights = 0;
        if (!instance.DontTrackPrimary && !IsUp(interfaces, instance.Interface)) faults++;
        if (source is null) faults++;
        foreach (var tracked in instance.TrackInterfaces)
        {
            // The instance's own interface is watched anyway.
            if (tracked.Name == instance.Interface && tracked.Weight == 0) continue;
            var up = IsUp(interfaces, tracked.Name);
            if (tracked.Weight != 0) weights += EffectivePriorityOf(tracked.Weight, up, reverse: false);
            else if (!up) faults++;
        }

        foreach (var tracked in instance.TrackScripts)
        {
            if (!scripts.TryGetValue(tracked.Script.Name, out var tracker)) continue;
            var weight = tracked.EffectiveWeight;
            var reverse = tracked.Reverse || (tracked.Weight is null && tracked.Script.Reverse);
            if (weight == 0)
            {
                if (tracker.Status == ScriptStatus.Init) pending++;
                else if ((tracker.Status == ScriptStatus.Failed) != reverse) faults++;
            }
            else if (tracker.Status != ScriptStatus.Init)
            {
                weights += EffectivePriorityOf(weight, tracker.Status == ScriptStatus.Good, reverse);
            }
        }

        return new(faults, pending, Vrrp.EffectivePriority.Of(instance.Priority, weights));
    }

    /// <summary>The address advertisements come from: the configured one, else the interface's first that is not virtual; link-local for IPv6.</summary>
    public static IPAddress? SourceAddress(VrrpInstance instance, NetworkInterface? link, HashSet<IPAddress> virtualAddresses, bool ipv6)
    {
        if (instance.SourceAddress is { } configured) return configured;
        if (link is null) return null;
        foreach (var address in link.Addresses)
        {
            if (ipv6 ? !address.IsIPv6LinkLocal : address.AddressFamily != AddressFamily.InterNetwork) continue;
            if (!virtualAddresses.Contains(address)) return address;
        }

        return null;
    }

    private static int EffectivePriorityOf(int weight, bool well, bool reverse)
    {
        var contribution = Vrrp.EffectivePriority.Contribution(weight, well);
        return reverse ? -contribution : contribution;
    }

    private static bool IsUp(InterfaceTable interfaces, string name) => interfaces.Find(name)?.IsUp ?? false;
}
