using System.Globalization;

namespace ConfParsers.Haproxy.Features;

/// <summary>Threads of a bind line or a group (configuration.txt 5.1 "thread", 3.1 "thread-group"): numbers from 1 to 64 as bits of a mask.</summary>
/// <param name="Group">Thread group, from 1; 0: numbers count over all groups.</param>
/// <param name="Mask">Bit N-1 stands for thread N.</param>
public sealed record ThreadSet(int Group, ulong Mask);

/// <summary>Reads sets of numbers: <c>all</c>, <c>odd</c>, <c>even</c>, <c>3</c>, <c>1-4</c>, <c>2-</c>.</summary>
internal static class NumberSet
{
    /// <param name="highest">At most 64.</param>
    /// <param name="fault">HAProxy's words.</param>
    public static bool TryRead(string text, int highest, out ulong mask, out string fault)
    {
        fault = "";
        var every = ulong.MaxValue >> (64 - highest);
        mask = text switch
        {
            "all" => every,
            "odd" => 0x5555555555555555UL & every,
            "even" => 0xAAAAAAAAAAAAAAAAUL & every,
            _ => 0,
        };
        if (text is "all" or "odd" or "even") return true;

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (text.Where((c, i) => !char.IsAsciiDigit(c) && i != dash).Any())
        {
            fault = $"'{text}' is not a valid number/range.";
            return false;
        }

        var low = Number(dash < 0 ? text : text[..dash], highest);
        var high = dash < 0 ? low : dash == text.Length - 1 ? highest : Number(text[(dash + 1)..], highest);
        if (high < low) (low, high) = (high, low);
        if (low < 1 || high > highest)
        {
            fault = $"'{text}' is not a valid number/range. It supports numbers from 1 to {highest}.";
            return false;
        }

        for (var i = low; i <= high; i++) mask |= 1UL << (i - 1);
        return true;
    }

    /// <summary>No digits are 0; what is too large is one above the highest.</summary>
    private static int Number(string digits, int highest)
    {
        if (digits.Length == 0) return 0;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : highest + 1;
    }
}
