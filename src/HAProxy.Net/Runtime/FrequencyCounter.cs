namespace HAProxy.Net.Runtime;

/// <summary>
/// Events per second as HAProxy shows them: this second's count plus the share of the last second's that still lies within
/// one second back. Shared by all loops; the peak of whole seconds is kept beside it.
/// </summary>
public sealed class FrequencyCounter
{
    private readonly Lock _lock = new();
    private long _second;
    private long _current;
    private long _previous;
    private long _peak;

    public long Peak => Volatile.Read(ref _peak);

    /// <param name="nowMs">Monotonic clock, milliseconds.</param>
    public void Add(long nowMs, long events = 1)
    {
        lock (_lock)
        {
            Rotate(nowMs);
            _current += events;
            var rate = Estimate(nowMs);
            if (rate > _peak) _peak = rate;
        }
    }

    /// <summary>Events per second now.</summary>
    public long Read(long nowMs)
    {
        lock (_lock)
        {
            Rotate(nowMs);
            return Estimate(nowMs);
        }
    }

    public void ClearPeak() => Volatile.Write(ref _peak, 0);

    private long Estimate(long nowMs) => _current + (_previous * (1000 - (nowMs % 1000)) / 1000);

    private void Rotate(long nowMs)
    {
        var second = nowMs / 1000;
        if (second == _second) return;
        _previous = second == _second + 1 ? _current : 0;
        _current = 0;
        _second = second;
    }
}
