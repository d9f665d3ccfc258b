using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>log-format</c> (configuration.txt 4.2, 8.2.6).</summary>
internal static class LogFormatKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("log-format", In.FrontSide, "<string>", Format) { Manual = "4.2" },
    ];

    private static void Format(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "log-format expects an argument.");
            return;
        }

        var text = words.Next();
        if (words.HasMore)
        {
            words.Alert(DiagnosticKind.SurplusArgument, "log-format expects only one argument, don't forget to escape spaces!");
            return;
        }

        var context = proxy.Expressions(words.Line, SamplePlaces.Log, "log-format string");
        if (LogFormatReader.Read(text.Text, context, out var error) is not { } format)
        {
            words.Alert(DiagnosticKind.BadFormat, $"failed to parse log-format : {error}.", PlaceForm.ParsingCapital, at: text);
            return;
        }

        proxy.LogStylePlace = words.Line;
        proxy.Log = proxy.Log with { Style = LogStyle.Custom, Format = format };
    }
}
