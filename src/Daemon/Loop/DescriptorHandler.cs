using Daemon.Linux;

namespace Daemon.Loop;

/// <summary>
/// What owns one descriptor on a loop and is told of its events. Each has one timer of its own, because nearly all that waits for a
/// descriptor also waits for a timeout.
/// </summary>
public abstract class DescriptorHandler : LoopTimer
{
    /// <summary>Its place in the loop's table; -1 when it is not registered.</summary>
    internal int Registration = -1;

    /// <summary>The kernel saw something. Called on the loop; with edge triggering each change is told once.</summary>
    protected internal abstract void OnEvents(EpollEvents events);

    /// <summary>Nothing, for handlers that never arm their timer.</summary>
    protected internal override void OnDue(long nowMs)
    {
    }
}
