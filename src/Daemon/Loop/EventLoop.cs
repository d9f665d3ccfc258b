using System.Diagnostics;
using Daemon.Linux;

namespace Daemon.Loop;

/// <summary>
/// One thread, one epoll instance, one timer wheel, one buffer pool. What belongs to a loop is touched by its thread only, therefore
/// nothing on it is locked; <see cref="Post"/> is the only way in from another thread. A turn is: wait, events, timers, the callbacks
/// that became ready, then the hooks of <see cref="AtTurnEnd"/>.
/// </summary>
public sealed unsafe partial class EventLoop : IDisposable
{
    private const int MaxEvents = 200; // tune.maxpollevents: more trades latency for bandwidth (configuration.txt 3.2)

    [ThreadStatic]
    private static EventLoop? t_current;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte[] _eventMemory;
    private readonly WorkQueue _ready = new();
    private readonly WorkQueue _next = new();
    private readonly List<Action> _turnEnds = [];
    private readonly Lock _postLock = new();
    private WorkQueue _posted = new();
    private WorkQueue _taken = new();
    private volatile bool _stopping;
    private bool _disposed;
    private long _wallOffsetMs;
    private long _nextWallLookMs;

    /// <param name="index">Its number among the loops of the process, from 0.</param>
    /// <param name="bufferSize">Bytes of each buffer of its pool: <c>tune.bufsize</c>.</param>
    /// <exception cref="IOException">The process has no descriptors left.</exception>
    public EventLoop(int index = 0, int bufferSize = 16384)
    {
        Index = index;
        Buffers = new BufferPool(bufferSize);
        _epoll = Epoll.Create();
        _wake = EventFd.Create();
        if (_epoll < 0 || _wake < 0) throw new IOException(Libc.ErrorText(Libc.Errno));
        _eventMemory = GC.AllocateArray<byte>(MaxEvents * Epoll.Stride, pinned: true);
        _ = Epoll.Watch(_epoll, _wake, EpollEvents.In | EpollEvents.EdgeTriggered, WakeData);
        ReadClock();
        Timers = new TimerWheel(NowMs);
    }

    /// <summary>The loop of the calling thread; null on any other thread.</summary>
    public static EventLoop? Current => t_current;

    /// <summary>Its number among the loops of the process, from 0.</summary>
    public int Index { get; }

    public TimerWheel Timers { get; }

    public BufferPool Buffers { get; }

    /// <summary>Milliseconds of a clock that only goes forward, as of the start of this turn.</summary>
    public long NowMs { get; private set; }

    /// <summary>Nanoseconds of the same clock, as of the start of this turn.</summary>
    public long NowNs { get; private set; }

    /// <summary>Milliseconds since 1970 UTC as of the start of this turn; follows the system's clock within a second.</summary>
    public long UtcMs => NowMs + _wallOffsetMs;

    /// <summary>Turns done so far; what was looked at in this turn need not be looked at again.</summary>
    public long Turn { get; private set; }

    /// <summary>Nanoseconds slept in the kernel waiting for events, for <c>Idle_pct</c>.</summary>
    public long IdleNs { get; private set; }

    /// <summary>True on the thread that runs this loop.</summary>
    public bool IsMine => ReferenceEquals(t_current, this);

    /// <summary>What a callback threw although nothing on a loop may throw; by default the process ends with it.</summary>
    public Action<Exception>? OnUnhandled { get; set; }

    /// <summary>
    /// Calls back on this loop: from another thread by its next turn, from its own thread later in this turn. Callbacks of one
    /// thread keep their order. Returns at once; after the loop has ended the callback is never called.
    /// </summary>
    public void Post(Action<object?> callback, object? state)
    {
        if (IsMine)
        {
            _ready.Enqueue(callback, state);
            return;
        }
        bool first;
        lock (_postLock)
        {
            first = _posted.Count == 0;
            _posted.Enqueue(callback, state);
        }
        if (first) EventFd.Signal(_wake);
    }

    /// <summary>Calls back after the next look at the descriptors. On the loop's thread.</summary>
    internal void PostForNextTurn(Action<object?> callback, object? state) => _next.Enqueue(callback, state);

    /// <summary>Adds something to be done at the end of every turn, such as sending the log lines of the turn. On the loop's thread or before it runs.</summary>
    public void AtTurnEnd(Action hook) => _turnEnds.Add(hook);

    /// <summary>Sets the timer to fall due <paramref name="delayMs"/> after the start of this turn.</summary>
    public void Arm(LoopTimer timer, long delayMs) => Timers.Arm(timer, NowMs + delayMs);

    /// <summary>Awaited on the loop, resumes after the other descriptors and timers had their turn: for work that could go on and on.</summary>
    public LoopYield NextTurn() => new(this);

    /// <summary>Runs on the calling thread until <see cref="Stop"/>.</summary>
    public void Run()
    {
        if (t_current is not null) throw new InvalidOperationException("a loop already runs on this thread");
        t_current = this;
        try
        {
            while (!_stopping) RunTurn(mayWait: true);
            RunTurn(mayWait: false); // what was posted before Stop is still done
        }
        finally
        {
            t_current = null;
        }
    }

    /// <summary>Ends <see cref="Run"/> after its current turn. From any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        EventFd.Signal(_wake);
    }

    /// <summary>Closes the loop's own descriptors; those registered with it are their owners' affair.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _ = Libc.Close(_epoll);
        _ = Libc.Close(_wake);
    }

    private void RunTurn(bool mayWait)
    {
        fixed (byte* events = _eventMemory)
        {
            var timeout = mayWait && _ready.Count == 0 && _next.Count == 0 ? Timers.SleepMs(NowMs) : 0;
            var before = timeout == 0 ? 0 : Stopwatch.GetTimestamp(); // nanoseconds on Linux
            var count = Epoll.Wait(_epoll, events, MaxEvents, timeout);
            ReadClock();
            if (timeout != 0) IdleNs += NowNs - before;
            Turn++;
            for (var i = 0; i < count; i++) Dispatch(Epoll.DataAt(events, i), Epoll.EventAt(events, i));
        }
        for (var left = _next.Count; left > 0; left--)
        {
            var (callback, state) = _next.Dequeue();
            _ready.Enqueue(callback, state);
        }
        Guard(static loop => loop.Timers.Advance(loop.NowMs));
        RunReady();
        foreach (var hook in _turnEnds) hook();
        if (_ready.Count > 0 && _stopping) RunReady();
    }

    private void RunReady()
    {
        // Only what is there now: a callback that posts again must not starve the descriptors.
        for (var left = _ready.Count; left > 0; left--)
        {
            var (callback, state) = _ready.Dequeue();
            try
            {
                callback(state);
            }
            catch (Exception e) when (Report(e))
            {
            }
        }
    }

    private void TakePosted()
    {
        // The eventfd is not read: edge-triggered, each further write is an event of its own.
        lock (_postLock) (_posted, _taken) = (_taken, _posted);
        while (_taken.Count > 0)
        {
            var (callback, state) = _taken.Dequeue();
            _ready.Enqueue(callback, state);
        }
    }

    private void Guard(Action<EventLoop> step)
    {
        try
        {
            step(this);
        }
        catch (Exception e) when (Report(e))
        {
        }
    }

    private bool Report(Exception exception)
    {
        if (OnUnhandled is null) return false;
        OnUnhandled(exception);
        return true;
    }

    private void ReadClock()
    {
        NowNs = Stopwatch.GetTimestamp();
        NowMs = NowNs / 1_000_000;
        if (NowMs < _nextWallLookMs) return;
        _wallOffsetMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - NowMs;
        _nextWallLookMs = NowMs + 1000;
    }
}
