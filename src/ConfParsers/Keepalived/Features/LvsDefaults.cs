using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Which entries of the IPVS table go when the daemon ends.</summary>
public enum LvsFlushOnStop
{
    /// <summary>What the configuration put there, one by one.</summary>
    None,

    /// <summary>The whole table.</summary>
    All,

    /// <summary>The virtual servers of the configuration, with all their real servers.</summary>
    VirtualServers,
}

/// <summary>The kernel's IPVS connection synchronisation (keepalived.conf(5) "lvs_sync_daemon").</summary>
/// <param name="Instance">Whose state decides whether this node sends or receives; null: none.</param>
/// <param name="Id">Null: the instance's virtual router id.</param>
public sealed record LvsSyncDaemon(string Interface, string? Instance, int? Id, int? MaxPacketBytes, int? Port, int? Ttl, IPAddress? Group);

/// <summary>What global_defs says about IPVS.</summary>
public sealed record LvsDefaults
{
    public TimeSpan? TcpTimeout { get; init; }

    public TimeSpan? TcpFinTimeout { get; init; }

    public TimeSpan? UdpTimeout { get; init; }

    /// <summary>The table is emptied at a start.</summary>
    public bool Flush { get; init; }

    public LvsFlushOnStop FlushOnStop { get; init; }

    public LvsSyncDaemon? SyncDaemon { get; init; }

    /// <summary>Notify scripts of real servers also run for the state at a start.</summary>
    public bool InitialNotifies { get; init; }

    /// <summary>Every failed check is logged, not only the last.</summary>
    public bool LogAllFailures { get; init; }
}

/// <inheritdoc cref="LvsDefaults"/>
internal static class LvsDefaultsFeature
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("lvs_timeouts", "[tcp <seconds>] [tcpfin <seconds>] [udp <seconds>]", Timeouts),
        Rows.Global("lvs_flush", global => global with { Lvs = global.Lvs with { Flush = true } }),
        Rows.Global("lvs_flush_on_stop", "[VS]", FlushOnStop),
        Rows.Global("lvs_flush_onstop", "[VS]", FlushOnStop),
        Rows.Global("lvs_sync_daemon", "[<interface> [<instance>] [id <0:255>] [maxlen <bytes>] [port <port>] [ttl <1:255>] [group <address>]]", SyncDaemon),
        Rows.GlobalSwitch("rs_init_notifies", (global, on) => global with { Lvs = global.Lvs with { InitialNotifies = on } }),
        Rows.GlobalSwitch("checker_log_all_failures", (global, on) => global with { Lvs = global.Lvs with { LogAllFailures = on } }, _ => "Invalid value for checker_log_all_failures specified"),
    ];

    private static GlobalDefs Timeouts(Words words, GlobalDefs global)
    {
        if (words.Count < 2)
        {
            words.Warn(DiagnosticKind.MissingArgument, "lvs_timeouts requires at least one option");
            return global;
        }

        var lvs = global.Lvs;
        while (words.Next(out var option))
        {
            switch (option)
            {
                case "tcp":
                    if (Timeout(words, option) is { } tcp) lvs = lvs with { TcpTimeout = tcp };
                    break;
                case "tcpfin":
                    if (Timeout(words, option) is { } fin) lvs = lvs with { TcpFinTimeout = fin };
                    break;
                case "udp":
                    if (Timeout(words, option) is { } udp) lvs = lvs with { UdpTimeout = udp };
                    break;
                default:
                    words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown option {option} specified for lvs_timeouts");
                    break;
            }
        }

        return global with { Lvs = lvs };
    }

    private static TimeSpan? Timeout(Words words, string option)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No value specified for lvs_timeout {option} - ignoring");
            return null;
        }

        if (words.Unsigned(word, 0, int.MaxValue, out var seconds)) return TimeSpan.FromSeconds(seconds);
        words.Warn(DiagnosticKind.BadNumber, $"Invalid lvs_timeout {option} ({word}) - ignoring");
        return null;
    }

    private static GlobalDefs FlushOnStop(Words words, GlobalDefs global)
    {
        var kind = LvsFlushOnStop.All;
        if (words.Next(out var word))
        {
            if (!string.Equals(word, "VS", StringComparison.Ordinal))
            {
                words.Warn(DiagnosticKind.BadValue, $"Unknown lvs_flush_on_stop type {word}");
                return global;
            }

            kind = LvsFlushOnStop.VirtualServers;
        }

        return global with { Lvs = global.Lvs with { FlushOnStop = kind } };
    }

    private static GlobalDefs SyncDaemon(Words words, GlobalDefs global)
    {
        if (global.Lvs.SyncDaemon is { } earlier)
        {
            words.Warn(DiagnosticKind.Duplicate, $"lvs_sync_daemon has already been specified as {earlier.Interface} {earlier.Instance} - ignoring");
            return global;
        }

        if (!words.Next(out var device))
        {
            words.Warn(DiagnosticKind.MissingArgument, "lvs_sync_daemon requires interface");
            return global;
        }

        var hasInstance = words.Next(out var instance);
        if (hasInstance && instance is "id" or "maxlen" or "port" or "ttl" or "group")
        {
            words.Back(1);
            hasInstance = false;
        }

        var daemon = new LvsSyncDaemon(device, hasInstance ? instance : null, null, null, null, null, null);
        while (words.Next(out var option)) daemon = SyncOption(words, daemon, option);
        return global with { Lvs = global.Lvs with { SyncDaemon = daemon } };
    }

    private static LvsSyncDaemon SyncOption(Words words, LvsSyncDaemon daemon, string option)
    {
        if (option is not ("id" or "maxlen" or "port" or "ttl" or "group"))
        {
            if (Words.IsNumber(option, 0, 255, out var old))
            {
                words.Warn(DiagnosticKind.Deprecated, "Please use keyword \"id\" before lvs_sync_daemon SYNCID");
                return daemon with { Id = old };
            }

            words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown option {option} specified for lvs_sync_daemon");
            return daemon;
        }

        if (!words.Next(out var value))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No value specified for lvs_sync_daemon {option}, {(option == "id" ? "defaulting to vrid" : "ignoring")}");
            return daemon;
        }

        switch (option)
        {
            case "id":
                if (words.Unsigned(value, 0, 255, out var id)) return daemon with { Id = (int)id };
                words.Warn(DiagnosticKind.OutOfRange, $"Invalid syncid ({value}) - defaulting to vrid");
                return daemon;
            case "group":
                return Group(words, daemon, value);
            case "maxlen":
                return Number(words, option, value, 0, ushort.MaxValue) is { } bytes ? daemon with { MaxPacketBytes = bytes } : daemon;
            case "port":
                return Number(words, option, value, 1, ushort.MaxValue) is { } port ? daemon with { Port = port } : daemon;
            default:
                return Number(words, option, value, 1, 255) is { } ttl ? daemon with { Ttl = ttl } : daemon;
        }
    }

    private static int? Number(Words words, string option, string value, uint min, uint max)
    {
        if (words.Unsigned(value, min, max, out var number)) return (int)number;
        words.Warn(DiagnosticKind.OutOfRange, $"Invalid lvs_sync_daemon {option} ({value}) - ignoring");
        return null;
    }

    private static LvsSyncDaemon Group(Words words, LvsSyncDaemon daemon, string value)
    {
        if (Addresses.Parse(value) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Invalid lvs_sync_daemon group ({value}) - ignoring");
            return daemon;
        }

        if (Addresses.IsMulticast(address)) return daemon with { Group = address };
        words.Warn(DiagnosticKind.BadAddress, $"lvs_sync_daemon group address {value} is not multicast - ignoring");
        return daemon;
    }
}
