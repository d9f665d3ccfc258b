using System.Net.Sockets;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Linting;

/// <summary>Settings of one instance that are not what their author meant.</summary>
internal static class InstanceRules
{
    private const int ManyAddresses = 20;
    private static readonly TimeSpan Fragile = TimeSpan.FromMilliseconds(100);

    public static readonly LintRule[] All =
    [
        new("strict-without-accept", "In strict mode packets to the virtual addresses are dropped: they do not answer to ping.", StrictWithoutAccept),
        new("interval-fragile", "So short an interval takes a moment of load for a failure.", IntervalFragile),
        new("check-slower-than-nothing", "A script may take longer than its interval and still be well.", ScriptTimeout),
        new("unicast-source-missing", "Unicast without a source address: the partner's list of peers may not fit.", UnicastSource),
        new("unicast-peer-is-self", "A node is its own peer.", UnicastSelf),
        new("many-addresses", "So many addresses in one advertisement.", ManyInAdvertisement),
        new("address-listed-twice", "The same address in two instances, which fight over it.", SharedAddress),
        new("link-local-not-first", "The first IPv6 address should be link-local (RFC 5798 5.2.9).", LinkLocalFirst),
        new("script-never-tracked", "A vrrp_script that nothing tracks is never run.", UntrackedScript),
        new("password-in-the-clear", "A PASS password travels in the clear in every advertisement.", ClearPassword),
        new("no-preempt-and-weights", "With nopreempt a recovered node does not take over, so weights only ever move the addresses away.", NoPreemptWeights),
    ];

    private static IEnumerable<LintFinding> StrictWithoutAccept(KeepalivedModel model) =>
        from instance in model.Instances
        where instance is { Strict: true, Accept: false } && instance.Priority != 255
        select new LintFinding(instance.Place, $"({instance.Name}) strict mode drops packets to its virtual addresses: services on them cannot be reached and they do not answer to ping", instance.Version == 3 ? "write accept in the instance" : "take vrrp_strict away, or use version 3 with accept");

    private static IEnumerable<LintFinding> IntervalFragile(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.AdvertInterval < Fragile
        select new LintFinding(instance.Place, $"({instance.Name}) advertisements every {instance.AdvertInterval.TotalMilliseconds} ms: a backup takes over after {instance.AdvertInterval.TotalMilliseconds * instance.DownTimerAdverts} ms of silence, which load alone can cause", "use 0.1 or more, or raise down_timer_adverts");

    private static IEnumerable<LintFinding> ScriptTimeout(KeepalivedModel model) =>
        from script in model.Scripts
        where script.Timeout > script.Interval
        select new LintFinding(script.Place, $"vrrp_script {script.Name} may run {script.Timeout.TotalSeconds} s but is due every {script.Interval.TotalSeconds} s: a hanging check is noticed after {script.Timeout.TotalSeconds * script.Fall} s", "give it a timeout of at most its interval");

    private static IEnumerable<LintFinding> UnicastSource(KeepalivedModel model) =>
        from instance in model.Instances
        where instance is { Unicast: not null, SourceAddress: null }
        select new LintFinding(instance.Place, $"({instance.Name}) unicast without unicast_src_ip: the kernel's first address of {instance.Interface} is used, which another address can displace", "write unicast_src_ip");

    private static IEnumerable<LintFinding> UnicastSelf(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.Unicast is not null && instance.SourceAddress is not null
        from peer in instance.Unicast!.Peers
        where peer.Address.Equals(instance.SourceAddress)
        select new LintFinding(peer.Place, $"({instance.Name}) the peer {peer.Address} is this node's own address", "list the other nodes only");

    private static IEnumerable<LintFinding> ManyInAdvertisement(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.Addresses.Length > ManyAddresses
        select new LintFinding(instance.Place, $"({instance.Name}) {instance.Addresses.Length} addresses in each advertisement", "move all but the first into virtual_ipaddress_excluded");

    private static IEnumerable<LintFinding> SharedAddress(KeepalivedModel model)
    {
        var seen = new Dictionary<string, (VrrpInstance Instance, VirtualAddress Address)>(StringComparer.Ordinal);
        foreach (var instance in model.Instances)
        {
            foreach (var address in instance.Addresses.Concat(instance.ExcludedAddresses))
            {
                var key = $"{address.Address} {address.Interface ?? instance.Interface}";
                if (!seen.TryGetValue(key, out var earlier)) seen[key] = (instance, address);
                else if (earlier.Instance != instance) yield return new LintFinding(address.Place, $"({instance.Name}) {address.Address} is also an address of {earlier.Instance.Name}", "each address belongs to one instance", (earlier.Address.Place, "listed here first"));
            }
        }
    }

    private static IEnumerable<LintFinding> LinkLocalFirst(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.Addresses.Length > 0 && !instance.Strict
        let first = instance.Addresses[0]
        where first.Address.AddressFamily == AddressFamily.InterNetworkV6 && !first.Address.IsIPv6LinkLocal
        select new LintFinding(first.Place, $"({instance.Name}) its first IPv6 address {first.Address} is not link-local, which other implementations require", "list an address of fe80::/64 first");

    private static IEnumerable<LintFinding> UntrackedScript(KeepalivedModel model) =>
        from script in model.Scripts
        where !model.Instances.Any(instance => instance.TrackScripts.Any(tracked => tracked.Script.Name == script.Name))
            && !model.SyncGroups.Any(sync => sync.Tracking.Scripts.Any(tracked => tracked.Script.Name == script.Name))
        select new LintFinding(script.Place, $"vrrp_script {script.Name} is tracked by nothing and never runs", "name it in a track_script block");

    private static IEnumerable<LintFinding> ClearPassword(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.Authentication is { Type: VrrpAuthenticationType.Pass }
        select new LintFinding(instance.Place, $"({instance.Name}) auth_type PASS sends its password in the clear: it guards against accidents, not against anyone", "use auth_type AH, or unicast with check_unicast_src");

    private static IEnumerable<LintFinding> NoPreemptWeights(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.NoPreempt && PriorityRange.Weights(instance).Any(each => each.Weight != 0)
        select new LintFinding(instance.Place, $"({instance.Name}) nopreempt with weights: a master whose check fails keeps the addresses, for a backup with nopreempt does not take over from a lower priority", "use weight 0, so that a failure means FAULT, or take nopreempt away");
}
