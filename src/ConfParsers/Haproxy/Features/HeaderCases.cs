using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Names of headers as they are sent to clients and servers of HTTP/1 that look at their case (configuration.txt 3.1 "h1-case-adjust"):
/// from lower case to what is sent.
/// </summary>
public sealed record HeaderCases
{
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The keywords <c>h1-case-adjust</c> and <c>h1-case-adjust-file</c> of the global section (configuration.txt 3.1).</summary>
internal static class HeaderCaseKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("h1-case-adjust", "<from> <to>", One) { Listed = true, Manual = "3.1" },
        new("h1-case-adjust-file", "<hdrs-file>", File) { Listed = true, Manual = "3.1" },
    ];

    /// <summary>The file is read when all lines are.</summary>
    public static void Check(GlobalBuilder global)
    {
        if (global.HeaderCaseFile is not { } path) return;
        void Fault(string text) => global.Context.Diagnostics.Alert(DiagnosticKind.Unreadable, null, PlaceForm.None, $"h1-headers-case-adjust-file '{path}'{text}");
        var entries = "";
        if (global.Files.TryRead(path, out var bytes, out var error)) entries = ByteText.Decode(bytes.Span);
        else if (error != "Is a directory")
        {
            Fault(": failed to open file.");
            return;
        }

        var number = 0;
        foreach (var line in entries.Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#') continue;
            var fault = words.Length < 2 ? "expect <to>" : Add(global, words[0], words[1]);
            if (fault is null) continue;
            Fault($" : {fault} at line {number}.");
            return;
        }
    }

    private static void One(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(2)) return;
        if (words.Count < 3) words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects <from> and <to> as argument.");
        else if (Add(global, words.Next().Text, words.Next().Text) is { } fault) words.Alert(DiagnosticKind.BadValue, fault);
    }

    private static void File(Words words, GlobalBuilder global)
    {
        if (words.AtMost(1) && words.NextArg("<file> as argument.", out var value)) global.HeaderCaseFile = value.Text;
    }

    private static string? Add(GlobalBuilder global, string from, string to)
    {
        if (!from.Equals(to, StringComparison.OrdinalIgnoreCase)) return "<from> and <to> must not differ execpt the case";
        return global.HeaderCases.TryAdd(from, to) ? null : $"duplicate entry '{from}'";
    }
}
