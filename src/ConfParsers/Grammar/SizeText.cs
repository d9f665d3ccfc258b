namespace ConfParsers.Grammar;

/// <summary>A size as haproxy.cfg writes it (configuration.txt 2.5): digits and one of k, m, g for powers of 1024; at most 32 bits.</summary>
public static class SizeText
{
    /// <param name="culprit">The first character that fits nowhere, or with which the number grows too big.</param>
    public static bool TryParse(string text, out uint size, out char culprit)
    {
        size = 0;
        culprit = '\0';
        ulong value = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c))
            {
                value = value * 10 + (ulong)(c - '0');
                if (value <= uint.MaxValue) continue;
                culprit = c;
                return false;
            }

            var shift = char.ToLowerInvariant(c) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => -1 };
            if (i == 0 || shift < 0 || value << shift > uint.MaxValue)
            {
                culprit = c;
                return false;
            }

            value <<= shift;
            if (i + 1 < text.Length)
            {
                culprit = text[i + 1];
                return false;
            }
        }

        size = (uint)value;
        return text.Length > 0;
    }
}
