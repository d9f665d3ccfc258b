using System.Net;
using System.Net.Sockets;
using System.Numerics;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;

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
            if (NumericAddress.ReadV6(host) is not { } v6) return null;
            return mask is null ? new AclPattern.Network(v6, 128) : ReadPrefix(mask) is { } bits and >= 0 and <= 128 ? new AclPattern.Network(v6, bits) : null;
        }

        if ((NumericAddress.ReadV4(host) ?? Resolved(host, resolve)) is not { AddressFamily: AddressFamily.InterNetwork } v4) return null;

        if (mask is null) return new AclPattern.Network(v4, 32);
        if (ReadMask(mask) is not { } dotted) return null;
        var prefix = PrefixLength(dotted, out var holes);
        return new AclPattern.Network(v4, prefix) { Mask = holes ? dotted : null };
    }

    /// <summary>The resolver of the C library knows short numeric forms too (inet_aton(3)): <c>127.1</c>, and octal numbers.</summary>
    private static IPAddress? Resolved(string host, Func<string, IPAddress?>? resolve)
    {
        if (resolve is null) return null;
        // 0x7f.1 is a name.
        if (!LooksNumeric(host)) return IPAddress.TryParse(host, out _) ? null : resolve(host);
        return NumericAddress.ReadShort(host);
    }

    /// <summary>A prefix length 0..32 or a dotted mask, which may have holes.</summary>
    public static IPAddress? ReadMask(string text)
    {
        if (ReadPrefix(text) is { } prefix) return prefix is >= 0 and <= 32 ? Mask(prefix, 4) : null;
        return NumericAddress.ReadV4(text);
    }

    /// <summary>A prefix length 0..128 or a mask written as an address.</summary>
    public static IPAddress? ReadMask6(string text)
    {
        if (ReadPrefix(text) is { } prefix) return prefix is >= 0 and <= 128 ? Mask(prefix, 16) : null;
        return NumericAddress.ReadV6(text);
    }

    /// <summary>Null when it is no number as strtol(3) reads it.</summary>
    private static int? ReadPrefix(string text) => BasedNumber.Read(text, radix: 10) is var number && number.End > 0 && number.End == text.Length ? number.Signed : null;

    private static IPAddress Mask(int prefix, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < length; i++) bytes[i] = (byte)(0xff << (8 - Math.Clamp(prefix - 8 * i, 0, 8)));
        return new IPAddress(bytes[..length]);
    }

    private static int PrefixLength(IPAddress dotted, out bool holes)
    {
        Span<byte> bytes = stackalloc byte[4];
        dotted.TryWriteBytes(bytes, out _);
        var mask = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var prefix = BitOperations.LeadingZeroCount(~mask);
        holes = prefix < 32 && mask << prefix != 0;
        return prefix;
    }

    private static bool LooksNumeric(string host) => host.All(c => char.IsAsciiDigit(c) || c == '.');
}
