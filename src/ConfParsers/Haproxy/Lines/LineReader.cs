using ConfParsers.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>How the reading of one file ended.</summary>
public enum Verdict
{
    Good,

    /// <summary>Faults were found; the reading went on to the end of the file or to the limit of faults.</summary>
    Faulty,

    /// <summary>A fault after which HAProxy looks no further, not even into the next file.</summary>
    Abort,
}

/// <summary>
/// Gives the lines of a file as words, after the conditional blocks <c>.if .elif .else .endif</c> and the messages
/// <c>.diag .notice .warning .alert</c> were carried out (configuration.txt 2.1 to 2.4).
/// </summary>
public sealed class LineReader(ConfigEnvironment environment, DiagnosticBag diagnostics)
{
    private enum Block
    {
        /// <summary>Its lines are read.</summary>
        Taken,

        /// <summary>Its lines are skipped, a later branch may be taken.</summary>
        Waiting,

        /// <summary>Its lines are skipped, as a branch was taken or the whole block lies in a skipped one.</summary>
        Done,
    }

    /// <summary>What comes after a line.</summary>
    private enum Then
    {
        NextLine,

        /// <summary>Only what is said of the end of a file.</summary>
        End,

        /// <summary>The same, and no further file.</summary>
        LastFile,

        /// <summary>Nothing at all.</summary>
        Leave,
    }

    private const int MaxFaultyLines = 50;

    private WordSplitter _splitter = new(environment, diagnostics);
    private readonly Stack<(Block State, bool ElseSeen)> _blocks = new();

    /// <summary>Lines are read as HAProxy reads them, with the faults of its own that a line of theirs has not earned.</summary>
    public bool Strict { get; init; }

    /// <summary>Reads a whole file, or as much of it as has fifty faulty lines.</summary>
    /// <param name="onLine">Gets each line that has words; returns false to have nothing more looked at.</param>
    /// <returns>Abort after a fault behind which HAProxy looks at nothing more, not even into the next file.</returns>
    public Verdict Read(SourceText source, Func<List<Word>, Span, bool> onLine)
    {
        _blocks.Clear();
        _splitter = new WordSplitter(environment, diagnostics) { ReadsTwice = Strict };
        var faultyLines = 0;
        var brokenAt = 0;
        var number = 0;
        var abort = false;
        while (number < source.LineCount)
        {
            if (brokenAt > 0)
            {
                diagnostics.Alert(DiagnosticKind.Syntax, new Span(source, number, brokenAt), PlaceForm.ParsingTight, $"Stray NUL character at position {brokenAt}.");
                brokenAt = 0;
                break;
            }

            number++;
            var place = new Span(source, number);
            if (faultyLines >= MaxFaultyLines)
            {
                diagnostics.Alert(DiagnosticKind.Summary, place, PlaceForm.ParsingTight, $"too many fatal errors ({MaxFaultyLines}), stopping now.");
                break;
            }

            environment.Line = number;
            var line = UpToZero(source, number, out brokenAt);
            var before = diagnostics.Alerts;
            var then = Line(line, place, onLine);
            if (then == Then.Leave) return Verdict.Abort;
            abort = then == Then.LastFile;
            if (then != Then.NextLine) break;
            if (diagnostics.Alerts > before) faultyLines++;
        }

        if (brokenAt > 0)
        {
            diagnostics.Alert(DiagnosticKind.Syntax, new Span(source, number, brokenAt), PlaceForm.ParsingTight,
                $"Missing LF on last line, file might have been truncated at position {brokenAt}.");
        }

        if (_blocks.Count == 0) return abort ? Verdict.Abort : Verdict.Good;
        diagnostics.Alert(DiagnosticKind.Syntax, new Span(source, number), PlaceForm.ParsingTight, "non-terminated '.if' block.");
        return Verdict.Abort;
    }

    /// <summary>A zero hides what follows it on its line, the LF as well: what stands before it is read all the same.</summary>
    /// <param name="brokenAt">The position, from 1, at which the line ends without LF; 0 when it has one.</param>
    private static ReadOnlyMemory<byte> UpToZero(SourceText source, int number, out int brokenAt)
    {
        var line = source.Line(number);
        var zero = line.Span.IndexOf((byte)0);
        if (zero >= 0) line = line[..zero];
        brokenAt = zero >= 0 || (number == source.LineCount && source.Bytes.Span[^1] != (byte)'\n') ? line.Length + 1 : 0;
        return line;
    }

    private Then Line(ReadOnlyMemory<byte> line, Span place, Func<List<Word>, Span, bool> onLine)
    {
        var words = _splitter.Split(line, place);
        if (words is null || words.Count == 0 || words[0].IsEmpty) return Then.NextLine;
        if (IsDirective(words[0].Text)) return Directive(words, place);
        if (_blocks.TryPeek(out var block) && block.State != Block.Taken) return Then.NextLine;
        if (words[0].Text[0] != '.') return onLine(words, place) ? Then.NextLine : Then.Leave;
        diagnostics.Alert(DiagnosticKind.UnknownKeyword, words[0].Place, PlaceForm.ParsingTight, $"unknown directive '{words[0].Text}'.");
        return Then.End;
    }

    private static bool IsDirective(string word) =>
        word is ".if" or ".elif" or ".else" or ".endif" or ".diag" or ".notice" or ".warning" or ".alert";

    private Then Directive(List<Word> words, Span place)
    {
        var name = words[0].Text;
        var active = !_blocks.TryPeek(out var block) || block.State == Block.Taken;
        switch (name)
        {
            case ".if":
                if (!active)
                {
                    _blocks.Push((Block.Done, false));
                    return Then.NextLine;
                }

                if (Evaluate(words, place) is not { } holds) return Then.Leave;
                _blocks.Push((holds ? Block.Taken : Block.Waiting, false));
                return Then.NextLine;

            case ".elif":
                return Branch(words, place, block, isElse: false);

            case ".else":
                return HasArgument(words) ? Then.LastFile : Branch(words, place, block, isElse: true);

            case ".endif":
                if (HasArgument(words)) return Then.LastFile;
                if (_blocks.TryPop(out _)) return Then.NextLine;
                Lone(name, place);
                return Then.LastFile;

            default:
                return active ? Message(words, place) : Then.NextLine;
        }
    }

    private Then Branch(List<Word> words, Span place, (Block State, bool ElseSeen) block, bool isElse)
    {
        var name = words[0].Text;
        if (_blocks.Count == 0)
        {
            Lone(name, place);
            return Then.Leave;
        }

        if (block.ElseSeen)
        {
            diagnostics.Alert(DiagnosticKind.Syntax, words[0].Place, PlaceForm.ParsingTight, $"'{name}' after '.else' is not permitted.");
            return Then.Leave;
        }

        var state = Block.Done;
        if (block.State == Block.Waiting)
        {
            if (isElse)
            {
                state = Block.Taken;
            }
            else
            {
                if (Evaluate(words, place) is not { } holds) return Then.Leave;
                state = holds ? Block.Taken : Block.Waiting;
            }
        }

        _blocks.Pop();
        _blocks.Push((state, isElse));
        return Then.NextLine;
    }

    private void Lone(string name, Span place) =>
        diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.ParsingTight, $"lone '{name}' with no matching '.if'.");

    private bool HasArgument(List<Word> words)
    {
        if (words.Count < 2 || words[1].IsEmpty) return false;
        diagnostics.Alert(DiagnosticKind.SurplusArgument, words[1].Place, PlaceForm.ParsingTight,
            $"Unexpected argument '{words[1].Text}' for '{words[0].Text}'.");
        return true;
    }

    /// <summary>The condition is the rest of the line, its words joined by single blanks.</summary>
    private bool? Evaluate(List<Word> words, Span place)
    {
        var text = string.Join(' ', words.Skip(1).Select(w => w.Text));
        if (text.Length == 0) return false;
        if (_splitter.EndsBlank) text += ' ';
        var condition = BuildCondition.Evaluate(text, environment);
        if (condition.Value is { } value) return value;

        var name = words[0].Text;
        diagnostics.Alert(DiagnosticKind.BadCondition, place, PlaceForm.ParsingTight,
            $"{condition.Fault} in '{name}' at position {condition.At + 1}:\n{FaultyLine.Show(ByteText.Encode($"{name} {text}"), name.Length + 1 + condition.At)}");
        return null;
    }

    private Then Message(List<Word> words, Span place)
    {
        if (words.Count > 2 && !words[2].IsEmpty)
        {
            diagnostics.Alert(DiagnosticKind.SurplusArgument, words[2].Place, PlaceForm.ParsingTight,
                $"Unexpected argument '{words[2].Text}' for '{words[0].Text}'. Use quotes if the message should contain spaces.");
            return Then.NextLine;
        }

        var severity = words[0].Text switch
        {
            ".alert" => Severity.Alert,
            ".warning" => Severity.Warning,
            ".notice" => Severity.Notice,
            _ => Severity.Diag,
        };
        var text = words.Count > 1 ? words[1].Text : "";
        diagnostics.Add(new Diagnostic(DiagnosticKind.UserMessage, severity, place, PlaceForm.ParsingTight, $"'{text}'."));
        return severity == Severity.Alert ? Then.Leave : Then.NextLine;
    }
}
