namespace ConfParsers.Grammar;

/// <summary>How a time was read.</summary>
public enum TimeFault
{
    None,

    /// <summary>More than 2147483647 of the unit that the keyword counts in.</summary>
    Overflow,

    /// <summary>Another character than a digit or a unit; <see cref="TimeText.Culprit"/> says which.</summary>
    BadCharacter,
}

/// <summary>
/// A time as haproxy.cfg writes it (configuration.txt 2.5): digits and one of us, ms, s, m, h, d; without a unit the keyword's own.
/// </summary>
/// <param name="Culprit">The first character that fits nowhere.</param>
/// <param name="Trailing">A character behind a complete value: 2.6 only warns about it.</param>
public readonly record struct TimeText(TimeSpan Value, TimeFault Fault, char Culprit, char Trailing)
{
    /// <summary>Reads a time.</summary>
    /// <param name="unit">What a bare number counts: "ms" or "s" and so on.</param>
    /// <param name="limitUnit">The unit in which HAProxy keeps the time: 2147483647 of it are the limit.</param>
    public static TimeText Parse(string text, string unit = "ms", string limitUnit = "ms")
    {
        // By hand: a large file has a hundred thousand of them.
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        var written = end < 0 ? "" : Unit(text.AsSpan(end));
        var rest = end < 0 ? "" : text[(end + written.Length)..];
        if (digits.Length == 0) return new TimeText(default, TimeFault.BadCharacter, text.Length > 0 ? text[0] : '\0', default);
        if (written.Length == 0 && rest.Length > 0) return new TimeText(default, TimeFault.BadCharacter, rest[0], default);

        var trailing = rest.Length > 0 ? rest[0] : '\0';
        var microseconds = decimal.TryParse(digits, out var number) && digits.Length < 20 ? number * Factor(written.Length > 0 ? written : unit) : decimal.MaxValue;
        var floor = Factor(limitUnit);
        if (microseconds > int.MaxValue * (decimal)floor + floor - 1) return new TimeText(default, TimeFault.Overflow, default, trailing);
        // What is no whole number of the limit's unit is rounded up: a very short time is not none.
        return new TimeText(TimeSpan.FromMicroseconds((double)(decimal.Ceiling(microseconds / floor) * floor)), TimeFault.None, default, trailing);
    }

    private static string Unit(ReadOnlySpan<char> text) => text switch
    {
        ['u', 's', ..] => "us",
        ['m', 's', ..] => "ms",
        ['s', ..] => "s",
        ['m', ..] => "m",
        ['h', ..] => "h",
        ['d', ..] => "d",
        _ => "",
    };

    private static long Factor(string unit) => unit switch
    {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        "m" => 60_000_000,
        "h" => 3_600_000_000,
        _ => 86_400_000_000,
    };
}
