using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What looks like one thing on the screen and is another to the reader: characters, comments, variables (configuration.txt 2.2, 2.3).</summary>
internal static class WritingRules
{
    public static readonly LintRule[] All =
    [
        new("typographic-character", "A blank or a quote that is none to HAProxy.", Typographic),
        new("hash-in-word", "An unquoted # in a word begins a comment: the rest of the line is not read.", HashInWord),
        new("variable-not-expanded", "Outside of double quotes a variable stays as it is written.", Unexpanded),
    ];

    /// <summary>What web pages and text processors write where a blank, a quote or nothing was meant.</summary>
    private static readonly Dictionary<char, string> Characters = new()
    {
        ['\u00a0'] = "a no-break space, which separates no words", ['\u202f'] = "a no-break space, which separates no words", ['\u200b'] = "an invisible character",
        ['\ufeff'] = "an invisible character", ['\u00ad'] = "an invisible character", ['\u201c'] = "a typographic quote, which quotes nothing", ['\u201d'] = "a typographic quote, which quotes nothing",
        ['\u201e'] = "a typographic quote, which quotes nothing", ['\u2018'] = "a typographic quote, which quotes nothing", ['\u2019'] = "a typographic quote, which quotes nothing",
    };

    /// <summary>Keywords that resolve variables in addresses themselves, with the index of the address.</summary>
    private static readonly Dictionary<string, int> Addresses = new(StringComparer.Ordinal)
    {
        ["bind"] = 1, ["server"] = 2, ["server-template"] = 3, ["peer"] = 2, ["nameserver"] = 2, ["mailer"] = 2, ["log"] = 1, ["source"] = 1, ["dispatch"] = 1, ["stats"] = 2, ["dgram-bind"] = 1,
    };

    private static IEnumerable<LintFinding> Typographic(LintedConfiguration configuration) =>
        from line in configuration.Lines
        where line.Keyword != "description"
        from word in line.Words
        let culprit = word.Text.FirstOrDefault(Characters.ContainsKey)
        where culprit != '\0'
        select new LintFinding(word.Place, $"'{word.Text}' has {Characters[culprit]}", "write a plain blank, ' or \"");

    private static IEnumerable<LintFinding> HashInWord(LintedConfiguration configuration)
    {
        foreach (var line in configuration.Lines.Where(line => line.Words.Count > 0 && line.Written.Comment.Length > 0))
        {
            var last = line.Words[^1];
            var end = last.Place.Column - 1 + last.Place.Length;
            var bytes = last.Place.Source.Line(last.Place.Line).Span;
            if (end >= bytes.Length || bytes[end] != (byte)'#') continue;
            yield return new LintFinding(last.Place with { Column = end + 1, Length = 1 }, $"the comment begins within a word: '{line.Written.Comment}' is not read", "write '\\#', or a blank before it if it is a comment");
        }
    }

    private static IEnumerable<LintFinding> Unexpanded(LintedConfiguration configuration) =>
        from line in configuration.Lines
        from index in Enumerable.Range(1, Math.Max(0, line.Words.Count - 1))
        where index != Addresses.GetValueOrDefault(line.Keyword)
        let word = line.Words[index]
        where !word.Written.Contains('"', StringComparison.Ordinal) && IsVariable(word.Text)
        select new LintFinding(word.Place, $"'{word.Text}' is not replaced by the variable's value", "variables stand in double quotes: \"${NAME}\"");

    /// <summary><c>${NAME}</c> somewhere in the word.</summary>
    private static bool IsVariable(string word)
    {
        var at = word.IndexOf("${", StringComparison.Ordinal);
        if (at < 0 || at + 2 >= word.Length || !(char.IsAsciiLetter(word[at + 2]) || word[at + 2] == '_')) return false;
        var end = at + 2;
        while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_')) end++;
        return end < word.Length && word[end] is '}' or '-' or '[' && word.IndexOf('}', end) >= 0;
    }
}
