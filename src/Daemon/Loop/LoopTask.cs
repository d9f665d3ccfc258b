using System.Runtime.CompilerServices;

namespace Daemon.Loop;

/// <summary>
/// What an async method of a loop returns: like ValueTask, but a suspended method costs no allocation in the steady state however many are
/// suspended at once. Await it exactly once, on the loop it was started on, or <see cref="Forget"/> it.
/// </summary>
[AsyncMethodBuilder(typeof(LoopTaskMethodBuilder))]
public readonly struct LoopTask
{
    private readonly LoopBox<Nothing>? _box;
    private readonly short _version;

    internal LoopTask(LoopBox<Nothing> box)
    {
        _box = box;
        _version = box.Version;
    }

    /// <summary>A task that is done.</summary>
    public static LoopTask Completed => default;

    public bool IsCompleted => _box is null || _box.IsCompleted(_version);

    public Awaiter GetAwaiter() => new(this);

    /// <summary>The same as a ValueTask, for an interface that wants one.</summary>
    public ValueTask AsValueTask() => _box is null ? default : new ValueTask(_box, _version);

    /// <summary>
    /// Lets the method run on without anybody awaiting it. What it throws is thrown where its last step runs, which is the loop's
    /// <see cref="EventLoop.OnUnhandled"/>.
    /// </summary>
    public void Forget()
    {
        if (_box is null) return;
        if (_box.IsCompleted(_version)) _box.GetResult(_version);
        else _box.OnCompleted(s_release, _box, _version, default);
    }

    private static readonly Action<object?> s_release = static state =>
    {
        var box = (LoopBox<Nothing>)state!;
        box.GetResult(box.Version);
    };

    public readonly struct Awaiter(LoopTask task) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => task.IsCompleted;

        public void GetResult() => task._box?.GetResult(task._version);

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => task._box!.OnCompleted(LoopTaskAwaiting.Invoke, continuation, task._version, default);
    }
}

/// <summary>A <see cref="LoopTask"/> with a result.</summary>
[AsyncMethodBuilder(typeof(LoopTaskMethodBuilder<>))]
public readonly struct LoopTask<T>
{
    private readonly LoopBox<T>? _box;
    private readonly T? _result;
    private readonly short _version;

    /// <summary>A task that is done.</summary>
    public LoopTask(T result) => _result = result;

    internal LoopTask(LoopBox<T> box)
    {
        _box = box;
        _version = box.Version;
    }

    public bool IsCompleted => _box is null || _box.IsCompleted(_version);

    public Awaiter GetAwaiter() => new(this);

    /// <summary>The same as a ValueTask, for an interface that wants one.</summary>
    public ValueTask<T> AsValueTask() => _box is null ? new ValueTask<T>(_result!) : new ValueTask<T>(_box, _version);

    public readonly struct Awaiter(LoopTask<T> task) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => task.IsCompleted;

        public T GetResult() => task._box is null ? task._result! : task._box.GetResult(task._version);

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => task._box!.OnCompleted(LoopTaskAwaiting.Invoke, continuation, task._version, default);
    }
}

internal static class LoopTaskAwaiting
{
    /// <summary>Calls the continuation that came as the state.</summary>
    public static readonly Action<object?> Invoke = static state => ((Action)state!)();
}
