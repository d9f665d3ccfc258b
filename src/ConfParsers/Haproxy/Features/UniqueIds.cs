using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>An id for each request, and the header that carries it to the server (configuration.txt 4.2 "unique-id-format").</summary>
public sealed record UniqueId
{
    public LogFormat? Format { get; init; }

    public string? Header { get; init; }
}

/// <summary>The keywords <c>unique-id-format</c> and <c>unique-id-header</c>.</summary>
internal static class UniqueIdKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("unique-id-format", In.Everywhere, "<format>", Format) { Manual = "4.2", Since = "1.5" },
        new("unique-id-header", In.Everywhere, "<name>", Header) { Manual = "4.2", Since = "1.5" },
    ];

    private static void Format(Words words, ProxyBuilder proxy)
    {
        if (LogFormatKeywords.OneFormat(words) is { } text) proxy.UniqueIdFormat = text;
    }

    private static void Header(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "unique-id-header expects an argument.");
            return;
        }

        proxy.UniqueId = proxy.UniqueId with { Header = words.Next().Text };
    }
}
