using System.Net;
using System.Net.Sockets;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A <c>vrrp_instance</c> while its lines are read: null is what nobody said yet.</summary>
internal sealed class InstanceDraft(string name, Span place) : ITracker, INotifier
{
    private const int OwnerPriority = 255;
    private const int DefaultPriority = 100;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    /// <summary>Null: there is no such line.</summary>
    public VrrpState? GivenState { get; set; }

    public VrrpState WantedState => GivenState ?? VrrpState.Backup;

    public string Interface { get; set; } = "";

    public string? Vrf { get; set; }

    public int VirtualRouterId { get; set; }

    public int? GivenPriority { get; set; }

    /// <summary>Without a priority of its own, MASTER means the owner of the addresses.</summary>
    public int Priority => GivenPriority ?? (WantedState == VrrpState.Master ? OwnerPriority : DefaultPriority);

    public int? Version { get; set; }

    public TimeSpan AdvertInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the first address or the source address decided.</summary>
    public AddressFamily? Family { get; set; }

    public bool NativeIPv6 { get; set; }

    public VrrpAuthenticationType? AuthenticationType { get; set; }

    public string Password { get; set; } = "";

    public HmacAuthentication? Hmac { get; set; }

    public bool NoPreempt { get; set; }

    public TimeSpan PreemptDelay { get; set; }

    public List<VirtualAddress> Addresses { get; } = [];

    public List<VirtualAddress> ExcludedAddresses { get; } = [];

    public List<VirtualRoute> Routes { get; } = [];

    public List<VirtualRule> Rules { get; } = [];

    public bool HasNoAddresses { get; set; }

    /// <summary>The first address when the router speaks IPv6.</summary>
    public IPAddress? AddressesOfIPv6First => Addresses.Count > 0 && Addresses[0].Address.AddressFamily == AddressFamily.InterNetworkV6 ? Addresses[0].Address : null;

    public UnicastDraft Unicast { get; } = new();

    public VirtualMacDraft VirtualMac { get; } = new();

    public TrackDraft Tracks { get; } = new();

    public SyncGroupDraft? SyncGroup { get; set; }

    public bool DontTrackPrimary { get; set; }

    public bool LinkbeatUsePolling { get; set; }

    public bool? SkipCheckAdvertAddresses { get; set; }

    public GratuitousArpDraft Garp { get; set; } = new();

    public IPAddress? SourceAddress { get; set; }

    public bool TrackSourceAddress { get; set; }

    public IPAddress? MulticastGroup { get; set; }

    public int? DownTimerAdverts { get; set; }

    public bool? Accept { get; set; }

    public bool? Strict { get; set; }

    public bool? LowerPriorityNoAdvert { get; set; }

    public bool? HigherPrioritySendAdvert { get; set; }

    public bool PromoteSecondaries { get; set; }

    public uint? KernelReceiveBuffer { get; set; }

    public int Debug { get; set; }

    public string? LvsSyncDaemonInterface { get; set; }

    public bool OwnerIgnoresAdverts { get; set; }

    public bool ChecksumAsVersion2 { get; set; }

    public bool TimerExpiredBackup { get; set; }

    public bool ThreadTimerExpired { get; set; }

    public NotifyScripts Notify { get; set; } = new();

    public string NotifyPrefix => $"({Name})";

    public bool NotifyDeleted { get; set; }

    public bool? NotifyPriorityChanges { get; set; }

    public bool? SmtpAlert { get; set; }
}
