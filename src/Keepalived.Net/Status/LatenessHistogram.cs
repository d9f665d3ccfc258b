using System.Runtime.CompilerServices;

namespace Keepalived.Net.Status;

/// <summary>How late advertisements were sent or came, in the buckets of a Prometheus histogram.</summary>
public struct LatenessHistogram
{
    /// <summary>Upper bounds in microseconds; the last bucket has none.</summary>
    public static ReadOnlySpan<int> BoundsUs => [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

    public const int Buckets = 12;

    private Counts counts;

    public long SumUs { get; private set; }

    /// <summary>Of this bucket alone, not cumulative.</summary>
    public readonly long this[int bucket] => counts[bucket];

    public void Add(long latenessUs)
    {
        var late = Math.Max(0, latenessUs);
        var bucket = 0;
        while (bucket < Buckets - 1 && late > BoundsUs[bucket]) bucket++;
        counts[bucket]++;
        SumUs += late;
    }

    [InlineArray(Buckets)]
    private struct Counts
    {
        private long first;
    }
}
