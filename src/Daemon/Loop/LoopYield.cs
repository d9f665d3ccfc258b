using System.Runtime.CompilerServices;

namespace Daemon.Loop;

/// <summary>Lets the rest of a loop run before the awaiting method goes on, so that one busy connection does not starve the others.</summary>
public readonly struct LoopYield(EventLoop loop) : ICriticalNotifyCompletion
{
    /// <summary>Never: that is its purpose.</summary>
    public bool IsCompleted => false;

    public LoopYield GetAwaiter() => this;

    public void GetResult()
    {
        // Nothing is returned.
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => loop.PostForNextTurn(LoopTaskAwaiting.Invoke, continuation);
}
