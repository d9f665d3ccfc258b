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

/// <summary>What stands before a line's text (configuration.txt 4.2 "log" format; forms measured on haproxy 2.6.12).</summary>
public enum SyslogFormat
{
    /// <summary><c>&lt;134&gt;Nov 22 21:58:45 [HOST ]tag[pid]: </c> (RFC 3164).</summary>
    Rfc3164,

    /// <summary>The same, never with a host name.</summary>
    Local,

    /// <summary><c>&lt;134&gt;1 2026-11-22T21:58:45.123456+00:00 HOST tag pid - - </c> (RFC 5424).</summary>
    Rfc5424,

    /// <summary><c>&lt;134&gt;</c></summary>
    Priority,

    /// <summary><c>&lt;6&gt;</c>, the level alone, as systemd reads it.</summary>
    Short,

    /// <summary><c>&lt;6&gt;2026-11-22T21:58:45.123456+00:00 </c></summary>
    Timed,

    /// <summary><c>2026-11-22T21:58:45.123456+00:00 </c></summary>
    Iso,

    /// <summary>Nothing.</summary>
    Raw,
}

/// <summary>One <c>log</c> line of the configuration: where to, as which facility, what of it (configuration.txt 3.1 "log").</summary>
public sealed record SyslogTarget
{
    /// <summary>A unix datagram socket, opened where the process's root is when it logs, or a UDP address.</summary>
    public required SockAddr Address { get; init; }

    /// <summary>A descriptor to write to instead (<c>fd@1</c>, <c>stdout</c>); -1: the address counts.</summary>
    public int Descriptor { get; init; } = -1;

    public SyslogFormat Format { get; init; }

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
