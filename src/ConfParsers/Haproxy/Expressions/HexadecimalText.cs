namespace ConfParsers.Haproxy.Expressions;

/// <summary>Bytes written as pairs of hexadecimal digits: patterns of <c>-m bin</c> and the fetch <c>bin</c> (configuration.txt 7.1.5).</summary>
internal static class HexadecimalText
{
    /// <returns>What is wrong, in HAProxy's words, or null.</returns>
    public static string? Fault(string text)
    {
        if (text.Length % 2 != 0) return "an even number of hex digit is expected";
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c)) return $"an hex digit is expected (found '{c}')";
        }

        return null;
    }
}
