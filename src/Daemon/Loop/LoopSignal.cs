using System.Threading.Tasks.Sources;

namespace Daemon.Loop;

/// <summary>
/// Somebody resumes me: a reusable place at which one async method of a loop waits until <see cref="Set"/>, with an optional timeout.
/// Used to park a stream, to wait in a server's queue, or just for time to pass. Setting before waiting is remembered. The waiter is
/// resumed from the loop's ready list, never in the midst of the setter's own work.
/// </summary>
public class LoopSignal : LoopTimer, IValueTaskSource<bool>
{
    private static readonly Action<object?> s_resume = static state => ((LoopSignal)state!).ResumeWaiter();
    private static readonly Action<object?> s_setPosted = static state => ((LoopSignal)state!).SetPosted();

    private readonly EventLoop _loop;
    private Action<object?>? _continuation;
    private object? _state;
    private short _version;
    private bool _waiting;
    private bool _set;
    private bool _timedOut;
    private int _use;
    private int _postedUse = -1;

    public LoopSignal(EventLoop loop) => _loop = loop;

    /// <summary>The loop whose thread waits here.</summary>
    public EventLoop Loop => _loop;

    public bool IsSet => _set;

    /// <summary>The number of this use, for <see cref="SetFromAnyThread"/>; changed by <see cref="Reset"/>.</summary>
    public int Use => Volatile.Read(ref _use);

    /// <summary>Forgets an earlier Set and makes those still under way from other threads void. The number of the new use.</summary>
    public int Reset()
    {
        _set = false;
        _timedOut = false;
        return Interlocked.Increment(ref _use);
    }

    /// <summary>Waits until it is set: true; or the time has passed: false.</summary>
    /// <param name="timeoutMs">Negative: without limit.</param>
    public ValueTask<bool> WaitAsync(long timeoutMs = -1)
    {
        if (_waiting) throw new InvalidOperationException("a signal has one waiter");
        if (_set)
        {
            _set = false;
            return new ValueTask<bool>(true);
        }
        _waiting = true;
        _timedOut = false;
        if (timeoutMs >= 0) _loop.Timers.Arm(this, _loop.NowMs + timeoutMs);
        return new ValueTask<bool>(this, _version);
    }

    /// <summary>Resumes the waiter later in this turn, or lets the next wait through. On the loop's thread only.</summary>
    public void Set()
    {
        if (_set) return;
        _set = true;
        if (!_waiting) return;
        if (IsArmed) _loop.Timers.Disarm(this);
        if (!_timedOut) _loop.Post(s_resume, this);
    }

    /// <summary>Sets from any thread, unless the signal has been <see cref="Reset"/> meanwhile.</summary>
    /// <param name="use">What <see cref="Reset"/> returned to the waiter.</param>
    public void SetFromAnyThread(int use)
    {
        Volatile.Write(ref _postedUse, use);
        _loop.Post(s_setPosted, this);
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        if (token != _version) throw new InvalidOperationException("a wait was awaited twice");
        _version++;
        _waiting = false;
        _continuation = null;
        _state = null;
        var set = _set;
        _set = false;
        _timedOut = false;
        return set;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) =>
        _set || _timedOut ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _state = state;
        _continuation = continuation;
    }

    protected internal override void OnDue(long nowMs)
    {
        if (!_waiting || _set) return;
        _timedOut = true;
        _loop.Post(s_resume, this);
    }

    private void SetPosted()
    {
        if (Volatile.Read(ref _postedUse) == _use) Set();
    }

    private void ResumeWaiter() => _continuation?.Invoke(_state);
}
