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

/// <summary>Access log of a proxy.</summary>
public sealed record ProxyLog
{
    /// <summary>Targets after <c>log global</c> was resolved.</summary>
    public LogTarget[] Targets { get; init; } = [];

    public LogStyle Style { get; init; } = LogStyle.Default;

    /// <summary>Compiled form of what is logged: of <c>log-format</c>, or of the style's own format; null for the default style.</summary>
    public LogFormat? Format { get; init; }

    /// <summary><c>log-format-sd</c>: structured data of RFC 5424 lines.</summary>
    public LogFormat? StructuredData { get; init; }

    /// <summary><c>error-log-format</c>: of connections that failed before a request.</summary>
    public LogFormat? ErrorFormat { get; init; }

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

    /// <summary><c>option httplog clf</c>: as Apache writes it.</summary>
    Clf,
    Custom,
}

/// <summary>The keywords about logs, of the global section and of proxies (configuration.txt 3.1, 4.2, 8).</summary>
internal static class LoggingKeywords
{
    public static readonly GlobalKeyword[] GlobalRows =
    [
        new("log", "<target> [len <length>] [format <format>] <facility> [max level [min level]]", Log) { Manual = "3.1", Negatable = true },
        new("log-tag", "<string>", GlobalForms.Argument("a tag for use in syslog.", (g, v) => g.Log = g.Log with { Tag = v })) { Manual = "3.1" },
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
        new("httpslog", In.Everywhere, "", (w, p, _) => ChooseStyle(w, p, LogStyle.Https, "option httpslog")) { Suggested = null, Manual = "4.2", Since = "2.5" },
        new("tcplog", In.Everywhere, "", TcpLog) { Manual = "4.2" },
        new("dontlognull", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { DontLogNull = on }) { Switch = true, Manual = "4.2" },
        new("dontlog-normal", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { DontLogNormal = on }) { Switch = true, Manual = "4.2" },
        new("log-separate-errors", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { SeparateErrors = on }) { Switch = true, Manual = "4.2" },
        new("logasap", In.FrontSide, "", (_, p, on) => p.Log = p.Log with { AsSoonAsPossible = on }) { Switch = true, Manual = "4.2" },
        new("log-health-checks", In.BackSide, "", (_, p, on) => p.Log = p.Log with { LogHealthChecks = on }) { Switch = true, Manual = "4.2" },
    ];

    private static void Log(Words words, GlobalBuilder global)
    {
        if (words.Negated)
        {
            if (NoLog(words)) global.Log = global.Log with { Targets = [] };
            return;
        }

        if (LogTargetReader.Read(words, global.Context, inGlobal: true) is { } target) global.Log = global.Log with { Targets = [.. global.Log.Targets, target] };
    }

    public static void Log(Words words, ProxyBuilder proxy)
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

        if (LogTargetReader.Read(words, proxy.Context, inGlobal: false) is { } target) proxy.LogTargets.Add(target);
    }

    private static bool NoLog(Words words)
    {
        if (!words.HasMore) return true;
        LogTargetReader.Fault(words, DiagnosticKind.SurplusArgument, "'no log' does not expect arguments");
        return false;
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
        if (!words.HasMore)
        {
            ChooseStyle(words, proxy, LogStyle.Http, "option httplog");
            return;
        }

        if (!words.Take("clf"))
        {
            words.Alert(DiagnosticKind.BadValue, "keyword 'httplog' only supports option 'clf'.");
            return;
        }

        if (!words.End()) return;
        words.Use(KeywordKind.Value, "httplog clf");
        ChooseStyle(words, proxy, LogStyle.Clf, "option httplog");
    }

    private static void TcpLog(Words words, ProxyBuilder proxy, bool on)
    {
        // The style is set before the line is found faulty.
        WarnOfStyle(words, proxy, LogStyle.Tcp, "option tcplog");
        if (words.End()) SetStyle(words, proxy, LogStyle.Tcp, "option tcplog");
        else proxy.Log = proxy.Log with { Style = LogStyle.Tcp, Format = null };
    }

    /// <summary>Sets what lines look like; of several lines the last counts, and only a defaults section warns of that.</summary>
    /// <param name="directive">What HAProxy calls the line in its warnings.</param>
    public static void ChooseStyle(Words words, ProxyBuilder proxy, LogStyle style, string directive)
    {
        WarnOfStyle(words, proxy, style, directive);
        SetStyle(words, proxy, style, directive);
    }

    private static void WarnOfStyle(Words words, ProxyBuilder proxy, LogStyle style, string directive)
    {
        if (!proxy.IsDefaults || proxy.Log.Style == LogStyle.Default) return;
        // HAProxy calls httpslog by the name of httplog here, and clf only in this place.
        WarnOverridden(words, style switch { LogStyle.Https => "option httplog", LogStyle.Clf => "option httplog clf", _ => directive }, NameOf(proxy.Log.Style));
    }

    private static void SetStyle(Words words, ProxyBuilder proxy, LogStyle style, string directive)
    {
        if (proxy.Section == In.Backend) IgnoredInBackend(words, proxy, directive);
        proxy.LogStylePlace = words.Line;
        proxy.Log = proxy.Log with { Style = style, Format = null };
    }

    public static void WarnOverridden(Words words, string directive, string before) =>
        words.Warning(DiagnosticKind.Duplicate, $"'{directive}' overrides previous '{before}' in 'defaults' section.", PlaceForm.ParsingTight, at: words[0]);

    public static void IgnoredInBackend(Words words, ProxyBuilder proxy, string what) =>
        words.Warning(DiagnosticKind.Ignored, $"backend '{proxy.Name}' : '{what}' directive is ignored in backends.", at: words[0]);

    private static string NameOf(LogStyle style) => style switch
    {
        LogStyle.Http => "option httplog",
        LogStyle.Clf => "option httplog clf",
        LogStyle.Https => "option httpslog",
        LogStyle.Tcp => "option tcplog",
        _ => "log-format",
    };
}
