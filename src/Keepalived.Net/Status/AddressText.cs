using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>A virtual address as keepalived.data and keepalived.json write it.</summary>
internal static class AddressText
{
    public static string Of(VrrpInstance instance, VirtualAddress address, bool isSet)
    {
        var ipv6 = address.Address.AddressFamily == AddressFamily.InterNetworkV6;
        var text = new StringBuilder(address.Address.ToString());
        if (address.Peer is { } peer) text.Append(" peer ").Append(peer);
        if (address.PrefixLength != (ipv6 ? 128 : 32)) text.Append(CultureInfo.InvariantCulture, $"/{address.PrefixLength}");
        if (address.Broadcast is { } broadcast) text.Append(" brd ").Append(broadcast);
        text.Append(" dev ").Append(Device(instance, address)).Append(" scope ").Append(ipv6 ? "global" : Scope(address.Scope));
        if (address.Label is { } label) text.Append(" label ").Append(label);
        if (address.NoTrack) text.Append(" no_track");
        if (ipv6) text.Append(address.PreferredLifetime == TimeSpan.Zero ? " deprecated" : address.PreferredLifetime is { } lifetime ? string.Create(CultureInfo.InvariantCulture, $" preferred_lft {lifetime.TotalSeconds}") : " preferred_lft forever");
        if (isSet) text.Append(" set");
        return text.ToString();
    }

    private static string Device(VrrpInstance instance, VirtualAddress address)
    {
        if (address.Interface is { } other) return other;
        return instance.VirtualMac is null ? instance.Interface : $"{VmacName(instance)}@{instance.Interface}";
    }

    public static string VmacName(VrrpInstance instance) => instance.VirtualMac?.Name is { Length: > 0 } name
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"vrrp{(Process.RouterPlan.IsIpv6(instance) ? "6" : "")}.{instance.VirtualRouterId}");

    private static string Scope(int scope) => scope switch
    {
        0 => "global",
        200 => "site",
        253 => "link",
        254 => "host",
        255 => "nowhere",
        _ => scope.ToString(CultureInfo.InvariantCulture),
    };
}
