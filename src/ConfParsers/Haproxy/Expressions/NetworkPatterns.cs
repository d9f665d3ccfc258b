using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>Addresses and networks as ACL patterns and <c>ipmask</c> write them (configuration.txt 7.1.6).</summary>
internal static class NetworkPatterns
{
    /// <summary><c>10.0.0.0/8</c>, <c>10.0.0.0/255.0.0.0</c>, <c>127.1</c>, <c>::1/64</c>, or a host name when one can be resolved.</summary>
    public static AclPattern.Network? Read(string text, Func<string, IPAddress?>? resolve)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        var mask = slash < 0 ? null : text[(slash + 1)..];
        if (host.Length == 0 || host.Contains('[', StringComparison.Ordinal) || host.Contains('%', StringComparison.Ordinal)) return null;

        if (host.Contains(':', StringComparison.Ordinal))
        {
            if (!IPAddress.TryParse(host, out var v6)) return null;
            var bits = 128L;
            if (mask is not null && !(ArgumentReader.TryReadNumber(mask, out bits) && bits is >= 0 and <= 128)) return null;
            return new AclPattern.Network(v6, (int)bits);
        }

        if (!IPAddress.TryParse(host, out var v4))
        {
            v4 = LooksNumeric(host) ? null : resolve?.Invoke(host);
            if (v4 is null || v4.AddressFamily != AddressFamily.InterNetwork) return null;
        }

        var prefix = 32;
        if (mask is not null && !TryReadMask(mask, out prefix)) return null;
        return new AclPattern.Network(v4, prefix);
    }

    /// <summary>A prefix length 0..32 or a dotted mask. A mask with holes is not accepted here, though HAProxy takes it.</summary>
    public static bool TryReadMask(string text, out int prefix)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)) return prefix <= 32;
        if (!text.Contains('.', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var dotted) || dotted.AddressFamily != AddressFamily.InterNetwork) return false;
        Span<byte> bytes = stackalloc byte[4];
        dotted.TryWriteBytes(bytes, out _);
        var mask = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        prefix = BitOperations.LeadingZeroCount(~mask);
        return prefix == 32 || mask << prefix == 0;
    }

    private static bool LooksNumeric(string host) => host.All(c => char.IsAsciiDigit(c) || c == '.');
}
