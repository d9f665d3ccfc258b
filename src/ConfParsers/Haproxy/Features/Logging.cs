using ConfParsers.Grammar;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>global <c>log</c>, <c>log-tag</c>, <c>log-send-hostname</c> (configuration.txt 3.1).</summary>
public sealed record LogSettings
{
    public LogTarget[] Targets { get; init; } = [];

    /// <summary>Default <c>haproxy</c>.</summary>
    public string Tag { get; init; } = "haproxy";

    /// <summary>Null: no host name in the header (the default towards a unix socket and UDP alike, unless log-send-hostname).</summary>
    public string? HostName { get; init; }
}

public enum LogTransportFormat
{
    Rfc3164,
    Rfc5424,
    Short,
    Raw,
    Timed,
    Iso,
    Priority,
    Local,
}

/// <summary>One <c>log</c> line (configuration.txt 4.2 "log").</summary>
/// <param name="Facility">Syslog facility number, 0..23 (local0 is 16).</param>
/// <param name="Level">Least urgent level still sent, 0 (emerg)..7 (debug).</param>
/// <param name="MinimumLevel">More urgent levels are sent as this one; 0 is none.</param>
/// <param name="MaxLength">Bytes of a line, default 1024.</param>
public sealed record LogTarget(Endpoint Address, int Facility, int Level, int MinimumLevel, int MaxLength, LogTransportFormat Format);

/// <summary>Access log of a proxy.</summary>
public sealed record ProxyLog
{
    /// <summary>Targets after <c>log global</c> was resolved.</summary>
    public LogTarget[] Targets { get; init; } = [];

    public LogStyle Style { get; init; } = LogStyle.Default;

    /// <summary>Compiled form of what is logged: of <c>log-format</c>, or of the style's own format; null for the default style.</summary>
    public LogFormat? Format { get; init; }

    /// <summary><c>option dontlognull</c>: connections without data are not logged.</summary>
    public bool DontLogNull { get; init; }

    /// <summary><c>option dontlog-normal</c>.</summary>
    public bool DontLogNormal { get; init; }

    /// <summary><c>option log-separate-errors</c>: errors at level err.</summary>
    public bool SeparateErrors { get; init; }

    /// <summary><c>option logasap</c>.</summary>
    public bool AsSoonAsPossible { get; init; }

    public bool LogHealthChecks { get; init; }

    public string? Tag { get; init; }
}

public enum LogStyle
{
    /// <summary>"Connect from A:P to B:Q (fe/TCP)".</summary>
    Default,
    Tcp,
    Http,
    Https,
    Clf,
    Custom,
}
