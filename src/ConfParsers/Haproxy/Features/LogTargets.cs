using System.Collections.Frozen;
using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Formats of a log line's header (configuration.txt 4.2 "log").</summary>
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
/// <param name="MaxLength">Bytes of a line, 80..65535, default 1024.</param>
public sealed record LogTarget(Endpoint Address, int Facility, int Level, int MinimumLevel, int MaxLength, LogTransportFormat Format)
{
    /// <summary><c>ring@name</c>: who gets the lines; the address means nothing then. No section: HAProxy's own ring <c>buf0</c>.</summary>
    public Reference<RingSection>? Ring { get; init; }

    /// <summary><c>sample ranges:size</c>; null: every line.</summary>
    public LogSample? Sample { get; init; }
}

/// <summary>Of each <paramref name="Size"/> lines those with numbers in the ranges are sent; numbers begin at 1.</summary>
public sealed record LogSample((int Low, int High)[] Ranges, int Size);

/// <summary>Syslog's levels.</summary>
internal static class LogLevels
{
    private static readonly string[] Names = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    /// <returns>0 (emerg)..7 (debug), or -1.</returns>
    public static int Find(string name) => Array.IndexOf(Names, name);
}

/// <summary>Reads the words behind <c>log</c>, for proxies, the global section and whatever else logs.</summary>
internal static class LogTargetReader
{
    public static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "auth2", "ftp", "ntp", "audit", "alert", "cron2",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

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

    /// <param name="at">Without one the word that was taken last.</param>
    public static void Fault(Words words, DiagnosticKind kind, string text, Word? at = null) => words.Alert(kind, $"{words.Keyword} : {text}", at: at ?? words.Last);

    public static LogTransportFormat? FormatOf(string name) => Formats.TryGetValue(name, out var format) ? format : null;

    public static LogTarget? Read(Words words, ConfigContext context, bool inGlobal)
    {
        if (inGlobal && words.Count == 2 && words.Current.Text == "global")
        {
            Fault(words, DiagnosticKind.WrongSection, "'global' is not supported for a global syslog server");
            return null;
        }

        if (words.Count < 3)
        {
            Fault(words, DiagnosticKind.MissingArgument, $"expects <address> and <facility> {(inGlobal ? "" : "or global")} as arguments");
            return null;
        }

        var address = words.Next();
        var length = 1024;
        if (words.Take("len"))
        {
            var text = words.Next().Text;
            length = Words.LooseInt32(text);
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

        LogSample? sample = null;
        if (words.Take("sample"))
        {
            words.Use(KeywordKind.Value, "log sample");
            sample = Sample(words, words.Next().Text);
            if (sample is null) return null;
        }

        var name = words.Next().Text;
        var facility = Array.IndexOf(Facilities, name);
        if (facility < 0)
        {
            Fault(words, DiagnosticKind.BadValue, $"unknown log facility '{name}'");
            return null;
        }

        if (!Level(words, "unknown optional log level", 7, out var level) || !Level(words, "unknown optional minimum log level", 0, out var least)) return null;
        if (words.HasMore)
        {
            Fault(words, DiagnosticKind.SurplusArgument, $"cannot handle unexpected argument '{words.Current.Text}'", words.Current);
            return null;
        }

        if (Address(words, address, context, out var ring) is not { } endpoint) return null;
        return new LogTarget(endpoint, facility, level, least, length, format) { Ring = ring, Sample = sample };
    }

    private static bool Level(Words words, string fault, int unset, out int level)
    {
        level = unset;
        if (!words.HasMore) return true;
        var name = words.Next().Text;
        level = LogLevels.Find(name);
        if (level >= 0) return true;
        Fault(words, DiagnosticKind.BadValue, $"{fault} '{name}'");
        return false;
    }

    private static LogSample? Sample(Words words, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return Fail(DiagnosticKind.MissingArgument, "Missing sample size");

        var list = text[..colon];
        var ranges = new List<(int Low, int High)>();
        foreach (var part in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!Number(dash < 0 ? part : part[..dash], out var low) || !Number(dash < 0 ? part : part[(dash + 1)..], out var high) || low > high)
            {
                return Fail(DiagnosticKind.OutOfRange, $"wrong sample range '{part}'");
            }

            if (ranges.Exists(r => low <= r.High && high >= r.Low)) return Fail(DiagnosticKind.Conflict, "ranges are overlapping");
            ranges.Add((low, high));
        }

        if (ranges.Count == 0) return Fail(DiagnosticKind.MissingArgument, "no sampling ranges given");
        var sizeText = text[(colon + 1)..];
        if (!Number(sizeText, out var size)) return Fail(DiagnosticKind.BadNumber, $"wrong sample size '{sizeText}' for sample range '{list}'");
        var highest = ranges.Max(r => r.High);
        if (size < highest) return Fail(DiagnosticKind.OutOfRange, $"sample size {size} should be greater or equal to {highest} the maximum of the high ranges limits");
        return new LogSample([.. ranges], size);

        LogSample? Fail(DiagnosticKind kind, string fault)
        {
            Fault(words, kind, fault);
            return null;
        }

        static bool Number(string digits, out int number) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }

    private static Endpoint? Address(Words words, Word written, ConfigContext context, out Reference<RingSection>? ring)
    {
        ring = null;
        if (written.Text.StartsWith("ring@", StringComparison.Ordinal))
        {
            words.Use(KeywordKind.Value, "log to ring@");
            ring = context.Names.Ring(written.Text["ring@".Length..]);
            return new Endpoint(EndpointFamily.Inet, "", null, 0, 0, -1);
        }

        var text = written.Text switch { "stdout" => "fd@1", "stderr" => "fd@2", var other => other };
        var rules = EndpointRules.Port | EndpointRules.Descriptor | EndpointRules.Datagram | EndpointRules.Stream | EndpointRules.DatagramByDefault | EndpointRules.Resolve;
        var address = EndpointText.Parse(text, rules, context.Surroundings, out var fault);
        if (address is null)
        {
            Fault(words, DiagnosticKind.BadAddress, fault, written);
            return null;
        }

        if (!address.Datagram) words.Use(KeywordKind.Value, "log to tcp@");

        // syslog's own port
        return address.Family is EndpointFamily.IPv4 or EndpointFamily.IPv6 && address.PortLow == 0 ? address with { PortLow = 514, PortHigh = 514 } : address;
    }
}
