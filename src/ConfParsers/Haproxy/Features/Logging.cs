using System.Collections.Frozen;
using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

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

/// <summary>The keywords about logs, of the global section and of proxies (configuration.txt 3.1, 4.2, 8).</summary>
internal static class LoggingKeywords
{
    public static readonly GlobalKeyword[] GlobalRows =
    [
        new("log", "<target> [len <length>] [format <format>] <facility> [max level [min level]]", Log) { Manual = "3.1", Negatable = true },
        new("log-tag", "<string>", (w, g) => Tag(w, v => g.Log = g.Log with { Tag = v })) { Manual = "3.1" },
        new("log-send-hostname", "[<string>]", SendHostName) { Manual = "3.1" },
    ];

    public static readonly ProxyKeyword[] Rows =
    [
        new("log", In.Everywhere, "{ global | <target> [len <length>] [format <format>] <facility> [<level> [<minlevel>]] }", Log) { Manual = "4.2", Negatable = true },
        new("log-tag", In.Everywhere, "<string>", (w, p) => Tag(w, v => p.Log = p.Log with { Tag = v })) { Manual = "4.2" },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("httplog", In.Everywhere, "[ clf ]", HttpLog) { Manual = "4.2" },
        new("tcplog", In.Everywhere, "", TcpLog) { Manual = "4.2" },
        new("dontlognull", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { DontLogNull = on }) { Switch = true, Manual = "4.2" },
        new("dontlog-normal", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { DontLogNormal = on }) { Switch = true, Manual = "4.2" },
        new("log-separate-errors", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { SeparateErrors = on }) { Switch = true, Manual = "4.2" },
        new("logasap", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { AsSoonAsPossible = on }) { Switch = true, Manual = "4.2" },
        new("log-health-checks", In.BackSide, "", (_, p, on) => p.Log = p.Log with { LogHealthChecks = on }) { Switch = true, Manual = "4.2" },
    ];

    private static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "auth2", "ftp", "ntp", "audit", "alert", "cron2",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    private static readonly string[] Levels = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    private static readonly FrozenDictionary<string, LogTransportFormat> Formats = new Dictionary<string, LogTransportFormat>(StringComparer.Ordinal)
    {
        ["local"] = LogTransportFormat.Local,
        ["rfc3164"] = LogTransportFormat.Rfc3164,
        ["rfc5424"] = LogTransportFormat.Rfc5424,
        ["priority"] = LogTransportFormat.Priority,
        ["short"] = LogTransportFormat.Short,
        ["timed"] = LogTransportFormat.Timed,
        ["iso"] = LogTransportFormat.Iso,
        ["raw"] = LogTransportFormat.Raw,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static void Log(Words words, GlobalBuilder global)
    {
        if (words.Negated)
        {
            if (NoLog(words)) global.Log = global.Log with { Targets = [] };
            return;
        }

        if (Target(words, global.Context.Surroundings) is { } target) global.Log = global.Log with { Targets = [.. global.Log.Targets, target] };
    }

    private static void Log(Words words, ProxyBuilder proxy)
    {
        if (words.Negated)
        {
            if (NoLog(words)) proxy.LogTargets.Clear();
            return;
        }

        if (words.Current.Text == "global" && words.Count == 2)
        {
            proxy.LogTargets.Add(null);
            return;
        }

        if (Target(words, proxy.Context.Surroundings) is { } target) proxy.LogTargets.Add(target);
    }

    private static bool NoLog(Words words)
    {
        if (!words.HasMore) return true;
        Fault(words, DiagnosticKind.SurplusArgument, "'no log' does not expect arguments");
        return false;
    }

    private static void Fault(Words words, DiagnosticKind kind, string text) => words.Alert(kind, $"log : {text}");

    private static LogTarget? Target(Words words, EndpointSurroundings surroundings)
    {
        if (words.Count < 3)
        {
            Fault(words, DiagnosticKind.MissingArgument, "expects <address> and <facility> or global as arguments");
            return null;
        }

        var address = words.Next();
        var length = 1024;
        if (words.Take("len"))
        {
            var text = words.Next().Text;
            length = (int)Math.Clamp(Words.LooseInteger(text), 0, int.MaxValue);
            if (length is < 80 or > 65535)
            {
                Fault(words, DiagnosticKind.OutOfRange, $"invalid log length '{text}', must be between 80 and 65535");
                return null;
            }
        }

        var format = LogTransportFormat.Rfc3164;
        if (words.Take("format"))
        {
            var text = words.Next().Text;
            if (!Formats.TryGetValue(text, out format))
            {
                Fault(words, DiagnosticKind.BadValue, $"unknown log format '{text}'");
                return null;
            }
        }

        if (words.Current.Text == "sample")
        {
            words.Alert(DiagnosticKind.Unsupported, "log option 'sample' is known to HAProxy 2.6 but not built yet.");
            return null;
        }

        var facility = System.Array.IndexOf(Facilities, words.Current.Text);
        if (facility < 0)
        {
            Fault(words, DiagnosticKind.BadValue, $"unknown log facility '{words.Current.Text}'");
            return null;
        }

        words.Next();
        if (!Level(words, "unknown optional log level", 7, out var level) || !Level(words, "unknown optional minimum log level", 0, out var least)) return null;
        if (words.HasMore)
        {
            Fault(words, DiagnosticKind.SurplusArgument, $"cannot handle unexpected argument '{words.Current.Text}'");
            return null;
        }

        return Address(words, address.Text, surroundings) is { } endpoint ? new LogTarget(endpoint, facility, level, least, length, format) : null;
    }

    private static bool Level(Words words, string fault, int unset, out int level)
    {
        level = unset;
        if (!words.HasMore) return true;
        level = System.Array.IndexOf(Levels, words.Current.Text);
        if (level < 0)
        {
            Fault(words, DiagnosticKind.BadValue, $"{fault} '{words.Current.Text}'");
            return false;
        }

        words.Next();
        return true;
    }

    private static Endpoint? Address(Words words, string text, EndpointSurroundings surroundings)
    {
        if (text.StartsWith("ring@", StringComparison.Ordinal) || text.StartsWith("tcp", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal))
        {
            words.Alert(DiagnosticKind.Unsupported, $"log target '{text}' is known to HAProxy 2.6 but not built yet.");
            return null;
        }

        var written = text switch { "stdout" => "fd@1", "stderr" => "fd@2", _ => text };
        var rules = EndpointRules.Port | EndpointRules.Descriptor | EndpointRules.Datagram | EndpointRules.DatagramByDefault | EndpointRules.Resolve;
        var address = EndpointText.Parse(written, rules, surroundings, out var fault);
        if (address is null)
        {
            Fault(words, DiagnosticKind.BadAddress, fault.EndsWith('\n') ? fault : fault + "\n");
            return null;
        }

        // syslog's own port
        return address.Family is EndpointFamily.IPv4 or EndpointFamily.IPv6 && address.PortLow == 0 ? address with { PortLow = 514, PortHigh = 514 } : address;
    }

    private static void Tag(Words words, Action<string> set)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'log-tag' expects a tag for use in syslog.");
            return;
        }

        set(words.Next().Text);
    }

    private static void SendHostName(Words words, GlobalBuilder global)
    {
        if (global.Log.HostName is not null)
        {
            words.Tolerated("'log-send-hostname' already specified. Continuing.");
            return;
        }

        global.Log = global.Log with { HostName = words.HasMore ? words.Next().Text : Environment.MachineName };
    }

    private static void HttpLog(Words words, ProxyBuilder proxy, bool on)
    {
        var style = LogStyle.Http;
        if (words.HasMore)
        {
            if (!words.Take("clf"))
            {
                words.Alert(DiagnosticKind.BadValue, "keyword 'httplog' only supports option 'clf'.");
                return;
            }

            if (!words.End()) return;
            words.Alert(DiagnosticKind.Unsupported, "option 'httplog clf' is known to HAProxy 2.6 but not built yet.");
            return;
        }

        if (proxy.Section == In.Backend) IgnoredInBackend(words, proxy, "option httplog");
        proxy.LogStylePlace = words.Line;
        proxy.Log = proxy.Log with { Style = style, Format = null };
    }

    private static void TcpLog(Words words, ProxyBuilder proxy, bool on)
    {
        if (!words.End()) return;
        if (proxy.Section == In.Backend) IgnoredInBackend(words, proxy, "option tcplog");
        proxy.LogStylePlace = words.Line;
        proxy.Log = proxy.Log with { Style = LogStyle.Tcp, Format = null };
    }

    private static void IgnoredInBackend(Words words, ProxyBuilder proxy, string what) =>
        words.Warning(DiagnosticKind.Ignored, $"backend '{proxy.Name}' : '{what}' directive is ignored in backends.", at: words[0]);
}
