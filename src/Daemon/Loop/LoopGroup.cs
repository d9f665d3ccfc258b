using Daemon.Linux;

namespace Daemon.Loop;

/// <summary>The loops of the process: one thread each (<c>nbthread</c>), bound to processors if wanted (<c>cpu-map</c>).</summary>
public sealed class LoopGroup : IDisposable
{
    private readonly Thread[] _threads;

    /// <param name="count">Loops, at least 1.</param>
    /// <param name="bufferSize">Bytes of each buffer: <c>tune.bufsize</c>.</param>
    public LoopGroup(int count, int bufferSize = 16384)
    {
        Loops = new EventLoop[count];
        for (var i = 0; i < count; i++) Loops[i] = new EventLoop(i, bufferSize);
        _threads = new Thread[count];
    }

    public EventLoop[] Loops { get; }

    /// <summary>Starts the threads.</summary>
    /// <param name="processors">The processors of each loop by its index; null or an empty set leaves a thread free.</param>
    public void Start(IReadOnlyList<int[]?>? processors = null)
    {
        foreach (var loop in Loops)
        {
            var bound = processors is not null && loop.Index < processors.Count ? processors[loop.Index] : null;
            _threads[loop.Index] = new Thread(() => RunOn(loop, bound)) { Name = "loop " + loop.Index, IsBackground = true };
            _threads[loop.Index].Start();
        }
    }

    /// <summary>Asks every loop to end and waits until all threads have.</summary>
    public void Stop()
    {
        foreach (var loop in Loops) loop.Stop();
        foreach (var thread in _threads)
        {
            if (thread is not null && thread != Thread.CurrentThread) thread.Join();
        }
    }

    /// <summary>Calls back on every loop.</summary>
    public void PostAll(Action<object?> callback, object? state)
    {
        foreach (var loop in Loops) loop.Post(callback, state);
    }

    public void Dispose()
    {
        Stop();
        foreach (var loop in Loops) loop.Dispose();
    }

    private static void RunOn(EventLoop loop, int[]? processors)
    {
        // A processor that does not exist leaves the thread free, as haproxy does.
        if (processors is { Length: > 0 }) _ = Affinity.BindCurrentThread(processors);
        loop.Run();
    }
}
