namespace HAProxy.Net.Runtime;

/// <summary>
/// Averages and maxima of the four times of a stream over about the last 1024 of them, in ms, for one server or backend
/// (management.txt 9.1, columns qtime..ttime and their _max). Added to once a stream, from any loop.
/// </summary>
public sealed class ResponseTimes
{
    private const int Window = 1024;

    private readonly Lock _lock = new();
    private double _queue;
    private double _connect;
    private double _response;
    private double _total;
    private int _count;

    public int QueueMax { get; private set; }

    public int ConnectMax { get; private set; }

    public int ResponseMax { get; private set; }

    public int TotalMax { get; private set; }

    public int Queue => Rounded(_queue);

    public int Connect => Rounded(_connect);

    public int Response => Rounded(_response);

    public int Total => Rounded(_total);

    /// <summary>Adds one successful stream; negative times (phases not reached) count as 0.</summary>
    public void Add(long queueMs, long connectMs, long responseMs, long totalMs)
    {
        lock (_lock)
        {
            if (_count < Window) _count++;
            _queue += (Positive(queueMs) - _queue) / _count;
            _connect += (Positive(connectMs) - _connect) / _count;
            _response += (Positive(responseMs) - _response) / _count;
            _total += (Positive(totalMs) - _total) / _count;
            QueueMax = Math.Max(QueueMax, Positive(queueMs));
            ConnectMax = Math.Max(ConnectMax, Positive(connectMs));
            ResponseMax = Math.Max(ResponseMax, Positive(responseMs));
            TotalMax = Math.Max(TotalMax, Positive(totalMs));
        }
    }

    /// <summary><c>clear counters</c>: maxima begin anew.</summary>
    public void ClearMaxima()
    {
        lock (_lock) QueueMax = ConnectMax = ResponseMax = TotalMax = 0;
    }

    private static int Positive(long ms) => (int)Math.Clamp(ms, 0, int.MaxValue);

    private static int Rounded(double ms) => (int)Math.Ceiling(ms - 0.5);
}
