using System.Globalization;

namespace HAProxy.Net.Stats;

/// <summary>One cell of the statistics: nothing, a number or a text.</summary>
public readonly record struct StatsValue(bool Present, long Number, string? Text)
{
    public static readonly StatsValue Empty;

    public static implicit operator StatsValue(long number) => new(true, number, null);

    public static implicit operator StatsValue(string? text) => new(text is not null, 0, text);

    public override string ToString() => !Present ? "" : Text ?? Number.ToString(CultureInfo.InvariantCulture);
}
