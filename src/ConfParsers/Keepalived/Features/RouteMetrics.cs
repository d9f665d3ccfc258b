using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>The numbers that a route may give the kernel for its connections (ip-route(8) "mtu", "advmss" and following).</summary>
/// <param name="Fault">What 2.2.7 says to a bad value, <c>{0}</c>.</param>
internal sealed record RouteMetrics(string Name, string Fault)
{
    private const int Day = 86_400;

    private static readonly System.Buffers.SearchValues<char> DecimalDigits = System.Buffers.SearchValues.Create("+.0123456789");

    private static readonly RouteMetrics[] All =
    [
        new("mtu", "Invalid MTU {0} specified for route") { MayBeLocked = true },
        new("advmss", "Invalid advmss {0} specified for route") { MayBeLocked = true },
        new("hoplimit", "Invalid hoplimit {0} specified for route") { Max = 255 },
        new("window", "Invalid window value {0} specified for route"),
        new("cwnd", "Invalid cwnd value {0} specified for route") { MayBeLocked = true },
        new("ssthresh", "Invalid ssthresh value {0} specified for route") { MayBeLocked = true },
        new("reordering", "Invalid reordering value {0} specified for route") { MayBeLocked = true },
        new("initcwnd", "Invalid initcwnd value {0} specified for route"),
        new("initrwnd", "Invalid initrwnd value {0} specified for route"),
        new("quickack", "Invalid quickack value {0} specified for route") { Max = 1 },
        new("fastopen_no_cookie", "Invalid fastopen_no_cookie value {0} specified for route") { Max = 1 },
        new("rtt", "Invalid rtt {0} for route") { MayBeLocked = true, IsTime = true },
        new("rttvar", "Invalid rttvar {0} for route") { MayBeLocked = true, IsTime = true },
        new("rto_min", "Invalid rto_min value {0} specified for route") { MayBeLocked = true, IsTime = true },
    ];

    private bool MayBeLocked { get; init; }

    /// <summary>Milliseconds, or what a suffix says.</summary>
    private bool IsTime { get; init; }

    private uint Max { get; init; } = uint.MaxValue;

    public static RouteMetrics? Find(string name) => Array.Find(All, row => string.Equals(row.Name, name, StringComparison.Ordinal));

    /// <returns>Null when the value is missing or bad, which was reported.</returns>
    public RouteMetric? Read(Words words)
    {
        if (!words.Required(out var word)) return null;
        var isLocked = MayBeLocked && string.Equals(word, "lock", StringComparison.Ordinal);
        if (isLocked && !words.Required(out word)) return null;
        if (IsTime ? Time(words, word, out var value) : words.Unsigned(word, 0, Max, out value)) return new RouteMetric(Name, value, isLocked);
        words.Warn(DiagnosticKind.BadNumber, Fault.Replace("{0}", word, StringComparison.Ordinal));
        return null;
    }

    private static bool Time(Words words, string word, out uint milliseconds)
    {
        var inMilliseconds = word.EndsWith("ms", StringComparison.Ordinal);
        var inSeconds = !inMilliseconds && word.EndsWith('s');
        var number = inMilliseconds ? word[..^2] : inSeconds ? word[..^1] : word;
        var isGood = inSeconds ? words.Seconds(number, 1, Day * 1_000_000L, out var time) : words.Milliseconds(number, 1, Day * 1_000_000L, out time);
        milliseconds = (uint)time.TotalMilliseconds;
        return isGood && !number.AsSpan().ContainsAnyExcept(DecimalDigits);
    }
}
