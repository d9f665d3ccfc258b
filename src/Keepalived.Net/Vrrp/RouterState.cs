using ConfParsers.Keepalived;

namespace Keepalived.Net.Vrrp;

/// <summary>Everything a virtual router remembers between two events: numbers only, because they lie in memory that another process takes over. Times are microseconds of the caller's monotonic clock.</summary>
public record struct RouterState
{
    /// <summary>No timer runs.</summary>
    public const long Never = long.MaxValue;

    public RouterState(RouterSettings settings)
    {
        EffectivePriority = settings.Priority;
        MasterIntervalUs = settings.AdvertIntervalUs;
    }

    public VrrpState State { get; set; } = VrrpState.Init;

    /// <summary>As backup the master down timer, as master the next advertisement.</summary>
    public long DeadlineUs { get; set; } = Never;

    /// <summary>The master's advertisement interval as learned (version 3), else our own.</summary>
    public long MasterIntervalUs { get; set; }

    public int EffectivePriority { get; set; }

    /// <summary>No master is heard any more, or it is we: what the members of a sync group ask of each other.</summary>
    public bool WantsMaster { get; set; }

    /// <summary>How many things keep us in FAULT: interfaces down, scripts of weight 0 failing, no address.</summary>
    public int Faults { get; set; }

    /// <summary>How many scripts of weight 0 have not reported yet: INIT lasts until they have.</summary>
    public int ScriptsPending { get; set; }

    /// <summary>When preempt_delay is over; 0: it does not run.</summary>
    public long PreemptAllowedUs { get; set; }

    public long GarpDueUs { get; set; } = Never;

    public int GarpDueRepeat { get; set; }

    /// <summary>The early second burst of a router with a virtual MAC address.</summary>
    public long GarpRepairUs { get; set; } = Never;

    public long GarpRefreshUs { get; set; } = Never;

    /// <summary>When the state machine wants its next <c>Timer</c> event.</summary>
    public readonly long NextEventUs => Math.Min(Math.Min(DeadlineUs, GarpRepairUs), Math.Min(GarpDueUs, GarpRefreshUs));
}
