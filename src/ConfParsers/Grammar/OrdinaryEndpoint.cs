using System.Net;

namespace ConfParsers.Grammar;

/// <summary>
/// <c>10.1.2.3:8080</c>, as nearly all addresses of a large file are, read by hand: the same as <see cref="EndpointText"/> makes of it.
/// </summary>
internal static class OrdinaryEndpoint
{
    /// <returns>Null for all else, also for octets that begin with a zero.</returns>
    public static Endpoint? Read(ReadOnlySpan<char> text, EndpointRules rules)
    {
        if ((rules & (EndpointRules.Stream | EndpointRules.DatagramByDefault)) != EndpointRules.Stream || (rules & EndpointRules.Port) == 0) return null;
        var colon = text.IndexOf(':');
        if (colon < 0) return null;
        var rest = text;
        uint address = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            if (Number(ref rest, octet < 3 ? '.' : ':') is not { } value || value > 255) return null;
            // The first octet is the lowest byte, as it is in memory.
            address |= (uint)value << (8 * octet);
        }

        if (Number(ref rest, null) is not { } port || port is 0 or > 65535) return null;
        return new Endpoint(EndpointFamily.IPv4, text[..colon].ToString(), new IPAddress(address), port, port, -1);
    }

    /// <summary>Takes a number and the character behind it, or with none to come the number that ends the text.</summary>
    private static int? Number(ref ReadOnlySpan<char> text, char? behind)
    {
        var number = 0;
        var at = 0;
        for (; at < text.Length && at < 5 && char.IsAsciiDigit(text[at]); at++) number = (number * 10) + text[at] - '0';
        if (at == 0 || (text[0] == '0' && at > 1)) return null;
        if (behind is { } character ? at == text.Length || text[at] != character : at < text.Length) return null;
        text = text[Math.Min(at + 1, text.Length)..];
        return number;
    }
}
