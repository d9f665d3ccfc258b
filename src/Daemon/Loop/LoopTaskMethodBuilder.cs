using System.Runtime.CompilerServices;

namespace Daemon.Loop;

/// <summary>
/// Tells the compiler how an async method that returns <see cref="LoopTask"/> is started, suspended and ended. Unlike the runtime's builders it does not
/// save the execution context around a method: there is none on a loop. (C# specification 15.14.2, task-type builder pattern)
/// </summary>
public struct LoopTaskMethodBuilder
{
    private LoopBox<Nothing>? _box;

    public static LoopTaskMethodBuilder Create() => default;

    /// <summary>Completed when the method ended without being suspended.</summary>
    public readonly LoopTask Task => _box is null ? default : new LoopTask(_box);

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only the oldest compilers call this.
    }

    public readonly void SetResult() => _box?.SetResult(default);

    public void SetException(Exception exception)
    {
        _box ??= new FailedBox<Nothing>();
        _box.SetException(exception);
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(LoopBoxing.Hold(ref _box, ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(LoopBoxing.Hold(ref _box, ref stateMachine));
}

/// <inheritdoc cref="LoopTaskMethodBuilder"/>
public struct LoopTaskMethodBuilder<T>
{
    private LoopBox<T>? _box;
    private T? _result;

    public static LoopTaskMethodBuilder<T> Create() => default;

    public readonly LoopTask<T> Task => _box is null ? new LoopTask<T>(_result!) : new LoopTask<T>(_box);

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only the oldest compilers call this.
    }

    public void SetResult(T result)
    {
        if (_box is null) _result = result;
        else _box.SetResult(result);
    }

    public void SetException(Exception exception)
    {
        _box ??= new FailedBox<T>();
        _box.SetException(exception);
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(LoopBoxing.Hold(ref _box, ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(LoopBoxing.Hold(ref _box, ref stateMachine));
}

/// <summary>
/// For a method whose signature must be ValueTask, such as an override of PipeReader:
/// <c>[AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder&lt;&gt;))]</c>. The boxes are the same.
/// </summary>
public struct LoopValueTaskMethodBuilder<T>
{
    private LoopTaskMethodBuilder<T> _builder;

    public static LoopValueTaskMethodBuilder<T> Create() => default;

    public readonly ValueTask<T> Task => _builder.Task.AsValueTask();

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only the oldest compilers call this.
    }

    public void SetResult(T result) => _builder.SetResult(result);

    public void SetException(Exception exception) => _builder.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}

/// <inheritdoc cref="LoopValueTaskMethodBuilder{T}"/>
public struct LoopValueTaskMethodBuilder
{
    private LoopTaskMethodBuilder _builder;

    public static LoopValueTaskMethodBuilder Create() => default;

    public readonly ValueTask Task => _builder.Task.AsValueTask();

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only the oldest compilers call this.
    }

    public readonly void SetResult() => _builder.SetResult();

    public void SetException(Exception exception) => _builder.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}

internal static class LoopBoxing
{
    /// <summary>At the first suspension moves the state machine into a box; the box must be known to the copy, so it is set before.</summary>
    public static Action Hold<TStateMachine, T>(ref LoopBox<T>? box, ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (box is not null) return box.Resume;
        var rented = LoopBox<TStateMachine, T>.Rent();
        box = rented;
        rented.Hold(ref stateMachine);
        return rented.Resume;
    }
}

/// <summary>Holds the exception of a method that failed before its first suspension.</summary>
internal sealed class FailedBox<T> : LoopBox<T>
{
    protected override void Recycle()
    {
        // Exceptional, therefore not kept.
    }
}
