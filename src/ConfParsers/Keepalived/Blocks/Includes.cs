using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// <c>include</c> and its five sisters: which files a line names, and whether one that is missing is a fault
/// (keepalived.conf(5) "include", "include_check"). A name is relative to the file that includes it.
/// </summary>
internal sealed class Includes(Reading reading)
{
    private static readonly (string Keyword, IncludeCheck? Check)[] Keywords =
    [
        ("include", null),
        ("includer", IncludeCheck.Readable),
        ("includem", IncludeCheck.Match),
        ("includew", IncludeCheck.Match | IncludeCheck.WildcardMatch),
        ("includeb", IncludeCheck.BraceMatch),
        ("includea", IncludeCheck.All),
    ];

    /// <param name="check">What <c>include_check</c> said last.</param>
    /// <returns>Null when the line is no include.</returns>
    public static (string Pattern, IncludeCheck Check)? Parse(string line, IncludeCheck check)
    {
        var text = line.AsSpan().Trim();
        var blank = text.IndexOfAny(' ', '\t');
        if (blank < 0 || !text.StartsWith("include", StringComparison.Ordinal)) return null;
        var keyword = text[..blank].ToString();
        var row = Array.Find(Keywords, candidate => string.Equals(candidate.Keyword, keyword, StringComparison.Ordinal));
        return row.Keyword is null ? null : (text[blank..].Trim().ToString(), row.Check ?? check);
    }

    /// <summary>The files of a pattern; what is missing is told.</summary>
    public IReadOnlyList<string> Find(string pattern, string directory, IncludeCheck check, Span place)
    {
        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            reading.Note(DiagnosticKind.Unreadable, place, $"Config files missing '{pattern}'.");
            return [];
        }

        var alternatives = FilePattern.Alternatives(pattern.StartsWith('/') ? pattern : Path.Combine(directory, pattern));
        var found = alternatives.Select(alternative => reading.Surroundings.Glob(alternative)).ToArray();
        var hasWildcards = pattern.AsSpan().IndexOfAny('*', '?', '[') >= 0;
        if (Array.TrueForAll(found, files => files.Count == 0))
        {
            if (!hasWildcards) Missing($"Config files missing '{pattern}'.", IncludeCheck.Match);
            else if (check.HasFlag(IncludeCheck.WildcardMatch)) Missing($"No config files matched '{pattern}'.", IncludeCheck.WildcardMatch);
        }
        else if (!hasWildcards && Array.Exists(found, files => files.Count == 0))
        {
            Missing($"Some config files missing: \"{pattern}\".", IncludeCheck.BraceMatch);
        }

        return [.. found.SelectMany(files => files)];

        void Missing(string text, IncludeCheck kind) => Tell(text, place, fails: check.HasFlag(kind));
    }

    /// <summary>The bytes of a file; null when it cannot be read, which is told.</summary>
    public byte[]? Read(string path, IncludeCheck check, Span place)
    {
        var bytes = reading.Surroundings.Read(path, out var fault);
        if (bytes is not null) return bytes;
        Tell(fault ?? $"Config files missing '{path}'.", place, check.HasFlag(IncludeCheck.Readable));
        return null;
    }

    private void Tell(string text, Span place, bool fails)
    {
        if (fails) reading.IncludeFailed(place, text);
        else reading.Note(DiagnosticKind.Unreadable, place, text);
    }
}
