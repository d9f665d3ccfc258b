using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What is offered to an SNMP agent and on the D-Bus (keepalived.conf(5) "Global definitions").</summary>
public sealed record SnmpSettings
{
    /// <summary>Of the agent; null: its default.</summary>
    public string? Socket { get; init; }

    public bool Traps { get; init; }

    public bool Vrrp { get; init; }

    public bool RfcVersion2 { get; init; }

    public bool RfcVersion3 { get; init; }

    public bool Checker { get; init; }

    /// <summary>Least time between two readings of the virtual servers' counters (2.4).</summary>
    public TimeSpan? VirtualServerInterval { get; init; }

    /// <summary>Least time between two readings of the real servers' counters (2.4).</summary>
    public TimeSpan? RealServerInterval { get; init; }

    public bool DBus { get; init; }

    /// <summary>Object paths leave the interface's name out (2.4).</summary>
    public bool DBusWithoutInterface { get; init; }

    /// <summary>Null: <c>org.keepalived.Vrrp1</c>.</summary>
    public string? DBusServiceName { get; init; }
}

/// <inheritdoc cref="SnmpSettings"/>
internal static class SnmpFeature
{
    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("snmp_socket", "[socket]", Socket),
        Flag("enable_traps", snmp => snmp with { Traps = true }),
        Flag("enable_snmp_vrrp", snmp => snmp with { Vrrp = true }),
        Flag("enable_snmp_keepalived", snmp => snmp with { Vrrp = true }),
        Flag("enable_snmp_rfc", snmp => snmp with { RfcVersion2 = true, RfcVersion3 = true }),
        Flag("enable_snmp_rfcv2", snmp => snmp with { RfcVersion2 = true }),
        Flag("enable_snmp_rfcv3", snmp => snmp with { RfcVersion3 = true }),
        Flag("enable_snmp_checker", snmp => snmp with { Checker = true }),
        Flag("enable_dbus", snmp => snmp with { DBus = true }),
        Rows.Global("dbus_service_name", "[name]", DBusServiceName),
        Flag("dbus_no_interface_name", snmp => snmp with { DBusWithoutInterface = true }) with { Since = Since.V24 },
        Rows.Global("snmp_vs_stats_update_interval", "<seconds>", (words, global) => Interval(words, global, (snmp, interval) => snmp with { VirtualServerInterval = interval })) with { Since = Since.V24 },
        Rows.Global("snmp_rs_stats_update_interval", "<seconds>", (words, global) => Interval(words, global, (snmp, interval) => snmp with { RealServerInterval = interval })) with { Since = Since.V24 },
    ];

    private static Setting<Reading> Flag(string name, Func<SnmpSettings, SnmpSettings> set) => Rows.Global(name, global => global with { Snmp = set(global.Snmp) });

    private static GlobalDefs Socket(Words words, GlobalDefs global)
    {
        if (words.Count > 1)
        {
            words.Warn(DiagnosticKind.SurplusArgument, "Too many parameters specified for snmp_socket - ignoring");
            return global;
        }

        if (!words.Next(out var socket))
        {
            words.Warn(DiagnosticKind.MissingArgument, "SNMP error : snmp socket name missing");
            return global;
        }

        if (global.Snmp.Socket is null) return global with { Snmp = global.Snmp with { Socket = socket } };
        words.Warn(DiagnosticKind.Duplicate, $"SNMP socket already set to {global.Snmp.Socket} - ignoring");
        return global;
    }

    private static GlobalDefs DBusServiceName(Words words, GlobalDefs global)
    {
        if (words.Next(out var name)) return global with { Snmp = global.Snmp with { DBusServiceName = name } };
        words.Warn(DiagnosticKind.MissingArgument, "dbus_service_name missing - ignoring");
        return global;
    }

    private static GlobalDefs Interval(Words words, GlobalDefs global, Func<SnmpSettings, TimeSpan, SnmpSettings> set)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1_000, 30_000_000, out var interval)) return global with { Snmp = set(global.Snmp, interval) };
        words.Warn(DiagnosticKind.OutOfRange, $"Invalid {words.Keyword} '{word}' - ignoring");
        return global;
    }
}
