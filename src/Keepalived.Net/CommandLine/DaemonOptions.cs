using ConfParsers.Keepalived;

namespace Keepalived.Net.CommandLine;

/// <summary>What the command line asks of the daemon (keepalived(8) "OPTIONS"); immutable, the same object at start and at every re-read.</summary>
public sealed record DaemonOptions
{
    /// <summary><c>-f</c>, <c>--use-file</c></summary>
    public string ConfigurationFile { get; init; } = "/etc/keepalived/keepalived.conf";

    /// <summary><c>-n</c>, <c>--dont-fork</c>: stay in the foreground.</summary>
    public bool DontFork { get; init; }

    /// <summary><c>-l</c>, <c>--log-console</c>: log lines go to standard error, besides syslog.</summary>
    public bool LogConsole { get; init; }

    /// <summary><c>-D</c>, <c>--log-detail</c></summary>
    public bool LogDetail { get; init; }

    /// <summary><c>-P</c>, <c>--vrrp</c>: only the VRRP subsystem.</summary>
    public bool VrrpOnly { get; init; }

    /// <summary><c>-C</c>, <c>--check</c> without <c>-P</c>: no VRRP.</summary>
    public bool CheckOnly { get; init; }

    /// <summary><c>--all</c>: the VRRP child runs without an instance too.</summary>
    public bool AllSubsystems { get; init; }

    /// <summary><c>-p</c>, <c>--pid</c>: of the parent; null: where it belongs (<see cref="Process.DaemonPaths"/>).</summary>
    public string? PidFile { get; init; }

    /// <summary><c>-r</c>, <c>--vrrp_pid</c>: of the VRRP child.</summary>
    public string? VrrpPidFile { get; init; }

    /// <summary><c>-S</c>, <c>--log-facility</c>: a syslog facility; null: daemon.</summary>
    public int? LogFacility { get; init; }

    /// <summary><c>-g</c>, <c>--log-file</c>: the VRRP child's has <c>_vrrp</c> before the last dot.</summary>
    public string? LogFile { get; init; }

    /// <summary><c>-G</c>, <c>--no-syslog</c></summary>
    public bool NoSyslog { get; init; }

    /// <summary><c>-u</c>, <c>--umask</c>: a number as C writes it.</summary>
    public string? Umask { get; init; }

    /// <summary><c>-V</c>, <c>--dont-release-vrrp</c>: the addresses stay when the daemon ends.</summary>
    public bool KeepAddresses { get; init; }

    /// <summary><c>-R</c>, <c>--dont-respawn</c>: the daemon ends with its child.</summary>
    public bool DontRespawn { get; init; }

    /// <summary><c>-d</c>, <c>--dump-conf</c>: what was understood goes to the log.</summary>
    public bool DumpConfiguration { get; init; }

    /// <summary><c>-a</c>, <c>--address-monitoring</c>: every address that comes or goes is logged.</summary>
    public bool MonitorAddresses { get; init; }

    /// <summary><c>-s</c>, <c>--namespace</c>: the network namespace; before net_namespace of the configuration.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>-m</c>, <c>--core-dump</c></summary>
    public bool CoreDump { get; init; }

    /// <summary><c>-M</c>, <c>--core-dump-pattern</c></summary>
    public string? CoreDumpPattern { get; init; }

    /// <summary><c>-x</c>, <c>--snmp</c>: all MIBs there are.</summary>
    public bool Snmp { get; init; }

    /// <summary><c>-A</c>, <c>--snmp-agent-socket</c>: before snmp_socket of the configuration.</summary>
    public string? SnmpSocket { get; init; }

    /// <summary><c>-e</c>, <c>--all-config</c>: an include that finds nothing is a fault.</summary>
    public bool AllConfiguration { get; init; }

    /// <summary><c>--metrics=ADDRESS:PORT</c>, ours: where Prometheus may ask; null: nowhere.</summary>
    public string? Metrics { get; init; }

    /// <summary><c>--status-socket=PATH</c>, ours; null: beside the pid file.</summary>
    public string? StatusSocket { get; init; }

    /// <summary><c>--strict</c>: takes every deliberate difference from keepalived 2.2.7 back (docs/compatibility.md).</summary>
    public bool Strict { get; init; }

    /// <summary><c>-i</c>, <c>--config-id</c>: what conditional lines are compared with; null: the first part of the host's name.</summary>
    public string? ConfigId { get; init; }

    /// <summary>How the configuration is read for a start or a reload: what the daemon does not carry out is refused.</summary>
    public KeepalivedOptions Reading => new(Strict) { Carries = DaemonKeywords.Carries, ConfigId = ConfigId, ForStart = true, ChecksIncludes = AllConfiguration };
}
