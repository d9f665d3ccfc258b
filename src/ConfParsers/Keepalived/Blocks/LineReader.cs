using System.Text;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// Files into logical lines: includes are followed, definitions put in, comments dropped, and lines cut at their braces.
/// A name in an include is relative to the file that includes it. (keepalived.conf(5) "CONFIGURATION FILE", "include")
/// </summary>
internal sealed class LineReader(Reading reading)
{
    /// <summary>Files that include each other in a ring must end somewhere.</summary>
    private const int MaxIncludeDepth = 32;
    private const int MaxFiles = 1000;
    private const int MaxLines = 1_000_000;

    private static readonly string[] IncludesWithCheck = ["includer", "includem", "includew", "includeb", "includea"];

    private readonly List<ConfLine> _lines = [];
    private readonly Definitions _definitions = new();
    private int _files;
    private bool _isLimitReported;

    /// <summary>All logical lines of a file and of what it includes.</summary>
    public List<ConfLine> ReadAll(SourceText source, string directory)
    {
        ReadFile(source, directory, depth: 0);
        return _lines;
    }

    private void ReadFile(SourceText source, string directory, int depth)
    {
        for (var number = 1; number <= source.LineCount && _lines.Count < MaxLines; number++)
        {
            var place = new Span(source, number);
            var line = Text(source, number);
            if (IsInclude(line, place, out var pattern))
            {
                Include(pattern, place, directory, depth);
                continue;
            }

            if (DefinitionGrammar.Parse(line) is { } definition)
            {
                _definitions.Set(definition.Name, Value(definition.Value, source, ref number));
                continue;
            }

            var text = _definitions.Expand(line, out var expanded);
            if (text is null)
            {
                reading.Refuse(DiagnosticKind.Syntax, place, "Definitions are nested too deeply or become too long");
                continue;
            }

            // What a definition put in has no columns of its own in the file.
            foreach (var part in expanded ? text.Split('\n') : [text]) Cut(part, place, hasColumns: !expanded);
        }
    }

    private static string Text(SourceText source, int number) => Encoding.UTF8.GetString(source.Line(number).Span).TrimEnd('\r');

    /// <summary>The value of a definition; one that ends in a backslash goes on in the next line.</summary>
    private static string Value(string first, SourceText source, ref int number)
    {
        var value = new StringBuilder();
        var text = first;
        while (WithoutComment(text) is var line && line.EndsWith('\\') && number < source.LineCount)
        {
            value.Append(line[..^1].TrimEnd()).Append('\n');
            text = Text(source, ++number);
        }

        return value.Append(WithoutComment(text)).ToString();
    }

    private static string WithoutComment(string text)
    {
        var tokens = LineGrammar.Parse(text);
        return tokens.Length == 0 ? "" : text[tokens[0].Start..tokens[^1].End];
    }

    private bool IsInclude(string line, Span place, out string pattern)
    {
        pattern = "";
        var text = line.AsSpan().Trim();
        if (!text.StartsWith("include", StringComparison.Ordinal)) return false;
        var blank = text.IndexOfAny(' ', '\t');
        if (blank < 0) return false;
        var keyword = text[..blank].ToString();
        var isPlain = string.Equals(keyword, "include", StringComparison.Ordinal);
        if (!isPlain && Array.IndexOf(IncludesWithCheck, keyword) < 0) return false;
        if (!isPlain)
        {
            reading.Unsupported(place, keyword, "the checks of include");
            return true;
        }

        pattern = text[blank..].Trim().ToString();
        return true;
    }

    private void Include(string pattern, Span place, string directory, int depth)
    {
        if (pattern.Length == 0) return;
        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            reading.Note(DiagnosticKind.Unreadable, place, $"Config files missing '{pattern}'.");
            return;
        }

        if (depth == MaxIncludeDepth || _files > MaxFiles)
        {
            // Said once: every file that is still open would say it again.
            if (!_isLimitReported) reading.Refuse(DiagnosticKind.Syntax, place, $"Too many nested includes, '{pattern}' is not read");
            _isLimitReported = true;
            return;
        }

        var full = pattern.StartsWith('/') ? pattern : Path.Combine(directory, pattern);
        var paths = reading.Surroundings.Glob(full);
        if (paths.Count == 0 && pattern.AsSpan().IndexOfAny('*', '?', '[') < 0) reading.Note(DiagnosticKind.Unreadable, place, $"Config files missing '{pattern}'.");
        foreach (var path in paths)
        {
            if (_files++ > MaxFiles) return;
            var bytes = reading.Surroundings.Read(path, out var fault);
            if (bytes is null)
            {
                reading.Note(DiagnosticKind.Unreadable, place, fault ?? $"Config files missing '{path}'.");
                continue;
            }

            // keepalived changes into the directory of the including file: messages name the file as seen from there.
            var prefix = directory.Length == 0 || directory.EndsWith('/') ? directory : directory + "/";
            var name = !pattern.StartsWith('/') && path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
            ReadFile(new SourceText(name, bytes), Path.GetDirectoryName(path) ?? "", depth + 1);
        }
    }

    private void Cut(string line, Span place, bool hasColumns)
    {
        var tokens = LineGrammar.Parse(line);
        if (tokens.Length > 0 && tokens[0].Text.StartsWith('@') && tokens[0].Kind == TokenKind.Word)
        {
            reading.Unsupported(place, tokens[0].Text, "conditional lines");
            return;
        }

        if (tokens.Length > 0 && tokens[0].Text.StartsWith('~') && tokens[0].Kind == TokenKind.Word)
        {
            reading.Unsupported(place, tokens[0].Text, "line sequences");
            return;
        }

        if (Array.Exists(tokens, token => token.Kind == TokenKind.Unterminated)) Unterminated(line, tokens, place);
        for (var i = 0; i < tokens.Length;)
        {
            if (tokens[i].Kind == TokenKind.Close)
            {
                _lines.Add(new ConfLine([], "}", Opens: false, Closes: true, place));
                i++;
                continue;
            }

            var first = i;
            while (i < tokens.Length && tokens[i].Kind is not (TokenKind.Open or TokenKind.Close)) i++;
            var opens = i < tokens.Length && tokens[i].Kind == TokenKind.Open;
            Word[] words = [.. tokens[first..i].Where(IsWord).Select(token => new Word(token.Text, Place(token)))];
            var raw = i > first ? line[tokens[first].Start..tokens[i - 1].End] : "";
            _lines.Add(new ConfLine(words, raw, opens, Closes: false, place));
            if (opens) i++;
        }

        Span Place(Token token) => !hasColumns ? place : place with
        {
            Column = Encoding.UTF8.GetByteCount(line.AsSpan(0, token.Start)) + 1,
            Length = Encoding.UTF8.GetByteCount(line.AsSpan(token.Start, token.End - token.Start)),
        };
    }

    /// <summary>2.2.7 drops the word that its quote does not close.</summary>
    private static bool IsWord(Token token) => token.Kind is TokenKind.Word or TokenKind.Quoted;

    private void Unterminated(string line, Token[] tokens, Span place)
    {
        var text = line[tokens[0].Start..tokens[^1].End];
        reading.Warn(DiagnosticKind.Syntax, place, $"Unterminated quote '{text}'");
        if (reading.Strict) reading.Warn(DiagnosticKind.Syntax, place, $"Unmatched quote: '{text}'");
    }
}
