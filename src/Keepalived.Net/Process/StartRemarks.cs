using ConfParsers.Keepalived;

namespace Keepalived.Net.Process;

/// <summary>What 2.2.7 says about a configuration that works, but perhaps not as its author thinks.</summary>
public static class StartRemarks
{
    public static IEnumerable<string> Of(KeepalivedModel model)
    {
        foreach (var instance in model.Instances.Where(each => !each.Strict && each.Addresses is [{ Address.IsIPv6LinkLocal: false }, ..] && RouterPlan.IsIpv6(each)))
        {
            yield return $"({instance.Name}) the first IPv6 VIP address should be link local";
        }

        if (model.Global.Nftables.Table is null && model.Instances.Any(NeedsFirewall)) yield return "use_vmac or no_accept/strict specified, but no firewall configured - using nftables";
    }

    /// <summary>An owner answers for its addresses, unless it is told not to.</summary>
    private static bool NeedsFirewall(VrrpInstance instance) => RouterPlan.HasVirtualMac(instance) || (!instance.Accept && !(instance is { Strict: true, Priority: Vrrp.RouterSettings.Owner }));
}
