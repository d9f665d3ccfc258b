using Daemon.Linux;

namespace Daemon.Logging;

/// <summary>The levels of syslog (RFC 3164 §4.1.1).</summary>
public enum SyslogLevel
{
    Emergency,
    Alert,
    Critical,
    Error,
    Warning,
    Notice,
    Info,
    Debug,
}

/// <summary>One <c>log</c> line of the configuration: where to, as which facility, what of it (configuration.txt 3.1 "log").</summary>
public sealed record SyslogTarget
{
    /// <summary>A unix datagram socket, opened where the process's root is when it logs, or a UDP address.</summary>
    public required SockAddr Address { get; init; }

    /// <summary>The facility's number: kern 0 .. local7 23.</summary>
    public required int Facility { get; init; }

    /// <summary>Less severe messages are not sent.</summary>
    public SyslogLevel Maximum { get; init; } = SyslogLevel.Debug;

    /// <summary>More severe messages are sent as this level.</summary>
    public SyslogLevel Minimum { get; init; } = SyslogLevel.Emergency;

    /// <summary>Header and text together are cut to this many bytes (<c>len</c>), before the final line feed.</summary>
    public int MaxLength { get; init; } = 1024;

    /// <summary><c>Nov 22 21:58:45 HOST tag[pid]</c>: <c>log-send-hostname</c>; null leaves the host out, as HAProxy does by default.</summary>
    public string? HostName { get; init; }
}
