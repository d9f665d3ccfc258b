using System.Net;
using System.Net.Sockets;
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
        new Setting<InstanceDraft>("skip_check_adv_addr", "[bool]", SkipCheck) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("dont_track_primary", "", DontTrackPrimary) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("mcast_src_ip", "<address>", SourceAddress) { Manual = "VRRP instance(s)" },
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

    private static void State(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (string.Equals(word, "MASTER", StringComparison.Ordinal)) instance.WantedState = VrrpState.Master;
        else if (string.Equals(word, "BACKUP", StringComparison.Ordinal)) instance.WantedState = VrrpState.Backup;
        else words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) unknown state '{word}', defaulting to BACKUP");
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
            instance.Priority = (int)priority;
            return;
        }

        words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) Priority not valid! must be between 1 & 255. Using default 100");
        instance.Priority = 100;
    }

    private static void SkipCheck(Words words, InstanceDraft instance)
    {
        if (!words.Next(out var word)) instance.SkipCheckAdvertAddresses = true;
        else if (Words.Boolean(word) is { } value) instance.SkipCheckAdvertAddresses = value;
        else words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) invalid skip_check_adv_addr {word} specified");
    }

    private static void DontTrackPrimary(Words words, InstanceDraft instance) => instance.DontTrackPrimary = true;

    private static void SourceAddress(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (Keepalived.Addresses.Parse(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Configuration error: VRRP instance[{instance.Name}] malformed src address[{word}]. Skipping...");
        }
        else if (instance.Family is { } family && address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Configuration error: VRRP instance[{instance.Name}] and src address[{word}] MUST be of the same family !!! Skipping...");
        }
        else
        {
            instance.SourceAddress = address;
            instance.Family ??= address.AddressFamily;
        }
    }

    private static void DownTimerAdverts(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 100, out var count)) instance.DownTimerAdverts = (int)count;
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}): Invalid down_timer_adverts [1:100] '{word}'");
    }
}
