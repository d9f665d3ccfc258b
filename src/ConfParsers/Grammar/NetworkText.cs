using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace ConfParsers.Grammar;

/// <summary>An address with an optional prefix length or netmask: <c>127.0.0.0/8</c>, <c>10.0.0.0/255.0.0.0</c>, <c>fe80::/10</c>.</summary>
public static class NetworkText
{
    /// <summary>Null for anything else, also for a netmask with holes.</summary>
    public static (IPAddress Address, int PrefixLength)? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        if (NumericAddress.Read(host) is not { } address) return null;
        var longest = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (slash < 0) return (address, longest);

        var mask = text[(slash + 1)..];
        if (int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return length <= longest ? (address, length) : null;
        if (longest == 128 || NumericAddress.ReadV4(mask) is not { } netmask) return null;
        var bits = BitConverter.ToUInt32(netmask.GetAddressBytes().AsSpan().ToArray().Reverse().ToArray());
        var ones = BitOperations.PopCount(bits);
        return BitOperations.TrailingZeroCount(bits) == 32 - ones || bits == 0 ? (address, ones) : null;
    }
}
