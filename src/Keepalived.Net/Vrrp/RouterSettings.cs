namespace Keepalived.Net.Vrrp;

/// <summary>What the configuration says to the state machine; all times in microseconds.</summary>
public sealed record RouterSettings
{
    /// <summary>255: this router owns the addresses, is master at once and its priority never changes.</summary>
    public const int Owner = 255;

    public int Version { get; init; } = 2;

    /// <summary>1..255, before trackers change it.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>The configuration says <c>state MASTER</c>.</summary>
    public bool WantsMaster { get; init; }

    /// <summary>An owner in state MASTER does not wait for silence.</summary>
    public bool IsMasterAtOnce => Priority == Owner && WantsMaster;

    public long AdvertIntervalUs { get; init; } = 1_000_000;

    public int DownTimerAdverts { get; init; } = 3;

    public bool NoPreempt { get; init; }

    /// <summary>0: none.</summary>
    public long PreemptDelayUs { get; init; }

    public int GarpRepeat { get; init; } = 5;

    /// <summary>Second burst after becoming master; 0: none.</summary>
    public long GarpDelayUs { get; init; } = 5_000_000;

    /// <summary>0: no refresh while master.</summary>
    public long GarpRefreshUs { get; init; }

    public int GarpRefreshRepeat { get; init; } = 1;

    /// <summary>After an advertisement of lower priority was heard as master.</summary>
    public int GarpLowerPriorityRepeat { get; init; } = 5;

    /// <summary>0: no second burst then.</summary>
    public long GarpLowerPriorityDelayUs { get; init; } = 5_000_000;

    /// <summary>As master, an advertisement of lower priority is not answered with one of ours.</summary>
    public bool LowerPriorityNoAdvertisement { get; init; }

    /// <summary>As master, an advertisement of higher priority is answered once more before giving up.</summary>
    public bool HigherPrioritySendsAdvertisement { get; init; }

    /// <summary>
    /// A burst of announcements soon after becoming master; 0: none. With a virtual MAC address the old master may, by answering the first
    /// burst, move the address back to its own port in the switches: nothing would correct that before <see cref="GarpDelayUs"/>.
    /// </summary>
    public long GarpRepairUs { get; init; }
}
