using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>A log-format as written: HAProxy reads it after the last line of the file, when the mode of the proxy is known.</summary>
public sealed record PendingFormat(string Text, Span Place);

/// <summary><c>log-format</c>, <c>log-format-sd</c>, <c>error-log-format</c> (configuration.txt 4.2, 8.2.6).</summary>
internal static class LogFormatKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("log-format", In.Everywhere, "<string>", Format) { Manual = "4.2" },
        new("log-format-sd", In.Everywhere, "<string>", StructuredData) { Manual = "4.2", Since = "1.6" },
        new("error-log-format", In.Everywhere, "<string>", ErrorFormat) { Manual = "4.2", Since = "2.5" },
    ];

    /// <summary>The one argument of these keywords.</summary>
    public static PendingFormat? OneFormat(Words words)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"{words.Keyword} expects an argument.");
            return null;
        }

        var text = words.Next();
        if (!words.HasMore) return new PendingFormat(text.Text, words.Line);
        words.Alert(DiagnosticKind.SurplusArgument, $"{words.Keyword} expects only one argument, don't forget to escape spaces!");
        return null;
    }

    private static void Format(Words words, ProxyBuilder proxy)
    {
        if (OneFormat(words) is not { } text) return;
        LoggingKeywords.ChooseStyle(words, proxy, LogStyle.Custom, "log-format");
        proxy.LogFormat = text;
    }

    private static void StructuredData(Words words, ProxyBuilder proxy)
    {
        if (OneFormat(words) is not { } text) return;
        if (proxy.Section == In.Backend) LoggingKeywords.IgnoredInBackend(words, proxy, words.Keyword);
        proxy.StructuredFormat = text;
    }

    private static void ErrorFormat(Words words, ProxyBuilder proxy)
    {
        if (OneFormat(words) is not { } text) return;
        if (proxy.IsDefaults && proxy.ErrorFormat is not null) LoggingKeywords.WarnOverridden(words, words.Keyword, words.Keyword);
        if (proxy.Section == In.Backend) LoggingKeywords.IgnoredInBackend(words, proxy, words.Keyword);
        proxy.ErrorFormat = text;
    }

    /// <summary>Reads what <c>log-format</c> and its kin kept, in HAProxy's order.</summary>
    /// <param name="report">Gets HAProxy's messages.</param>
    public static void Resolve(ProxyBuilder proxy, Action<string> report)
    {
        // HAProxy keeps one place for these, that of the last line with a format, and none without such a line.
        var place = proxy.LogStylePlace is { } style ? $"{style}" : "(null):0";
        if (proxy.HasFrontend && proxy.LogFormat is { } custom && proxy.Log.Style == LogStyle.Custom)
        {
            proxy.Log = proxy.Log with { Format = Read(proxy, custom, SamplePlaces.Log, "log-format", place, report, out var items) };
            proxy.LogFormatIsEmpty = items == 0;
        }

        if (proxy.HasFrontend && proxy.StructuredFormat is { } data)
        {
            proxy.Log = proxy.Log with { StructuredData = Read(proxy, data, SamplePlaces.Log, "log-format-sd", place, report, out _) };
        }

        if (proxy.UniqueIdFormat is { } id)
        {
            proxy.UniqueId = proxy.UniqueId with { Format = Read(proxy, id, SamplePlaces.FrontendRequest, "unique-id", $"{id.Place}", report, out _) };
        }

        // Read in backends as well, where nothing uses it.
        if (proxy.ErrorFormat is { } failures)
        {
            proxy.Log = proxy.Log with { ErrorFormat = Read(proxy, failures, SamplePlaces.Log, "error-log-format", $"{failures.Place}", report, out _) };
        }
    }

    private static LogFormat? Read(ProxyBuilder proxy, PendingFormat text, SamplePlaces where, string keyword, string place, Action<string> report, out int items)
    {
        var name = keyword switch { "unique-id" => "unique-id-format", "error-log-format" => "log-format", _ => keyword };
        var context = proxy.Expressions(text.Place, where, $"{name} string") with { IsHttpFormat = keyword == "unique-id" };
        var format = LogFormatReader.Read(text.Text, context, out var error, out items);
        if (format is null) report($"Parsing [{place}]: failed to parse {keyword} : {error}.");
        return format;
    }
}
