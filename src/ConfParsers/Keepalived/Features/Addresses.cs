using System.Net;
using System.Net.Sockets;

namespace ConfParsers.Keepalived;

/// <summary>
/// Addresses as inet_pton(3) reads them, which is stricter than the runtime: four decimal parts without leading zeros, no zone.
/// </summary>
internal static class Addresses
{
    public static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text.AsSpan().IndexOfAny('%', '[', ']') < 0 && text.Length < 64 && IPAddress.TryParse(text, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : null;
        }

        var parts = text.Split('.');
        if (parts.Length != 4 || Array.Exists(parts, part => !IsPart(part))) return null;
        return IPAddress.TryParse(text, out var address) ? address : null;
    }

    /// <summary>Also a network: 2.2.7 drops what follows the slash.</summary>
    public static IPAddress? ParseBeforeSlash(string text) =>
        Parse(text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? text[..slash] : text);

    /// <summary>224.0.0.0/4 or ff00::/8.</summary>
    public static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] >> 4 == 14 : address.IsIPv6Multicast;

    private static bool IsPart(string part) =>
        part.Length is >= 1 and <= 3
        && !part.AsSpan().ContainsAnyExceptInRange('0', '9')
        && (part.Length == 1 || part[0] != '0')
        && int.Parse(part) <= 255;
}
