namespace Keepalived.Net.Process;

/// <summary>Microseconds since 1970, for people and dumps; timers use <see cref="MonotonicClock"/>.</summary>
public static class WallClock
{
    public static long NowUs => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
