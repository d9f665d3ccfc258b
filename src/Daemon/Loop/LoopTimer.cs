namespace Daemon.Loop;

/// <summary>
/// Something that may fall due on a loop's clock. It is its own entry of the <see cref="TimerWheel"/>, so that arming costs no allocation, and
/// it is armed lazily: putting the deadline off only writes a number, and the wheel looks again when the old place falls due.
/// Only the thread of the loop may touch it.
/// </summary>
public abstract class LoopTimer
{
    internal LoopTimer? Previous;
    internal LoopTimer? Next;

    /// <summary>Where it is linked in the wheel: slot number over all levels; -1 when it is not linked.</summary>
    internal int Slot = -1;

    /// <summary>The tick its place in the wheel stands for; never later than the deadline.</summary>
    internal long PlacedMs;

    /// <summary>Never: the deadline of a timer that is not armed.</summary>
    public const long Never = long.MaxValue;

    /// <summary>When it falls due, in milliseconds of <see cref="EventLoop.NowMs"/>; <see cref="Never"/> when not armed.</summary>
    public long DeadlineMs { get; internal set; } = Never;

    public bool IsArmed => DeadlineMs != Never;

    /// <summary>Called once on the loop when the deadline has passed; the timer is no longer armed and may be armed again from here.</summary>
    protected internal abstract void OnDue(long nowMs);
}
