using System.Net;
using System.Net.Sockets;

namespace ConfParsers.Grammar;

/// <summary>
/// Addresses as inet_pton(3) reads them: four decimal numbers, or an IPv6 address without scope. Shorter and octal forms (<c>127.1</c>) are
/// names to it, which the resolver of the C library understands.
/// </summary>
public static class NumericAddress
{
    /// <summary>Null for anything else.</summary>
    public static IPAddress? Read(string text) => ReadV4(text) ?? ReadV6(text);

    public static IPAddress? ReadV4(string text)
    {
        var numbers = text.Split('.');
        return numbers.Length == 4 && Array.TrueForAll(numbers, IsNumber) && IPAddress.TryParse(text, out var address) ? address : null;
    }

    public static IPAddress? ReadV6(string text) =>
        text.Contains(':', StringComparison.Ordinal) && text.AsSpan().IndexOfAny('%', '[', ']') < 0 && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;

    /// <summary>Also in brackets; <c>*</c> is any address (configuration.txt 11 "Address formats").</summary>
    public static IPAddress? ReadHost(string text) => text == "*" ? IPAddress.Any : Read(Bare(text));

    /// <summary>A host without its brackets.</summary>
    public static string Bare(string host) => host is ['[', .., ']'] ? host[1..^1] : host;

    /// <summary>The short forms too, as inet_aton(3) reads them: <c>127.1</c>, <c>1</c>, and octal numbers. The resolver of the C library takes them for addresses.</summary>
    public static IPAddress? ReadShort(string text) =>
        text.All(c => char.IsAsciiDigit(c) || c == '.') && IPAddress.TryParse(text, out var address) ? address : null;

    private static bool IsNumber(string text) => text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');
}
