using System.Net.Sockets;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Linting;

/// <summary>What two nodes of one virtual router must agree on (RFC 5798 5.2, 7.1; RFC 3768 5.3).</summary>
internal static class PairRules
{
    private const int Owner = 255;

    public static readonly PairRule[] All =
    [
        new("pair-version", "The nodes speak different versions and do not hear each other.", (one, other) => Differs(one, other, "version", one.Version, other.Version, "both become master")),
        new("pair-advert-interval", "The nodes advertise at different intervals.", Interval),
        new("pair-authentication", "The nodes do not accept each other's authentication.", Authentication),
        new("pair-addresses", "The nodes have different virtual addresses.", Addresses),
        new("pair-equal-priority", "Both nodes have the same priority.", EqualPriority),
        new("pair-owner", "Both nodes own the addresses.", TwoOwners),
        new("pair-never-loses", "A node whose worst priority is above the other's best can never lose by what it tracks.", NeverLoses),
        new("pair-unicast", "One node speaks to peers, the other to the multicast group.", UnicastMode),
        new("pair-unicast-peers", "A node is not among the peers of the other.", UnicastPeers),
        new("pair-multicast-group", "The nodes use different multicast groups.", Group),
        new("pair-virtual-mac", "One node has a virtual hardware address, the other has not.", VirtualMac),
        new("pair-preemption", "One node preempts, the other does not.", Preemption),
    ];

    /// <summary>The instance of the same virtual router on the other node.</summary>
    public static VrrpInstance? Partner(VrrpInstance instance, KeepalivedModel other) =>
        Array.Find(other.Instances, candidate => candidate.VirtualRouterId == instance.VirtualRouterId && Family(candidate) == Family(instance));

    public static LintFinding Missing(VrrpInstance instance, KeepalivedModel other)
    {
        var named = Array.Find(other.Instances, candidate => string.Equals(candidate.Name, instance.Name, StringComparison.Ordinal));
        return named is null
            ? new LintFinding(instance.Place, $"({instance.Name}) the other node has no virtual router {instance.VirtualRouterId}", "nobody takes over when this node fails")
            : new LintFinding(instance.Place, $"({instance.Name}) virtual_router_id is {instance.VirtualRouterId} here and {named.VirtualRouterId} there: both become master", "write the same number on both", (named.Place, "the other node's"));
    }

    private static AddressFamily Family(VrrpInstance instance) =>
        instance.Addresses.Length > 0 ? instance.Addresses[0].Address.AddressFamily : instance.NativeIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    private static IEnumerable<LintFinding> Differs<T>(VrrpInstance one, VrrpInstance other, string what, T here, T there, string effect)
    {
        if (EqualityComparer<T>.Default.Equals(here, there)) yield break;
        yield return new LintFinding(one.Place, $"({one.Name}) {what} is {here} here and {there} there: {effect}", "write the same on both nodes", (other.Place, "the other node's"));
    }

    private static IEnumerable<LintFinding> Interval(VrrpInstance one, VrrpInstance other) =>
        Differs(one, other, "advert_int", one.AdvertInterval.TotalSeconds, other.AdvertInterval.TotalSeconds, one.Version == 2 ? "version 2 drops such advertisements, both become master" : "a backup learns the master's, and the failover time changes with the master");

    private static IEnumerable<LintFinding> Authentication(VrrpInstance one, VrrpInstance other)
    {
        if (one.Authentication?.Type != other.Authentication?.Type) return Differs(one, other, "auth_type", Name(one), Name(other), "neither accepts the other, both become master");
        if (string.Equals(one.Authentication?.Password, other.Authentication?.Password, StringComparison.Ordinal)) return [];
        return [new LintFinding(one.Place, $"({one.Name}) the passwords differ: neither node accepts the other, both become master", "write the same auth_pass on both nodes", (other.Place, "the other node's"))];

        static string Name(VrrpInstance instance) => instance.Authentication?.Type switch
        {
            VrrpAuthenticationType.Pass => "PASS",
            VrrpAuthenticationType.AuthenticationHeader => "AH",
            _ => "none",
        };
    }

    private static IEnumerable<LintFinding> Addresses(VrrpInstance one, VrrpInstance other)
    {
        var here = one.Addresses.Select(address => address.Address.ToString()).ToHashSet(StringComparer.Ordinal);
        var there = other.Addresses.Select(address => address.Address.ToString()).ToHashSet(StringComparer.Ordinal);
        if (here.SetEquals(there)) yield break;
        var odd = here.Except(there, StringComparer.Ordinal).Select(address => address + " only here").Concat(there.Except(here, StringComparer.Ordinal).Select(address => address + " only there"));
        yield return new LintFinding(one.Place, $"({one.Name}) the virtual addresses differ: {string.Join(", ", odd)}", "list the same addresses on both nodes", (other.Place, "the other node's"));
    }

    private static IEnumerable<LintFinding> EqualPriority(VrrpInstance one, VrrpInstance other)
    {
        if (one.Priority != other.Priority || one.Priority == Owner) yield break;
        yield return new LintFinding(one.Place, $"({one.Name}) both nodes have priority {one.Priority}: the higher interface address wins, which nobody chose", "give the nodes different priorities", (other.Place, "the other node's"));
    }

    private static IEnumerable<LintFinding> TwoOwners(VrrpInstance one, VrrpInstance other)
    {
        if (one.Priority != Owner || other.Priority != Owner) yield break;
        yield return new LintFinding(one.Place, $"({one.Name}) both nodes own the addresses (priority 255): both are master", "one node at most owns them", (other.Place, "the other node's"));
    }

    private static IEnumerable<LintFinding> NeverLoses(VrrpInstance one, VrrpInstance other)
    {
        foreach (var (strong, weak) in new[] { (one, other), (other, one) })
        {
            if (!PriorityRange.Weights(strong).Any(each => each.Weight != 0)) continue;
            var (worst, best) = (PriorityRange.Of(strong).Worst, PriorityRange.Of(weak).Best);
            if (worst <= best) continue;
            yield return new LintFinding(strong.Place, $"({strong.Name}) with all it tracks failed this node still has priority {worst}, above the other's best of {best}: it never loses, and the other never wins by weights", "make the weights larger than the distance of the priorities", (weak.Place, "the other node's"));
        }
    }

    private static IEnumerable<LintFinding> UnicastMode(VrrpInstance one, VrrpInstance other)
    {
        if (one.Unicast is null == other.Unicast is null) yield break;
        yield return new LintFinding(one.Place, $"({one.Name}) {(one.Unicast is null ? "multicast here, unicast there" : "unicast here, multicast there")}: both become master", "write unicast_peer on both nodes, or on neither", (other.Place, "the other node's"));
    }

    private static IEnumerable<LintFinding> UnicastPeers(VrrpInstance one, VrrpInstance other)
    {
        foreach (var (sender, receiver) in new[] { (one, other), (other, one) })
        {
            if (sender.Unicast is null || receiver.Unicast is null || receiver.SourceAddress is not { } source) continue;
            if (Array.Exists(sender.Unicast.Peers, peer => peer.Address.Equals(source))) continue;
            yield return new LintFinding(sender.Place, $"({sender.Name}) does not send to {source}, the other node's address: that node becomes master too", $"add {source} to unicast_peer", (receiver.Place, "the other node's"));
        }
    }

    private static IEnumerable<LintFinding> Group(VrrpInstance one, VrrpInstance other) =>
        one.Unicast is null && other.Unicast is null ? Differs(one, other, "the multicast group", one.MulticastGroup, other.MulticastGroup, "both become master") : [];

    private static IEnumerable<LintFinding> VirtualMac(VrrpInstance one, VrrpInstance other)
    {
        if (one.VirtualMac is null == other.VirtualMac is null) yield break;
        yield return new LintFinding(one.Place, $"({one.Name}) use_vmac on one node only: the hardware address of the virtual addresses changes with the master, which a vmac is there to avoid", "write use_vmac on both nodes, or on neither", (other.Place, "the other node's"));
    }

    private static IEnumerable<LintFinding> Preemption(VrrpInstance one, VrrpInstance other)
    {
        if (one.NoPreempt == other.NoPreempt) yield break;
        var (stays, takes) = one.NoPreempt ? (one, other) : (other, one);
        if (takes.Priority <= stays.Priority) yield break;
        yield return new LintFinding(stays.Place, $"({stays.Name}) nopreempt on the node of lower priority: the other one takes over all the same", "write nopreempt on the node of higher priority", (takes.Place, "the other node's"));
    }
}
