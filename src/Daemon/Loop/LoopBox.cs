using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace Daemon.Loop;

/// <summary>
/// The heap place of a suspended async method of a loop: state machine, result and the continuation of who awaits it. Boxes are kept in an unbounded free list
/// per thread, because the runtime's pooling builder keeps only a few per core and would allocate with many streams suspended at
/// once. Everything happens on one thread: no interlocked operation, no captured context, and the awaiter is resumed inline.
/// </summary>
internal abstract class LoopBox<T> : IValueTaskSource<T>, IValueTaskSource
{
    private Action<object?>? _continuation;
    private object? _continuationState;
    private ExceptionDispatchInfo? _error;
    private T? _result;
    private bool _completed;

    /// <summary>Runs the method on from where it was suspended.</summary>
    public Action Resume = null!;

    /// <summary>The number of this use; a task of an earlier use is refused.</summary>
    public short Version { get; private set; }

    public bool IsCompleted(short version)
    {
        Check(version);
        return _completed;
    }

    public void SetResult(T result)
    {
        _result = result;
        Complete();
    }

    public void SetException(Exception exception)
    {
        _error = ExceptionDispatchInfo.Capture(exception);
        Complete();
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);
        if (_continuation is not null) throw new InvalidOperationException("a task of a loop has one awaiter");
        if (_completed)
        {
            continuation(state);
            return;
        }
        _continuationState = state;
        _continuation = continuation;
    }

    public T GetResult(short token)
    {
        Check(token);
        if (!_completed) throw new InvalidOperationException("a task of a loop cannot be waited for by blocking");
        var error = _error;
        var result = _result;
        _error = null;
        _result = default;
        _continuation = null;
        _continuationState = null;
        _completed = false;
        Version++;
        Recycle();
        error?.Throw();
        return result!;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        if (!_completed) return ValueTaskSourceStatus.Pending;
        return _error is null ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Faulted;
    }

    /// <summary>Puts the box back into the free list of this thread.</summary>
    protected abstract void Recycle();

    private void Complete()
    {
        _completed = true;
        _continuation?.Invoke(_continuationState);
    }

    private void Check(short version)
    {
        if (version != Version) ThrowReused();
    }

    private static void ThrowReused() => throw new InvalidOperationException("a task of a loop was awaited twice");
}

/// <inheritdoc/>
internal sealed class LoopBox<TStateMachine, T> : LoopBox<T>
    where TStateMachine : IAsyncStateMachine
{
    [ThreadStatic]
    private static LoopBox<TStateMachine, T>? t_free;

    private LoopBox<TStateMachine, T>? _next;
    private TStateMachine? _stateMachine;

    public static LoopBox<TStateMachine, T> Rent()
    {
        var box = t_free;
        if (box is null)
        {
            box = new LoopBox<TStateMachine, T>();
            box.Resume = box.MoveNext;
            return box;
        }
        t_free = box._next;
        box._next = null;
        return box;
    }

    public void Hold(ref TStateMachine stateMachine) => _stateMachine = stateMachine;

    protected override void Recycle()
    {
        _stateMachine = default; // drops what the method's locals still refer to
        _next = t_free;
        t_free = this;
    }

    private void MoveNext() => _stateMachine!.MoveNext();
}

/// <summary>What a method without a result returns inside its box.</summary>
internal readonly struct Nothing;
