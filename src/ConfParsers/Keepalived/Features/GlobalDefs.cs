using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary><c>global_defs</c>: who this node is, and what holds for all its instances.</summary>
public sealed record GlobalDefs
{
    /// <summary>Default: the host name.</summary>
    public string? RouterId { get; init; }

    public EmailSettings Email { get; init; } = new();

    public DaemonProcesses Processes { get; init; } = new();

    public HousekeepingSettings Housekeeping { get; init; } = new();

    public NftablesSettings Nftables { get; init; } = new();

    public LvsDefaults Lvs { get; init; } = new();

    public SnmpSettings Snmp { get; init; } = new();

    public BufferSettings Buffers { get; init; } = new();

    public int VrrpVersion { get; init; } = 2;

    /// <summary>RFC compliance is enforced; an instance may override it.</summary>
    public bool Strict { get; init; }

    public bool SkipCheckAdvertAddresses { get; init; }

    public bool CheckUnicastSource { get; init; }

    /// <summary>Gratuitous ARP defaults; an instance may override each.</summary>
    public GratuitousArp Garp { get; init; } = new();

    /// <summary>As few gratuitous ARPs as possible.</summary>
    public bool MinimalGarp { get; init; }

    /// <summary>No advertisement in answer to one of lower priority; an instance may override it.</summary>
    public bool LowerPriorityNoAdvert { get; init; }

    /// <summary>One advertisement in answer to one of higher priority, before becoming backup; an instance may override it.</summary>
    public bool HigherPrioritySendAdvert { get; init; }

    public string? ScriptUser { get; init; }

    public string? ScriptGroup { get; init; }

    public bool ScriptSecurity { get; init; }

    /// <summary>Scripts keep the supplementary groups of their user (2.4).</summary>
    public bool SupplementaryGroups { get; init; }

    /// <summary>Paths of scripts are used as they are written, with their symbolic links (2.4).</summary>
    public bool UseSymlinkPaths { get; init; }

    public LifecycleScript? StartupScript { get; init; }

    public TimeSpan StartupScriptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public LifecycleScript? ShutdownScript { get; init; }

    public TimeSpan ShutdownScriptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For all that is notified; null: none.</summary>
    public NotifyFifo? NotifyFifo { get; init; }

    public NotifyFifo? VrrpNotifyFifo { get; init; }

    public NotifyFifo? LvsNotifyFifo { get; init; }

    /// <summary>A reload writes the state of every instance into the FIFOs again.</summary>
    public bool FifoWriteStatesOnReload { get; init; }

    /// <summary>A change of priority is notified too; an instance may override it.</summary>
    public bool NotifyPriorityChanges { get; init; }

    /// <summary>Interfaces may appear and vanish while the daemon runs.</summary>
    public bool DynamicInterfaces { get; init; }

    /// <summary>A VMAC or IPVLAN may change its base interface.</summary>
    public bool DynamicInterfacesMayChange { get; init; }

    /// <summary>For addresses and instances that name none.</summary>
    public string? DefaultInterface { get; init; }

    /// <summary>Multicast is joined without telling the switches.</summary>
    public bool DisableLocalIgmp { get; init; }

    public IPAddress MulticastGroup4 { get; init; } = IPAddress.Parse("224.0.0.18");

    public IPAddress MulticastGroup6 { get; init; } = IPAddress.Parse("ff02::12");

    /// <summary>Missed advertisements before a take-over, 1..100; an instance may override it.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>How long after the start no instance does anything.</summary>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>That delay counts from the boot of the machine (2.4).</summary>
    public TimeSpan DelayAfterBoot { get; init; }

    public bool LogUnknownRouters { get; init; }

    /// <summary>Names of VMACs begin with it; null: <c>vrrp</c>.</summary>
    public string? VirtualMacPrefix { get; init; }

    /// <summary>Names of VMACs that only addresses use begin with it.</summary>
    public string? VirtualMacAddressPrefix { get; init; }

    /// <summary>An owner of the addresses does not listen to others (2.4).</summary>
    public bool OwnerIgnoresAdverts { get; init; }

    /// <summary>Version 3 checksums leave the pseudo header out (2.4).</summary>
    public bool ChecksumAsVersion2 { get; init; }
}

/// <summary>Who this node is and how it speaks (keepalived.conf(5) "GLOBAL CONFIGURATION").</summary>
internal static class GlobalDefsFeature
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("router_id", "[name]", RouterId),
        Rows.Global("vrrp_version", "<2|3>", Version),
        Rows.Global("vrrp_skip_check_adv_addr", global => global with { SkipCheckAdvertAddresses = true }),
        Rows.Global("vrrp_check_unicast_src", global => global with { CheckUnicastSource = true }),
        Rows.Global("vrrp_strict", global => global with { Strict = true }),
        Rows.Global("vrrp_mcast_group4", "<address>", (words, global) => Multicast(words, AddressFamily.InterNetwork) is { } group ? global with { MulticastGroup4 = group } : global),
        Rows.Global("vrrp_mcast_group6", "<address>", (words, global) => Multicast(words, AddressFamily.InterNetworkV6) is { } group ? global with { MulticastGroup6 = group } : global),
        Rows.Global("vrrp_down_timer_adverts", "<1:100>", DownTimerAdverts),
        Rows.GlobalSwitch("vrrp_min_garp", (global, on) => global with { MinimalGarp = on }, _ => "Invalid value for vrrp_min_garp specified"),
        Rows.GlobalSwitch("vrrp_lower_prio_no_advert", (global, on) => global with { LowerPriorityNoAdvert = on }, _ => "Invalid value for vrrp_lower_prio_no_advert specified"),
        Rows.GlobalSwitch("vrrp_higher_prio_send_advert", (global, on) => global with { HigherPrioritySendAdvert = on }, _ => "Invalid value for vrrp_higher_prio_send_advert specified"),
        Rows.GlobalSwitch("vrrp_notify_priority_changes", (global, on) => global with { NotifyPriorityChanges = on }),
        Rows.Global("dynamic_interfaces", "[allow_if_changes]", DynamicInterfaces),
        Rows.Global("default_interface", "[name]", DefaultInterface),
        Rows.Global("disable_local_igmp", global => global with { DisableLocalIgmp = true }),
        Rows.Global("vrrp_startup_delay", "<seconds>", StartupDelay),
        Rows.Global("log_unknown_vrids", global => global with { LogUnknownRouters = true }),
        Rows.Global("vmac_prefix", "<prefix>", (words, global) => Prefix(words, global, "vmac", global.VirtualMacPrefix, (defs, prefix) => defs with { VirtualMacPrefix = prefix })),
        Rows.Global("vmac_addr_prefix", "<prefix>", (words, global) => Prefix(words, global, "vmac_addr", global.VirtualMacAddressPrefix, (defs, prefix) => defs with { VirtualMacAddressPrefix = prefix })),
        Rows.Global("vrrp_delay_after_boot", "<seconds>", DelayAfterBoot) with { Since = Since.V24 },
        Rows.Global("vrrp_owner_ignore_adverts", global => global with { OwnerIgnoresAdverts = true }) with { Since = Since.V24 },
        Rows.Global("v3_checksum_as_v2", global => global with { ChecksumAsVersion2 = true }) with { Since = Since.V24 },
        Rows.Global("set_supplementary_groups", global => global with { SupplementaryGroups = true }) with { Since = Since.V24 },
        Rows.Global("use_symlink_paths", global => global with { UseSymlinkPaths = true }) with { Since = Since.V24 },
    ];

    private static GlobalDefs RouterId(Words words, GlobalDefs global)
    {
        if (words.Next(out var name)) return global with { RouterId = name };
        words.Warn(DiagnosticKind.MissingArgument, "routerid name missing - ignoring");
        return global;
    }

    private static GlobalDefs Version(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Signed(word, 2, 3, out var version)) return global with { VrrpVersion = version };
        words.Warn(DiagnosticKind.OutOfRange, "VRRP Error: Version must be either 2 or 3");
        return global;
    }

    private static IPAddress? Multicast(Words words, AddressFamily family)
    {
        words.Next(out var word);
        if (Addresses.ParseBeforeSlash(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Can't parse {words.Keyword} [{word}]. Skipping");
            return null;
        }

        if (address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"{words.Keyword} [{word}] is not {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")}. Skipping");
            return null;
        }

        if (Addresses.IsMulticast(address)) return address;
        words.Warn(DiagnosticKind.BadAddress, $"{words.Keyword} [{word}] is not multicast. Skipping");
        return null;
    }

    private static GlobalDefs DownTimerAdverts(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 100, out var count)) return global with { DownTimerAdverts = (int)count };
        words.Warn(DiagnosticKind.OutOfRange, $"Invalid {words.Keyword} [1:100] '{word}'");
        return global;
    }

    private static GlobalDefs DynamicInterfaces(Words words, GlobalDefs global)
    {
        global = global with { DynamicInterfaces = true };
        if (!words.Next(out var option)) return global;
        if (string.Equals(option, "allow_if_changes", StringComparison.Ordinal)) return global with { DynamicInterfacesMayChange = true };
        words.Warn(DiagnosticKind.BadValue, $"Unknown dynamic_interfaces option '{option}'");
        return global;
    }

    private static GlobalDefs DefaultInterface(Words words, GlobalDefs global)
    {
        if (words.Next(out var name)) return global with { DefaultInterface = name };
        words.Warn(DiagnosticKind.MissingArgument, "default_interface requires interface name");
        return global;
    }

    private static GlobalDefs StartupDelay(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1_000, uint.MaxValue, out var delay)) return global with { StartupDelay = delay };
        words.Warn(DiagnosticKind.OutOfRange, $"vrrp_startup_delay '{word}' is invalid");
        return global;
    }

    private static GlobalDefs DelayAfterBoot(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1_000, uint.MaxValue, out var delay)) return global with { DelayAfterBoot = delay };
        words.Warn(DiagnosticKind.OutOfRange, $"vrrp_delay_after_boot '{word}' is invalid");
        return global;
    }

    private static GlobalDefs Prefix(Words words, GlobalDefs global, string what, string? earlier, Func<GlobalDefs, string, GlobalDefs> set)
    {
        words.Next(out var prefix);
        if (earlier is null) return set(global, prefix);
        words.Warn(DiagnosticKind.Duplicate, $"{what} prefix has already been specified - ignoring {prefix}");
        return global;
    }
}
