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

    /// <summary><c>-p</c>, <c>--pid</c>: of the parent.</summary>
    public string PidFile { get; init; } = "/run/keepalived.pid";

    /// <summary><c>-r</c>, <c>--vrrp_pid</c>: of the VRRP child.</summary>
    public string VrrpPidFile { get; init; } = "/run/keepalived_vrrp.pid";

    /// <summary><c>--strict</c>: takes every deliberate difference from keepalived 2.2.7 back (docs/compatibility.md).</summary>
    public bool Strict { get; init; }

    /// <summary><c>-i</c>, <c>--config-id</c>: what conditional lines are compared with; null: the first part of the host's name.</summary>
    public string? ConfigId { get; init; }

    /// <summary>How the configuration is read for a start or a reload: what the daemon does not carry out is refused.</summary>
    public KeepalivedOptions Reading => new(Strict) { Carries = DaemonKeywords.Carries, ConfigId = ConfigId, ForStart = true };
}
