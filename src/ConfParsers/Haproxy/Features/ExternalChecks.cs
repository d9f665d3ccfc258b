using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keyword <c>external-check</c>: the program that checks servers, and its PATH (configuration.txt 4.2).</summary>
internal static class ExternalCheckKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("external-check", In.Everywhere, "{ command <command> | path <path> }", Set) { Listed = true, Manual = "4.2", Since = "1.6" },
    ];

    private static void Set(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "missing argument after 'external-check'.\n");
            return;
        }

        var what = words.Next().Text;
        if (what is not ("command" or "path"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'external-check' only supports 'command' and 'path'. but got '{what}'.", at: words[1]);
            return;
        }

        words.At = 3;
        if (!words.End()) return;
        if (words[2].IsEmpty)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"missing argument after '{what}'.", at: words[1]);
            return;
        }

        var value = words[2].Text;
        proxy.Check = what == "command" ? proxy.Check with { Command = value } : proxy.Check with { CommandPath = value };
    }
}
