using System.Net;
using System.Net.Sockets;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A <c>vrrp_instance</c> while its lines are read: null is what nobody said yet.</summary>
internal sealed class InstanceDraft(string name, Span place)
{
    public string Name { get; } = name;

    public Span Place { get; } = place;

    public VrrpState WantedState { get; set; } = VrrpState.Backup;

    public string Interface { get; set; } = "";

    public int VirtualRouterId { get; set; }

    public int Priority { get; set; } = 100;

    public int? Version { get; set; }

    public TimeSpan AdvertInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the first address or the source address decided.</summary>
    public AddressFamily? Family { get; set; }

    public VrrpAuthenticationType? AuthenticationType { get; set; }

    public string Password { get; set; } = "";

    public bool NoPreempt { get; set; }

    public TimeSpan PreemptDelay { get; set; }

    public List<VirtualAddress> Addresses { get; } = [];

    public List<TrackedInterface> TrackInterfaces { get; } = [];

    public List<ScriptUse> TrackScripts { get; } = [];

    public bool DontTrackPrimary { get; set; }

    public bool? SkipCheckAdvertAddresses { get; set; }

    public GratuitousArpDraft Garp { get; set; } = new();

    public IPAddress? SourceAddress { get; set; }

    public int? DownTimerAdverts { get; set; }

    public NotifyScripts Notify { get; set; } = new();
}

/// <summary>A line of <c>track_script</c>, before its name is resolved.</summary>
/// <param name="IsForward">No script of that name was declared before this line.</param>
internal sealed record ScriptUse(string Name, int? Weight, bool? Reverse, bool IsForward, Span Place);
