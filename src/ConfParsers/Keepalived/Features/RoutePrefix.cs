using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A destination of a route, or what a rule looks for: an address with or without length, <c>default</c>, <c>default6</c>, <c>any</c>, <c>all</c>.</summary>
internal static class RoutePrefix
{
    /// <param name="family">Of the names without an address; null: IPv4.</param>
    /// <returns>Null when it is none, which was reported.</returns>
    public static AddressPrefix? Read(Words words, string word, AddressFamily? family)
    {
        if (word is "default" or "any" or "all") return new AddressPrefix(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        if (word is "default6") return new AddressPrefix(IPAddress.IPv6Any, 0);
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? word : word[..slash];
        if (Addresses.Parse(host) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {host}. skipping IP...");
            return null;
        }

        var longest = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0 || slash == word.Length - 1) return new AddressPrefix(address, longest);
        if (words.Unsigned(word[(slash + 1)..], 0, (uint)longest, out var length)) return new AddressPrefix(address, (int)length);
        words.Warn(DiagnosticKind.OutOfRange, $"Invalid address prefix len {word[(slash + 1)..]} for address {word} - using {longest}");
        return new AddressPrefix(address, longest);
    }
}
