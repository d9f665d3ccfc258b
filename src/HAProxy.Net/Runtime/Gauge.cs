namespace HAProxy.Net.Runtime;

/// <summary>
/// A value that all loops share, with its peak kept beside it: a sum of per-loop peaks would be no peak. Interlocked.
/// </summary>
public sealed class Gauge
{
    private int _current;
    private int _peak;

    public int Current => Volatile.Read(ref _current);

    public int Peak => Volatile.Read(ref _peak);

    /// <returns>The value after the increment.</returns>
    public int Increment()
    {
        var value = Interlocked.Increment(ref _current);
        RaisePeak(value);
        return value;
    }

    /// <returns>The value after the decrement.</returns>
    public int Decrement() => Interlocked.Decrement(ref _current);

    /// <summary>Increments unless the value has reached the limit.</summary>
    /// <param name="limit">0: no limit.</param>
    public bool TryIncrement(int limit)
    {
        var seen = Volatile.Read(ref _current);
        while (true)
        {
            if (limit > 0 && seen >= limit) return false;
            var before = Interlocked.CompareExchange(ref _current, seen + 1, seen);
            if (before == seen)
            {
                RaisePeak(seen + 1);
                return true;
            }

            seen = before;
        }
    }

    /// <summary><c>clear counters</c>: the peak starts again from the current value.</summary>
    public void ClearPeak() => Volatile.Write(ref _peak, Current);

    private void RaisePeak(int value)
    {
        var peak = Volatile.Read(ref _peak);
        while (value > peak)
        {
            var before = Interlocked.CompareExchange(ref _peak, value, peak);
            if (before == peak) return;
            peak = before;
        }
    }
}
