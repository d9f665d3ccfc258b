namespace Keepalived.Net.Vrrp;

/// <summary>What the configuration says to the state machine; all times in microseconds.</summary>
public sealed record RouterSettings
{
    /// <summary>255: this router owns the addresses, is master at once and its priority never changes.</summary>
    public const int Owner = 255;

    public int Version { get; init; } = 2;

    /// <summary>1..255, before trackers change it.</summary>
    public int Priority { get; init; } = 100;

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
}
