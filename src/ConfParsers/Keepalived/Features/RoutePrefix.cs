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
        var longest = host.Contains(':', StringComparison.Ordinal) ? 128 : 32;
        var length = longest;
        if (slash >= 0 && slash < word.Length - 1)
        {
            if (words.Unsigned(word[(slash + 1)..], 0, (uint)longest, out var given)) length = (int)given;
            else words.Warn(DiagnosticKind.OutOfRange, $"Invalid address prefix len {word[(slash + 1)..]} for address {word} - using {longest}");
        }

        if (Addresses.Parse(host) is { } address) return new AddressPrefix(address, length);
        words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {word}. skipping IP...");
        return null;
    }
}
