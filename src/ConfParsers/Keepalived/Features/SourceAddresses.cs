using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>Where advertisements come from and which group they go to (keepalived.conf(5) "mcast_src_ip", "mcast_dst_ip", "track_src_ip").</summary>
internal static class SourceAddresses
{
    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Setting<InstanceDraft>("mcast_src_ip", "<address>", Source) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("mcast_dst_ip", "<address>", Group) { Manual = "VRRP instance(s)" },
        Rows.Flag<InstanceDraft>("track_src_ip", "VRRP instance(s)", instance => instance.TrackSourceAddress = true),
    ];

    /// <summary>The instance's own group, or the one of its family.</summary>
    public static IPAddress GroupOf(InstanceDraft instance, GlobalDefs global) =>
        instance.MulticastGroup ?? (instance.Family == AddressFamily.InterNetworkV6 ? global.MulticastGroup6 : global.MulticastGroup4);

    public static void Source(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (Addresses.ParseBeforeSlash(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Configuration error: VRRP instance[{instance.Name}] malformed src address[{word}]. Skipping...");
            return;
        }

        if (instance.Family is { } family && address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Configuration error: VRRP instance[{instance.Name}] and src address[{word}] MUST be of the same family !!! Skipping...");
            return;
        }

        instance.SourceAddress = address;
        instance.Family ??= address.AddressFamily;
    }

    private static void Group(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (Addresses.ParseBeforeSlash(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"({instance.Name}) malformed mcast dest address {word}. Skipping...");
            return;
        }

        if (instance.Family is { } family && address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"({instance.Name}) mcast dest address {word} MUST match VRRP instance family. Skipping...");
            return;
        }

        if (!Addresses.IsMulticast(address))
        {
            words.Warn(DiagnosticKind.BadAddress, $"({instance.Name}) mcast_dst_ip {word} not multicast. Skipping...");
            return;
        }

        instance.MulticastGroup = address;
        instance.Family ??= address.AddressFamily;
    }
}
