using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>How an instance answers others, what it tells the world, and how strictly it keeps to the RFC (keepalived.conf(5) "VRRP instance(s)").</summary>
internal static class Behaviour
{
    private const string Manual = "VRRP instance(s)";
    private const int OwnerPriority = 255;

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        Rows.Flag<InstanceDraft>("accept", Manual, instance => instance.Accept = true),
        Rows.Flag<InstanceDraft>("no_accept", Manual, instance => instance.Accept = false),
        Switch("strict_mode", (instance, on) => instance.Strict = on),
        Switch("skip_check_adv_addr", (instance, on) => instance.SkipCheckAdvertAddresses = on),
        Switch("lower_prio_no_advert", (instance, on) => instance.LowerPriorityNoAdvert = on),
        Switch("higher_prio_send_advert", (instance, on) => instance.HigherPrioritySendAdvert = on),
        Rows.Switch<InstanceDraft>("smtp_alert", Manual, (instance, on) => instance.SmtpAlert = on, (_, word) => $"Invalid vrrp_instance smtp_alert parameter {word}"),
        Rows.Switch<InstanceDraft>("notify_priority_changes", Manual, (instance, on) => instance.NotifyPriorityChanges = on, (instance, word) => $"({instance.Name}) Invalid value '{word}' for notify_priority_changes specified"),
        Rows.Flag<InstanceDraft>("promote_secondaries", Manual, instance => instance.PromoteSecondaries = true),
        Rows.Flag<InstanceDraft>("dont_track_primary", Manual, instance => instance.DontTrackPrimary = true),
        new Setting<InstanceDraft>("linkbeat_use_polling", "", Linkbeat) { Manual = Manual },
        new Setting<InstanceDraft>("lvs_sync_daemon_interface", "[name]", LvsSyncDaemon) { Manual = Manual },
        new Setting<InstanceDraft>("kernel_rx_buf_size", "[bytes]", KernelReceiveBuffer) { Manual = Manual },
        new Setting<InstanceDraft>("debug", "<0:4>", Debug) { Manual = Manual },
        new Setting<InstanceDraft>("native_ipv6", "", NativeIPv6) { Manual = Manual },
        Rows.Flag<InstanceDraft>("owner_ignore_adverts", Manual, instance => instance.OwnerIgnoresAdverts = true) with { Since = Since.V24 },
        Rows.Flag<InstanceDraft>("v3_checksum_as_v2", Manual, instance => instance.ChecksumAsVersion2 = true) with { Since = Since.V24 },
        Rows.Flag<InstanceDraft>("timer_expired_backup", Manual, instance => instance.TimerExpiredBackup = true) with { Since = Since.V24 },
        Rows.Flag<InstanceDraft>("thread_timer_expired", Manual, instance => instance.ThreadTimerExpired = true) with { Since = Since.V24 },
    ];

    /// <summary>What strict mode does not allow is set back (RFC 5798; keepalived.conf(5) "vrrp_strict").</summary>
    public static void CheckStrict(Reading reading, InstanceDraft instance, GlobalDefs global)
    {
        if (instance.AddressesOfIPv6First is { IsIPv6LinkLocal: false }) Conflict("the first IPv6 VIP address must be link local");
        if ((instance.LowerPriorityNoAdvert ?? global.LowerPriorityNoAdvert) is false && instance.LowerPriorityNoAdvert is not null) Conflict("Strict mode requires no lower priority advert. resetting");
        instance.LowerPriorityNoAdvert = true;
        if (instance.HigherPrioritySendAdvert is true) Conflict("strict mode requires higher_prio_send_advert to be clear. resetting");
        instance.HigherPrioritySendAdvert = false;
        if ((instance.DownTimerAdverts ?? global.DownTimerAdverts) != 3) Conflict("down_timer_adverts is incompatible with strict mode - resetting");
        instance.DownTimerAdverts = 3;

        void Conflict(string text) => reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) {text}");
    }

    /// <summary>Without a word of it the owner of the addresses is MASTER; in strict mode nobody else is.</summary>
    public static VrrpState WantedState(Reading reading, InstanceDraft instance, bool isStrict)
    {
        var isOwner = instance.Priority == OwnerPriority;
        if (isOwner && instance.GivenState is null) return VrrpState.Master;
        if (!isStrict || isOwner == (instance.WantedState == VrrpState.Master)) return instance.WantedState;
        reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) State MASTER must match being address owner");
        return isOwner ? VrrpState.Master : VrrpState.Backup;
    }

    /// <summary>Version 2 knows no accept mode (RFC 3768 §6.4.3).</summary>
    public static bool Accepts(Reading reading, InstanceDraft instance, int version, bool isStrict)
    {
        if (!isStrict) return instance.Accept ?? true;
        if (version != 2 || instance.Accept is not true) return instance.Accept ?? false;
        reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting");
        return false;
    }

    private static Setting<InstanceDraft> Switch(string name, Action<InstanceDraft, bool> set) =>
        Rows.Switch(name, Manual, set, (instance, word) => $"({instance.Name}) invalid {name} {word} specified");

    private static void Linkbeat(Words words, InstanceDraft instance)
    {
        words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, $"({instance.Name}) 'linkbeat_use_polling' in vrrp instance deprecated - use linkbeat_interfaces block");
        instance.LinkbeatUsePolling = true;
    }

    private static void LvsSyncDaemon(Words words, InstanceDraft instance)
    {
        words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, $"({instance.Name}) Specifying lvs_sync_daemon_interface against a vrrp is deprecated.");
        words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, "      Please use global lvs_sync_daemon");
        words.Next(out var name);
        if (instance.LvsSyncDaemonInterface is null) instance.LvsSyncDaemonInterface = name;
        else words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) lvs_sync_daemon_interface has already been specified as {instance.LvsSyncDaemonInterface} - ignoring");
    }

    private static void KernelReceiveBuffer(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Count == 1 && words.Unsigned(word, 0, uint.MaxValue, out var bytes)) instance.KernelReceiveBuffer = bytes;
        else words.Warn(DiagnosticKind.BadNumber, $"({instance.Name}) invalid kernel_rx_buf_size specified");
    }

    private static void Debug(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, 4, out var level)) instance.Debug = (int)level;
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) Debug value '{word}' not valid; must be between 0-4");
    }

    private static void NativeIPv6(Words words, InstanceDraft instance)
    {
        if (instance.Family == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            words.Reading.Warn(DiagnosticKind.Conflict, words.Place, $"({instance.Name}) Cannot specify native_ipv6 with IPv4 addresses");
            return;
        }

        instance.Family = System.Net.Sockets.AddressFamily.InterNetworkV6;
        instance.NativeIPv6 = true;
    }
}
