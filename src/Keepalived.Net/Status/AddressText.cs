using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>A virtual address as keepalived.data and keepalived.json write it.</summary>
internal static class AddressText
{
    public static string Of(VrrpInstance instance, VirtualAddress address, bool isSet) =>
        Of(address, Device(instance, address), isSet) + (isSet && !Process.RouterPlan.Accepts(instance) ? " nftable_set" : "");

    /// <summary>One that belongs to no instance.</summary>
    public static string Of(VirtualAddress address, bool isSet) => Of(address, address.Interface ?? "", isSet);

    private static string Of(VirtualAddress address, string device, bool isSet)
    {
        var ipv6 = address.Address.AddressFamily == AddressFamily.InterNetworkV6;
        var text = new StringBuilder(address.Address.ToString());
        if (address.Peer is { } peer) text.Append(" peer ").Append(peer);
        if (address.PrefixLength != (ipv6 ? 128 : 32)) text.Append(CultureInfo.InvariantCulture, $"/{address.PrefixLength}");
        if (address.Broadcast is { } broadcast) text.Append(" brd ").Append(broadcast);
        text.Append(" dev ").Append(device).Append(" scope ").Append(ipv6 ? "global" : Scope(address.Scope));
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
        : string.Create(CultureInfo.InvariantCulture, $"vrrp.{instance.VirtualRouterId}");

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
