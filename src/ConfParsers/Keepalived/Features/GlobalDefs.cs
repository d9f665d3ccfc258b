using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary><c>global_defs</c>, the part that VRRP needs.</summary>
public sealed record GlobalDefs
{
    /// <summary>Default: the host name.</summary>
    public string? RouterId { get; init; }

    public int VrrpVersion { get; init; } = 2;

    public bool SkipCheckAdvertAddresses { get; init; }

    /// <summary>Gratuitous ARP defaults; an instance may override each.</summary>
    public GratuitousArp Garp { get; init; } = new();

    public string? ScriptUser { get; init; }

    public string? ScriptGroup { get; init; }

    public bool ScriptSecurity { get; init; }

    public IPAddress MulticastGroup4 { get; init; } = IPAddress.Parse("224.0.0.18");

    public IPAddress MulticastGroup6 { get; init; } = IPAddress.Parse("ff02::12");

    /// <summary>Missed advertisements before a take-over, 1..100; an instance may override it.</summary>
    public int DownTimerAdverts { get; init; } = 3;
}

/// <summary>Who this node is and how it speaks (keepalived.conf(5) "GLOBAL CONFIGURATION").</summary>
internal static class GlobalDefsFeature
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        new Setting<Reading>("router_id", "[name]", RouterId) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_version", "<2|3>", Version) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_skip_check_adv_addr", "", SkipCheck) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_mcast_group4", "<address>", MulticastGroup4) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_mcast_group6", "<address>", MulticastGroup6) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_down_timer_adverts", "<1:100>", DownTimerAdverts) { Manual = "Global definitions" },
    ];

    private static void RouterId(Words words, Reading reading)
    {
        if (words.Next(out var name)) reading.Global = reading.Global with { RouterId = name };
        else words.Warn(DiagnosticKind.MissingArgument, "routerid name missing - ignoring");
    }

    private static void Version(Words words, Reading reading)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 2, 3, out var version)) reading.Global = reading.Global with { VrrpVersion = (int)version };
        else words.Warn(DiagnosticKind.OutOfRange, "VRRP Error: Version must be either 2 or 3");
    }

    private static void SkipCheck(Words words, Reading reading) => reading.Global = reading.Global with { SkipCheckAdvertAddresses = true };

    private static void MulticastGroup4(Words words, Reading reading)
    {
        if (Multicast(words, AddressFamily.InterNetwork) is { } address) reading.Global = reading.Global with { MulticastGroup4 = address };
    }

    private static void MulticastGroup6(Words words, Reading reading)
    {
        if (Multicast(words, AddressFamily.InterNetworkV6) is { } address) reading.Global = reading.Global with { MulticastGroup6 = address };
    }

    private static IPAddress? Multicast(Words words, AddressFamily family)
    {
        words.Next(out var word);
        if (Addresses.Parse(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Can't parse {words.Keyword} [{word}]. Skipping");
            return null;
        }

        if (address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"{words.Keyword} [{word}] is not {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")}. Skipping");
            return null;
        }

        var first = address.GetAddressBytes()[0];
        if (family == AddressFamily.InterNetwork ? first is >= 224 and <= 239 : first == 0xff) return address;
        words.Warn(DiagnosticKind.BadAddress, $"{words.Keyword} [{word}] is not multicast. Skipping");
        return null;
    }

    private static void DownTimerAdverts(Words words, Reading reading)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 100, out var count)) reading.Global = reading.Global with { DownTimerAdverts = (int)count };
        else words.Warn(DiagnosticKind.OutOfRange, $"Invalid {words.Keyword} [1:100] '{word}'");
    }
}
