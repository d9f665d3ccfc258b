using System.Text;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// Files into logical lines: comments dropped, conditions looked at, includes followed, sequences written out, definitions put in, and
/// lines cut at their braces. (keepalived.conf(5) "CONFIGURATION FILE")
/// </summary>
internal sealed class LineReader(Reading reading)
{
    /// <summary>Files that include each other in a ring must end somewhere.</summary>
    private const int MaxIncludeDepth = 32;
    private const int MaxFiles = 1000;
    private const int MaxLines = 1_000_000;

    /// <summary>Turns of all sequences together; the manual shows 65,024 in one line.</summary>
    private const int MaxTurns = 100_000;

    /// <summary>Sequences in one line.</summary>
    private const int MaxSequences = 32;

    /// <summary>Files that include each other many times must not fill the memory.</summary>
    private const int MaxCopy = 64 * 1024 * 1024;

    /// <summary>2.2.7 reads lines into a buffer of this size; what is longer becomes a line of its own.</summary>
    private const int MaxLineBytes = 1023;

    private readonly List<ConfLine> _lines = [];
    private readonly StringBuilder _copy = new();
    private readonly Includes _includes = new(reading);
    private readonly Predefined _predefined = new(reading.ConfigId, reading.Strict ? null : name => reading.Surroundings.Variable(name));
    private Definitions _definitions = null!;
    private int _files;
    private int _turns;
    private bool _isLimitReported;
    private IncludeCheck _check;

    /// <summary>What includes must not lack from the first line on.</summary>
    public IncludeCheck Check { init => _check = value; }

    /// <summary>
    /// What was read as one text, as <c>--config-fd</c> gives it: lines without comments and margins, includes in their places, each file
    /// headed by its name and ended by an exclamation mark.
    /// </summary>
    public string Copy => _copy.ToString();

    /// <summary>All logical lines of a file and of what it includes.</summary>
    public List<ConfLine> ReadAll(SourceText source, string directory)
    {
        _definitions = new Definitions(_predefined);
        ReadFile(source, directory, depth: 0);
        return _lines;
    }

    private void ReadFile(SourceText source, string directory, int depth)
    {
        var check = _check;
        _copy.Append(_copy.Length > 0 ? "\n# " : "# ").Append(source.Path).Append('\n');
        for (var number = 1; number <= source.LineCount && !IsFull(); number++)
        {
            _predefined.Directory = reading.Surroundings.FullPath(directory);
            var place = new Span(source, number);
            foreach (var (text, at) in Pieces(Text(source, number), place))
            {
                var line = Comments.Strip(text, out var isUnterminated);
                if (isUnterminated) Unterminated(line, at);
                var isInclude = Includes.Parse(line, _check) is not null;
                if (!isInclude) Copied(line);
                if (Condition.Apply(line, reading.ConfigId, out var removed) is not { } held) continue;
                if (Includes.Parse(held, _check) is { } include)
                {
                    Include(_definitions.Expand(include.Pattern, out _) ?? include.Pattern, include.Check, at, directory, depth);
                    continue;
                }

                if (DefinitionGrammar.Parse(held) is { } definition) _definitions.Set(definition.Name, Value(definition.Value, source, ref number));
                else Line(held, at, removed, depth: 0);
            }
        }

        _copy.Append("!\n");

        // What a file says about its includes ends with it.
        _check = check;
    }

    private void Copied(string line)
    {
        if (_copy.Length < MaxCopy) _copy.Append(line.AsSpan().Trim()).Append('\n');
    }

    private static string Text(SourceText source, int number) => Encoding.UTF8.GetString(source.Line(number).Span).TrimEnd('\r');

    /// <summary>A line as 2.2.7 gets to see it: one that is too long comes in pieces, and the first of them before its number was counted.</summary>
    private IEnumerable<(string Text, Span Place)> Pieces(string line, Span place)
    {
        if (line.Length <= MaxLineBytes && Encoding.UTF8.GetByteCount(line) <= MaxLineBytes) return [(line, place)];
        if (reading.Strict) return line.Chunk(MaxLineBytes).Select((chunk, i) => (new string(chunk), (i + 1) * MaxLineBytes < line.Length ? place with { Line = place.Line - 1 } : place)).ToArray();
        reading.Warn(DiagnosticKind.Syntax, place, $"Line is longer than {MaxLineBytes} bytes", "keepalived 2.2.7 would read the rest as a line of its own");
        return [(line, place)];
    }

    /// <summary>The value of a definition; one that ends in a backslash goes on in the next line.</summary>
    private string Value(string first, SourceText source, ref int number)
    {
        var value = new StringBuilder();
        var line = first.Trim();
        while (line.EndsWith('\\') && number < source.LineCount)
        {
            value.Append(line[..^1].TrimEnd()).Append('\n');
            line = Comments.Strip(Text(source, ++number), out _).Trim();
            Copied(line);
        }

        return value.Append(line).ToString();
    }

    private void Include(string pattern, IncludeCheck check, Span place, string directory, int depth)
    {
        if (depth == MaxIncludeDepth || _files > MaxFiles)
        {
            Limit(place, $"Too many nested includes, '{pattern}' is not read");
            return;
        }

        foreach (var path in _includes.Find(pattern, directory, check, place))
        {
            if (_files++ > MaxFiles) return;
            if (_includes.Read(path, check, place) is not { } bytes) continue;

            // keepalived changes into the directory of the including file: messages name the file as seen from there.
            var prefix = directory.Length == 0 || directory.EndsWith('/') ? directory : directory + "/";
            var name = !pattern.StartsWith('/') && path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
            ReadFile(new SourceText(name, bytes), Path.GetDirectoryName(path) ?? "", depth + 1);
        }
    }

    /// <summary>One line: a sequence is written out, definitions are put in.</summary>
    /// <param name="removed">Characters of the file's line that stand before it.</param>
    private void Line(string line, Span place, int removed, int depth)
    {
        if (IsFull()) return;
        if (Sequence.Parse(line, out var faults) is { } sequence)
        {
            if (depth == MaxSequences) Limit(place, "Too many sequences in one line");
            else Turns(sequence, place, depth);
            return;
        }

        foreach (var fault in faults) reading.Warn(DiagnosticKind.Syntax, place, fault);
        if (faults.Count > 0) return;
        if (depth > 0 && DefinitionGrammar.Parse(line) is { } definition)
        {
            _definitions.Set(definition.Name, definition.Value.Trim());
            return;
        }

        var text = _definitions.Expand(line, out var expanded);
        if (text is null)
        {
            reading.Refuse(DiagnosticKind.Syntax, place, "Definitions are nested too deeply or become too long");
            return;
        }

        // What a definition put in has no columns of its own in the file.
        if (!expanded)
        {
            Cut(text, place, removed);
            return;
        }

        foreach (var part in text.Split('\n'))
        {
            // 2.2.7 reads its own output again: a number sign that a definition put in begins a comment there.
            var clean = reading.Strict ? Comments.Strip(part, out _) : part;
            if (Condition.Apply(clean, reading.ConfigId, out _) is { } held) Cut(held, place, removed: -1);
        }
    }

    private void Turns(Sequence sequence, Span place, int depth)
    {
        foreach (var step in sequence.Steps)
        {
            if (++_turns > MaxTurns)
            {
                Limit(place, "Sequences become too long");
                return;
            }

            foreach (var (name, value) in step) _definitions.Set(name, value);
            Line(sequence.Rest, place, removed: -1, depth + 1);
        }
    }

    /// <summary>Said once: every file and every turn would say it again.</summary>
    private void Limit(Span place, string text)
    {
        if (!_isLimitReported) reading.Refuse(DiagnosticKind.Syntax, place, text);
        _isLimitReported = true;
    }

    private bool IsFull()
    {
        if (_lines.Count < MaxLines) return false;
        Limit(_lines[^1].Place, $"More than {MaxLines} lines");
        return true;
    }

    /// <param name="removed">Characters of the file's line that stand before it; -1: it is not as it stands in the file.</param>
    private void Cut(string line, Span place, int removed)
    {
        var tokens = LineGrammar.Parse(line);
        if (Array.Exists(tokens, token => token.Kind == TokenKind.Unterminated)) Unmatched(line, place);
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
            if (words.Length > 0 && string.Equals(words[0].Text, "include_check", StringComparison.Ordinal)) _check = IncludeChecks.Apply(_check, words.Skip(1).Select(word => word.Text), reading.Strict);
        }

        Span Place(Token token) => removed < 0 ? place : place with
        {
            Column = removed + Encoding.UTF8.GetByteCount(line.AsSpan(0, token.Start)) + 1,
            Length = Encoding.UTF8.GetByteCount(line.AsSpan(token.Start, token.End - token.Start)),
        };
    }

    /// <summary>2.2.7 drops the word that its quote does not close.</summary>
    private static bool IsWord(Token token) => token.Kind is TokenKind.Word or TokenKind.Quoted;

    private void Unterminated(string line, Span place) => reading.Warn(DiagnosticKind.Syntax, place, $"Unterminated quote '{line.Trim()}'");

    /// <summary>2.2.7 says it twice, except that a quote behind a backslash counts only here.</summary>
    private void Unmatched(string line, Span place)
    {
        if (reading.Strict) reading.Warn(DiagnosticKind.Syntax, place, $"Unmatched quote: '{line.Trim()}'");
        else if (!IsUnterminated(line)) Unterminated(line, place);
    }

    private static bool IsUnterminated(string line)
    {
        Comments.Strip(line, out var isUnterminated);
        return isUnterminated;
    }
}
