using System.Globalization;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Numbers of the few keywords that HAProxy reads with strtol(3) and base 0: <c>0x</c> begins hexadecimal digits, <c>0</c> octal ones, and what follows the
/// digits is refused.
/// </summary>
internal static class BasedNumber
{
    /// <param name="value">32 bits of it are kept, as an int of C keeps them.</param>
    /// <returns>The first character that does not belong to the number; null when all do.</returns>
    public static char? Read(string text, out int value)
    {
        var at = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '+' or '-') at++;
        var hexadecimal = at + 2 < text.Length && text[at] == '0' && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]);
        var number = hexadecimal ? 16 : at < text.Length && text[at] == '0' ? 8 : 10;
        if (hexadecimal) at += 2;

        var first = at;
        var sum = Int128.Zero;
        for (; at < text.Length && Digit(text[at]) is { } digit && digit < number; at++)
        {
            sum = (sum * number) + digit;
            if (sum > long.MaxValue) sum = long.MaxValue;
        }

        value = unchecked((int)(long)(negative ? -sum : sum));
        // Without a digit nothing of the text is a number.
        if (at == first) at = 0;
        return at < text.Length ? text[at] : null;
    }

    private static int? Digit(char c) => char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;
}
