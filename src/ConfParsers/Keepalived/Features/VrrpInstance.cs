using System.Net;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

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

    /// <summary>Of version 3 (2.4).</summary>
    public HmacAuthentication? Hmac { get; init; }

    /// <summary>Addresses are IPv6 although version 2 or an address of IPv4 would say otherwise.</summary>
    public bool NativeIPv6 { get; init; }

    public bool NoPreempt { get; init; }

    public TimeSpan PreemptDelay { get; init; } = TimeSpan.Zero;

    public VirtualAddress[] Addresses { get; init; } = [];

    /// <summary>Moved with the others, but not advertised.</summary>
    public VirtualAddress[] ExcludedAddresses { get; init; } = [];

    /// <summary>Set while it is master.</summary>
    public VirtualRoute[] Routes { get; init; } = [];

    /// <summary>Set while it is master.</summary>
    public VirtualRule[] Rules { get; init; } = [];

    /// <summary>The name of its sync group; null: none.</summary>
    public string? SyncGroup { get; init; }

    public Tracking Tracking { get; init; } = new();

    public TrackedInterface[] TrackInterfaces => Tracking.Interfaces;

    public TrackedScript[] TrackScripts => Tracking.Scripts;

    /// <summary>Its own interface may be down.</summary>
    public bool DontTrackPrimary { get; init; }

    /// <summary>Links are asked for instead of listened to.</summary>
    public bool LinkbeatUsePolling { get; init; }

    /// <summary>Layer 3 master device; null: none.</summary>
    public string? Vrf { get; init; }

    public VirtualMac? VirtualMac { get; init; }

    public IpVlan? IpVlan { get; init; }

    /// <summary>Null: advertisements go to <see cref="MulticastGroup"/>.</summary>
    public Unicast? Unicast { get; init; }

    public IPAddress MulticastGroup { get; init; } = IPAddress.Parse("224.0.0.18");

    /// <summary>Without its source address the instance is in FAULT.</summary>
    public bool TrackSourceAddress { get; init; }

    /// <summary>Packets to the virtual addresses are accepted although the node does not own them (RFC 5798 §6.1 Accept_Mode).</summary>
    public bool Accept { get; init; } = true;

    /// <summary>Keeps to the RFC.</summary>
    public bool Strict { get; init; }

    public bool LowerPriorityNoAdvert { get; init; }

    public bool HigherPrioritySendAdvert { get; init; }

    /// <summary>Removing the first address of a network does not remove the others (sysctl promote_secondaries).</summary>
    public bool PromoteSecondaries { get; init; }

    /// <summary>Bytes; null: the system's default.</summary>
    public uint? KernelReceiveBuffer { get; init; }

    /// <summary>0..4</summary>
    public int Debug { get; init; }

    public string? LvsSyncDaemonInterface { get; init; }

    public bool OwnerIgnoresAdverts { get; init; }

    public bool ChecksumAsVersion2 { get; init; }

    /// <summary>A master whose own timer came too late steps back (2.4).</summary>
    public bool TimerExpiredBackup { get; init; }

    public bool ThreadTimerExpired { get; init; }

    public bool SkipCheckAdvertAddresses { get; init; }

    public GratuitousArp Garp { get; init; } = new();

    public IPAddress? SourceAddress { get; init; }

    /// <summary>Missed advertisements before a take-over.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    public NotifyScripts Notify { get; init; } = new();

    /// <summary>An instance that a reload takes away is notified as deleted, not as FAULT.</summary>
    public bool NotifyDeleted { get; init; }

    public bool NotifyPriorityChanges { get; init; }

    public bool SmtpAlert { get; init; }
}

/// <summary>Who the virtual router is: interface, identity, priority (keepalived.conf(5) "VRRP instance(s)").</summary>
internal static class VrrpInstanceFeature
{
    /// <summary>IFNAMSIZ without its zero.</summary>
    private const int MaxInterfaceName = 15;

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Setting<InstanceDraft>("state", "<MASTER|BACKUP>", State) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("interface", "<name>", Interface) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("virtual_router_id", "<1:255>", VirtualRouterId) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("priority", "<1:255>", Priority) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("vrf", "<name>", Vrf) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("down_timer_adverts", "<1:100>", DownTimerAdverts) { Manual = "VRRP instance(s)" },
    ];

    /// <summary>The heading <c>vrrp_instance NAME</c>.</summary>
    public static InstanceDraft? Open(Words words, Reading reading)
    {
        if (words.Count != 1)
        {
            reading.Warn(DiagnosticKind.MissingArgument, words.Place, "vrrp_instance must have a name");
            return null;
        }

        words.Next(out var name);
        if (reading.Instances.Exists(instance => string.Equals(instance.Name, name, StringComparison.Ordinal)))
        {
            words.Warn(DiagnosticKind.Duplicate, $"vrrp instance {name} already defined");
            return null;
        }

        var draft = new InstanceDraft(name, words.Place);
        reading.Instances.Add(draft);
        return draft;
    }

    /// <summary>The closing brace: what the lines together say.</summary>
    public static void Close(Words words, Reading reading, InstanceDraft instance)
    {
        instance.Unicast.Close(words, instance);
        instance.VirtualMac.Close(words, instance);
    }

    private static void State(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (string.Equals(word, "MASTER", StringComparison.Ordinal)) instance.GivenState = VrrpState.Master;
        else instance.GivenState = VrrpState.Backup;
        if (word is not ("MASTER" or "BACKUP")) words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) unknown state '{word}', defaulting to BACKUP");
    }

    private static void Interface(Words words, InstanceDraft instance)
    {
        words.Next(out var name);
        if (name.Length > MaxInterfaceName)
        {
            words.Warn(DiagnosticKind.BadValue, $"Interface name '{name}' too long - ignoring");
            return;
        }

        if (string.Equals(name, "lo", StringComparison.Ordinal))
        {
            words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) cannot use a loopback interface (lo) for vrrp - ignoring");
            return;
        }

        instance.Interface = name;
        if (words.Reading.Surroundings.HasInterface(name)) return;
        if (words.Reading is { Strict: true, HasDynamicInterfaces: false }) instance.Interface = "";
        words.Reading.MissingInterface(words.PlaceOfLast, $"WARNING - interface {name} for vrrp_instance {instance.Name} doesn't exist");
    }

    private static void VirtualRouterId(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 255, out var id)) instance.VirtualRouterId = (int)id;
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}): VRID '{word}' not valid - must be between 1 & 255");
    }

    private static void Priority(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 255, out var priority))
        {
            instance.GivenPriority = (int)priority;
            return;
        }

        words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) Priority not valid! must be between 1 & 255. Using default 100");
        instance.GivenPriority = 100;
    }

    private static void Vrf(Words words, InstanceDraft instance)
    {
        words.Next(out var name);
        if (instance.Interface.Length > 0)
        {
            words.Warn(DiagnosticKind.Conflict, $"({instance.Name}) Cannot specify VRF interface and interface - ignoring");
            return;
        }

        if (name.Length > MaxInterfaceName)
        {
            words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) VRF interface name '{name}' too long - ignoring");
            return;
        }

        instance.Vrf = name;
        if (words.Reading.Surroundings.HasInterface(name)) return;
        words.Reading.MissingInterface(words.PlaceOfLast, $"({instance.Name}) WARNING - VRF interface {name} doesn't exist");
    }

    private static void DownTimerAdverts(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 100, out var count)) instance.DownTimerAdverts = (int)count;
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}): Invalid down_timer_adverts [1:100] '{word}'");
    }
}
