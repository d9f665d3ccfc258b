using System.Diagnostics;

namespace Keepalived.Net.Process;

/// <summary>Microseconds since some moment in the past; never goes back. (clock_gettime(2) CLOCK_MONOTONIC)</summary>
public static class MonotonicClock
{
    public static long NowUs => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
}
