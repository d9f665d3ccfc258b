using System.Buffers;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>
/// Characters of HTTP/1 messages as HAProxy 2.6 takes them: tokens of RFC 9110 §5.6.2, targets of visible ASCII without '#', blanks.
/// </summary>
internal static class Http1Grammar
{
    public static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>A target is anything visible but the fragment sign (CVE-2023-45539).</summary>
    public static readonly SearchValues<byte> Target = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    public static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> value)
    {
        var start = 0;
        while (start < value.Length && IsBlank(value[start])) start++;
        var end = value.Length;
        while (end > start && IsBlank(value[end - 1])) end--;
        return value[start..end];
    }

    public static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(value, word);

    /// <summary>The next element of a comma-separated list, trimmed; elements may be empty.</summary>
    /// <returns>False at the end of the list.</returns>
    public static bool NextElement(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> element, ref bool ended)
    {
        if (ended)
        {
            element = default;
            return false;
        }

        var comma = list.IndexOf((byte)',');
        element = TrimBlanks(comma < 0 ? list : list[..comma]);
        ended = comma < 0;
        if (!ended) list = list[(comma + 1)..];
        return true;
    }

    public static bool ListHas(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        var ended = false;
        while (NextElement(ref list, out var element, ref ended))
        {
            if (Is(element, word)) return true;
        }

        return false;
    }

    /// <summary>Digits only; no sign, no blank.</summary>
    /// <returns>False when it is no number or exceeds 2^63-1.</returns>
    public static bool TryParseLength(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        if (digits.IsEmpty) return false;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            // HAProxy 2.6 wraps around at 2^64: a smuggling hole which is not copied.
            if (value > (long.MaxValue - 9) / 10) return false;
            value = value * 10 + (digit - '0');
        }

        return true;
    }
}
