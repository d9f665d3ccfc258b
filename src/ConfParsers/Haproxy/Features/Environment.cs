using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// The keywords that change the environment: what follows them sees the change, and so do the children of the process
/// (configuration.txt 3.1 "setenv" and its kin).
/// </summary>
internal static class EnvironmentKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("setenv", "<name> <value>", (w, g) => Set(w, g, overwrite: true)) { Manual = "3.1" },
        new("presetenv", "<name> <value>", (w, g) => Set(w, g, overwrite: false)) { Manual = "3.1" },
        new("unsetenv", "[<name> ...]", Unset) { Manual = "3.1" },
        new("resetenv", "[<name> ...]", Reset) { Manual = "3.1" },
    ];

    private static void Set(Words words, GlobalBuilder global, bool overwrite)
    {
        // HAProxy counts wrong: one word too many passes.
        if (!words.AtMost(3)) return;
        if (words[2].IsEmpty)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects a name and a value.", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Next();
        var value = words.Next().Text;
        if (!IsName(words, name)) return;
        if (overwrite || !global.Environment.IsDefined(name.Text)) global.Environment.Set(name.Text, value);
    }

    private static void Unset(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'unsetenv' expects at least one variable name.", PlaceForm.ParsingTight);
            return;
        }

        while (words.HasMore)
        {
            var name = words.Next();
            if (!IsName(words, name)) return;
            global.Environment.Unset(name.Text);
        }
    }

    /// <summary>setenv(3) refuses these names.</summary>
    private static bool IsName(Words words, Word at)
    {
        var name = at.Text;
        if (name.Length > 0 && !name.Contains('=', StringComparison.Ordinal)) return true;
        words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' failed on variable '{name}' : Invalid argument.", PlaceForm.ParsingTight, at: at);
        return false;
    }

    private static void Reset(Words words, GlobalBuilder global) =>
        global.Environment.KeepOnly(words.RemainingTexts());
}
