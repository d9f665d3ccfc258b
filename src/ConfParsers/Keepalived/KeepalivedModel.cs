using System.Net;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What a keepalived.conf with its includes means: immutable, names resolved (keepalived.conf(5)).</summary>
public sealed record KeepalivedModel(GlobalDefs Global, VrrpInstance[] Instances, VrrpScript[] Scripts);

/// <summary><c>global_defs</c>, the part that VRRP needs.</summary>
public sealed record GlobalDefs
{
    /// <summary>Default: the host name.</summary>
    public string? RouterId { get; init; }

    public int VrrpVersion { get; init; } = 2;

    public bool SkipCheckAdvertAddresses { get; init; }

    /// <summary>Gratuitous ARP defaults; an instance may override each.</summary>
    public GratuitousArp Garp { get; init; } = new();

    public string? ScriptUser { get; init; }

    public string? ScriptGroup { get; init; }

    public bool ScriptSecurity { get; init; }

    public IPAddress MulticastGroup4 { get; init; } = IPAddress.Parse("224.0.0.18");

    public IPAddress MulticastGroup6 { get; init; } = IPAddress.Parse("ff02::12");
}

/// <summary>How gratuitous ARP (IPv4) and unsolicited neighbour advertisements (IPv6) are sent.</summary>
public sealed record GratuitousArp
{
    /// <summary>Second burst after becoming master; zero: none.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    public int Repeat { get; init; } = 5;

    /// <summary>Zero: no refresh while master.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.Zero;

    public int RefreshRepeat { get; init; } = 1;

    public TimeSpan LowerPriorityDelay { get; init; } = TimeSpan.FromSeconds(5);

    public int LowerPriorityRepeat { get; init; } = 5;

    /// <summary>Between two frames on one interface.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.Zero;
}

public enum VrrpState
{
    Init,
    Backup,
    Master,
    Fault,
}

/// <summary>One <c>vrrp_instance</c>.</summary>
public sealed record VrrpInstance(string Name, Span Place)
{
    /// <summary>The state the user asked for: Master or Backup.</summary>
    public VrrpState WantedState { get; init; } = VrrpState.Backup;

    public string Interface { get; init; } = "";

    /// <summary>1..255</summary>
    public int VirtualRouterId { get; init; }

    /// <summary>1..255; 255 is the address owner.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>2 or 3, after the global default was applied.</summary>
    public int Version { get; init; } = 2;

    public TimeSpan AdvertInterval { get; init; } = TimeSpan.FromSeconds(1);

    public VrrpAuthentication? Authentication { get; init; }

    public bool NoPreempt { get; init; }

    public TimeSpan PreemptDelay { get; init; } = TimeSpan.Zero;

    public VirtualAddress[] Addresses { get; init; } = [];

    public TrackedInterface[] TrackInterfaces { get; init; } = [];

    public TrackedScript[] TrackScripts { get; init; } = [];

    public bool DontTrackPrimary { get; init; }

    public bool SkipCheckAdvertAddresses { get; init; }

    public GratuitousArp Garp { get; init; } = new();

    public IPAddress? SourceAddress { get; init; }

    /// <summary>Missed advertisements before a take-over.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    public NotifyScripts Notify { get; init; } = new();
}

public enum VrrpAuthenticationType
{
    Pass,
    AuthenticationHeader,
}

/// <param name="Password">At most 8 bytes; longer ones were truncated with a warning.</param>
public sealed record VrrpAuthentication(VrrpAuthenticationType Type, string Password);

/// <summary>A line of <c>virtual_ipaddress</c>.</summary>
/// <param name="Interface">Null: the instance's.</param>
/// <param name="Scope">rtnetlink scope: 0 global, 200 site, 253 link, 254 host.</param>
public sealed record VirtualAddress(IPAddress Address, int PrefixLength, string? Interface, string? Label, IPAddress? Broadcast, int Scope, Span Place);

/// <param name="Weight">0: down means FAULT; otherwise added to the priority while up (positive) or while down (negative).</param>
public sealed record TrackedInterface(string Name, int Weight, Span Place);

/// <param name="Weight">Null: the script's own.</param>
public sealed record TrackedScript(VrrpScript Script, int? Weight, bool Reverse, Span Place)
{
    public int EffectiveWeight => Weight ?? Script.Weight;
}

/// <summary>One <c>vrrp_script</c>.</summary>
public sealed record VrrpScript(string Name, ScriptCommand Command, Span Place)
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Zero: the interval.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.Zero;

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Rise { get; init; } = 1;

    public int Fall { get; init; } = 1;

    public bool InitFail { get; init; }
}

/// <summary>A command line, already split into arguments, and who runs it.</summary>
/// <param name="User">Null: the script_user, else keepalived's default.</param>
public sealed record ScriptCommand(string[] Arguments, string? User, string? Group);

/// <summary>Scripts run at a change of state; keepalived appends its own arguments to <c>notify</c> and, since 2.0, to all.</summary>
public sealed record NotifyScripts
{
    public ScriptCommand? Master { get; init; }

    public ScriptCommand? Backup { get; init; }

    public ScriptCommand? Fault { get; init; }

    public ScriptCommand? Stop { get; init; }

    public ScriptCommand? Any { get; init; }
}
