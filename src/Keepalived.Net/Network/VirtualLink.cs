using ConfParsers.Keepalived;

namespace Keepalived.Net.Network;

/// <summary>An interface that keepalived makes over another one for one virtual router. (keepalived.conf(5) "use_vmac", "use_ipvlan")</summary>
/// <param name="Instance">Named in the log.</param>
/// <param name="HardwareAddress">Empty for an ipvlan, which has its base's.</param>
public sealed record VirtualLink(string Name, string BaseName, string Instance, byte[] HardwareAddress, bool IsIpv6, IpVlan? IpVlan)
{
    /// <summary>The addresses that RFC 5798 §7.3 sets aside for virtual routers.</summary>
    public static byte[] ProtocolAddress(int routerId, bool isIpv6) => [0x00, 0x00, 0x5e, 0x00, (byte)(isIpv6 ? 2 : 1), (byte)routerId];

    /// <summary>2.2.7's names: <c>vrrp.ID</c>; when another one has that, <c>vrrp6.ID</c> for IPv6, else <c>vrrp1.ID</c> and so on.</summary>
    public static string NameFor(string prefix, int routerId, bool isIpv6, Func<string, bool> isTaken)
    {
        var name = $"{prefix}.{routerId}";
        if (isTaken(name) && isIpv6) name = $"{prefix}6.{routerId}";
        for (var number = 1; isTaken(name); number++) name = $"{prefix}{number}.{routerId}";
        return name;
    }
}
