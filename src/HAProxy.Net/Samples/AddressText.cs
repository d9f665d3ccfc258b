using System.Buffers.Binary;
using System.Buffers.Text;

namespace HAProxy.Net.Samples;

/// <summary>IPv4 and IPv6 addresses as text and back, without objects (inet_ntop(3), inet_pton(3)).</summary>
internal static class AddressText
{
    public const int MaxLength = 45;

    /// <summary>Writes 4 or 16 address bytes as text.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> address, Span<byte> text) => address.Length == 4 ? WriteIPv4(address, text) : WriteIPv6(address, text);

    public static int WriteIPv4(ReadOnlySpan<byte> address, Span<byte> text)
    {
        var at = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0) text[at++] = (byte)'.';
            Utf8Formatter.TryFormat(address[i], text[at..], out var written);
            at += written;
        }

        return at;
    }

    /// <summary>The longest run of two or more zero groups becomes <c>::</c>; v4-mapped and v4-compatible addresses end in dotted form, as glibc writes them.</summary>
    public static int WriteIPv6(ReadOnlySpan<byte> address, Span<byte> text)
    {
        var bestStart = -1;
        var bestLength = 0;
        for (var i = 0; i < 8;)
        {
            var start = i;
            while (i < 8 && BinaryPrimitives.ReadUInt16BigEndian(address[(2 * i)..]) == 0) i++;
            if (i - start > bestLength) (bestStart, bestLength) = (start, i - start);
            if (i == start) i++;
        }

        if (bestLength < 2) bestStart = -1;
        var at = 0;
        for (var i = 0; i < 8; i++)
        {
            if (i == bestStart)
            {
                text[at++] = (byte)':';
                if (i + bestLength == 8) text[at++] = (byte)':';
                i += bestLength - 1;
                continue;
            }

            if (i > 0) text[at++] = (byte)':';
            var dotted = i == 6 && bestStart == 0 && (bestLength == 6 || (bestLength == 5 && address[10] == 0xff && address[11] == 0xff));
            if (dotted) return at + WriteIPv4(address[12..], text[at..]);
            Utf8Formatter.TryFormat(BinaryPrimitives.ReadUInt16BigEndian(address[(2 * i)..]), text[at..], out var written, new System.Buffers.StandardFormat('x'));
            at += written;
        }

        return at;
    }

    /// <summary>Four decimal numbers; nothing may follow.</summary>
    public static bool TryParseIPv4(ReadOnlySpan<byte> text, Span<byte> address) => TryParseIPv4(text, address, portAllowed: false);

    /// <param name="portAllowed">True when <c>:port</c> may follow, as in headers that carry an address (measured).</param>
    public static bool TryParseIPv4(ReadOnlySpan<byte> text, Span<byte> address, bool portAllowed)
    {
        for (var i = 0; i < 4; i++)
        {
            var value = 0;
            var digits = 0;
            while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
            {
                value = value * 10 + text[digits++] - '0';
                if (value > 255) return false;
            }

            if (digits is 0 or > 3) return false;
            address[i] = (byte)value;
            text = text[digits..];
            if (i == 3) return text.IsEmpty || (portAllowed && text[0] == (byte)':');
            if (text.IsEmpty || text[0] != (byte)'.') return false;
            text = text[1..];
        }

        return false;
    }

    public static bool TryParseIPv6(ReadOnlySpan<byte> text, Span<byte> address)
    {
        address[..16].Clear();
        var group = 0;
        var gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            if (group == 8) return false;
            var end = text.IndexOf((byte)':');
            var word = end < 0 ? text : text[..end];
            if (end < 0 && word.Contains((byte)'.'))
            {
                if (group > 6 || !TryParseIPv4(word, address[(2 * group)..])) return false;
                group += 2;
                break;
            }

            if (word.Length is 0 or > 4 || !Utf8Parser.TryParse(word, out ushort value, out var used, 'x') || used != word.Length) return false;
            BinaryPrimitives.WriteUInt16BigEndian(address[(2 * group)..], value);
            group++;
            if (end < 0) break;
            text = text[(end + 1)..];
            if (text.IsEmpty) return false;
            if (text[0] != (byte)':') continue;
            if (gap >= 0) return false;
            gap = group;
            text = text[1..];
        }

        if (gap < 0) return group == 8;
        if (group == 8) return false;
        var tail = address[(2 * gap)..(2 * group)];
        Span<byte> moved = stackalloc byte[16];
        tail.CopyTo(moved);
        address[(2 * gap)..16].Clear();
        moved[..tail.Length].CopyTo(address[(16 - tail.Length)..]);
        return true;
    }
}
