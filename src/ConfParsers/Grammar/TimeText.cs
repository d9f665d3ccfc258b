using System.Globalization;

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
    /// <summary>Longer numbers are beyond every limit, also with zeros in front.</summary>
    private const int MostDigits = 19;

    /// <summary>Reads a time.</summary>
    /// <param name="unit">What a bare number counts: "ms" or "s" and so on.</param>
    /// <param name="limitUnit">The unit in which HAProxy keeps the time: 2147483647 of it are the limit.</param>
    public static TimeText Parse(string text, string unit = "ms", string limitUnit = "ms")
    {
        // By hand: a large file has a hundred thousand of them.
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text.AsSpan(0, end);
        var written = end < 0 ? "" : Unit(text.AsSpan(end));
        var rest = end < 0 ? default : text.AsSpan(end + written.Length);
        if (digits.Length == 0) return new TimeText(default, TimeFault.BadCharacter, text.Length > 0 ? text[0] : '\0', default);
        if (written.Length == 0 && rest.Length > 0) return new TimeText(default, TimeFault.BadCharacter, rest[0], default);

        var trailing = rest.Length > 0 ? rest[0] : '\0';
        var floor = Factor(limitUnit);
        var limit = (UInt128)((ulong)int.MaxValue * (ulong)floor) + (ulong)floor - 1;
        if (digits.Length > MostDigits || !ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return new TimeText(default, TimeFault.Overflow, default, trailing);
        var microseconds = (UInt128)number * (ulong)Factor(written.Length > 0 ? written : unit);
        if (microseconds > limit) return new TimeText(default, TimeFault.Overflow, default, trailing);
        // What is no whole number of the limit's unit is rounded up: a very short time is not none.
        var whole = ((long)microseconds + floor - 1) / floor * floor;
        return new TimeText(TimeSpan.FromTicks(whole * TimeSpan.TicksPerMicrosecond), TimeFault.None, default, trailing);
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
