using Daemon.Loop;

namespace Daemon.Tests;

/// <summary>Runs a piece of a test on loops of its own, each on its thread, and fails instead of hanging.</summary>
internal sealed class OnLoop : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly LoopGroup _group;

    public OnLoop(int loops = 1, int bufferSize = 16384)
    {
        _group = new LoopGroup(loops, bufferSize);
        foreach (var loop in _group.Loops) loop.OnUnhandled = e => Unhandled ??= e;
        _group.Start();
    }

    public Exception? Unhandled { get; private set; }

    public EventLoop[] Loops => _group.Loops;

    public EventLoop Loop => _group.Loops[0];

    /// <summary>Runs an async method on a loop to its end; what it throws is thrown here.</summary>
    public async Task Run(Func<EventLoop, LoopTask> body, int loop = 0)
    {
        await Run<bool>(async l =>
        {
            await body(l);
            return true;
        }, loop);
    }

    /// <inheritdoc cref="Run(Func{EventLoop, LoopTask}, int)"/>
    public async Task<T> Run<T>(Func<EventLoop, LoopTask<T>> body, int loop = 0)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loops[loop].Post(_ => Start(Loops[loop], body, done).Forget(), null);
        var result = await done.Task.WaitAsync(Patience);
        if (Unhandled is not null) throw new InvalidOperationException("thrown on the loop", Unhandled);
        return result;
    }

    public void Dispose() => _group.Dispose();

    private static async LoopTask Start<T>(EventLoop loop, Func<EventLoop, LoopTask<T>> body, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await body(loop));
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
