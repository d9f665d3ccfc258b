using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>What the heads of several sections have in common: a name of allowed characters, and nothing behind it.</summary>
internal static class SectionHeads
{
    /// <summary>Reports the first character that a name may not have.</summary>
    public static bool ValidName(Words head, PlaceForm form = PlaceForm.Parsing, string? what = null)
    {
        if (InvalidCharacter(head[1].Text) is not { } c) return true;
        head.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in '{what ?? head.Keyword}' name '{head[1].Text}'.", form, at: head[1]);
        return false;
    }

    public static char? InvalidCharacter(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or ':' or '-' or '_')) return c;
        }

        return null;
    }

    /// <summary>Reports a word behind the name.</summary>
    public static bool NothingBehind(Words head)
    {
        head.At = 2;
        return head.End();
    }

    /// <summary>An alert after which HAProxy reads nothing more.</summary>
    public static void Abort(Words head, DiagnosticKind kind, string text, PlaceForm form = PlaceForm.Parsing)
    {
        head.Alert(kind, text, form, at: head[0]);
        head.Abort();
    }
}
