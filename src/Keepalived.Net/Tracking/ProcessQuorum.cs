namespace Keepalived.Net.Tracking;

/// <summary>
/// Whether enough processes run, and not too many; a change counts only after its delay, and not at all when it has changed back by then.
/// (keepalived.conf(5) "quorum", "quorum_max", "fork_delay", "terminate_delay")
/// </summary>
public sealed class ProcessQuorum
{
    private long dueUs = long.MaxValue;

    public int Minimum { get; set; } = 1;

    public int Maximum { get; set; } = int.MaxValue;

    public long ForkDelayUs { get; set; }

    public long TerminateDelayUs { get; set; }

    public int Count { get; private set; }

    /// <summary>As it counts for virtual routers.</summary>
    public bool IsReached { get; private set; }

    public long NextEventUs => dueUs;

    private bool Holds => Count >= Minimum && Count <= Maximum;

    /// <summary>The first count: nothing is delayed.</summary>
    public void Start(int count)
    {
        Count = count;
        IsReached = Holds;
        dueUs = long.MaxValue;
    }

    /// <summary>Another number of processes, or other limits. True: the quorum counts as gained or lost from now on.</summary>
    public bool Set(int count, long now)
    {
        Count = count;
        if (Holds == IsReached)
        {
            dueUs = long.MaxValue;
            return false;
        }

        var delay = Holds ? ForkDelayUs : TerminateDelayUs;
        if (delay > 0)
        {
            if (dueUs == long.MaxValue) dueUs = now + delay;
            return false;
        }

        IsReached = Holds;
        return true;
    }

    /// <summary>True: a delay is over and the quorum counts as gained or lost.</summary>
    public bool OnTimer(long now)
    {
        if (now < dueUs) return false;
        dueUs = long.MaxValue;
        IsReached = Holds;
        return true;
    }
}
