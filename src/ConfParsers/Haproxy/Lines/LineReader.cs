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

    private readonly WordSplitter _splitter = new(environment, diagnostics);
    private Verdict _verdict;
    private bool _looksAtTheEnd;
    private readonly Stack<(Block State, bool ElseSeen)> _blocks = new();

    /// <summary>Reads a whole file.</summary>
    /// <param name="onLine">Gets each line that has words; returns false to stop the reading at once.</param>
    /// <returns>Abort after a faulty directive: HAProxy then looks at nothing more.</returns>
    public Verdict Read(SourceText source, Func<List<Word>, Span, bool> onLine)
    {
        _blocks.Clear();
        _verdict = Verdict.Good;
        _looksAtTheEnd = false;
        var ended = false;
        var unknown = false;
        var strayZero = -1;
        var number = 0;
        while (!ended && strayZero < 0 && number < source.LineCount)
        {
            number++;
            var line = source.Line(number);
            var place = new Span(source, number);
            environment.Line = number;

            var zero = line.Span.IndexOf((byte)0);
            if (zero >= 0)
            {
                // What stands before it is read all the same.
                line = line[..zero];
                strayZero = zero;
            }

            var words = _splitter.Split(line, place);
            if (words is null || words.Count == 0 || words[0].IsEmpty) continue;
            if (words[0].Text[0] == '.' && IsDirective(words[0].Text))
            {
                ended = !Directive(words, place);
                if (_verdict == Verdict.Abort && !_looksAtTheEnd) return _verdict;
                unknown = ended;
                continue;
            }

            if (_blocks.TryPeek(out var block) && block.State != Block.Taken) continue;
            if (words[0].Text[0] == '.')
            {
                diagnostics.Alert(DiagnosticKind.UnknownKeyword, words[0].Place, PlaceForm.ParsingTight, $"unknown directive '{words[0].Text}'.");
                ended = unknown = true;
                continue;
            }

            ended = !onLine(words, place);
        }

        // After some faults HAProxy still looks how the file ends.
        if (strayZero >= 0 && !ended)
        {
            diagnostics.Alert(DiagnosticKind.Syntax, new Span(source, number, strayZero + 1), PlaceForm.ParsingTight, $"Stray NUL character at position {strayZero + 1}.");
        }
        else if (!ended || (unknown && number == source.LineCount))
        {
            CheckLastLine(source);
        }

        if (_blocks.Count > 0)
        {
            diagnostics.Alert(DiagnosticKind.Syntax, new Span(source, number), PlaceForm.ParsingTight, "non-terminated '.if' block.");
            return Verdict.Abort;
        }

        return _verdict;
    }

    private static bool IsDirective(string word) =>
        word is ".if" or ".elif" or ".else" or ".endif" or ".diag" or ".notice" or ".warning" or ".alert";

    private void CheckLastLine(SourceText source)
    {
        if (source.LineCount == 0 || source.Bytes.Span[^1] == (byte)'\n') return;
        var column = source.Line(source.LineCount).Length + 1;
        diagnostics.Alert(DiagnosticKind.Syntax, new Span(source, source.LineCount, column), PlaceForm.ParsingTight,
            $"Missing LF on last line, file might have been truncated at position {column}.");
    }

    /// <summary>Carries a directive out; false ends the reading of the file, as HAProxy does after a faulty one.</summary>
    private bool Directive(List<Word> words, Span place)
    {
        var name = words[0].Text;
        var active = !_blocks.TryPeek(out var block) || block.State == Block.Taken;
        switch (name)
        {
            case ".if":
                if (!active)
                {
                    _blocks.Push((Block.Done, false));
                    return true;
                }

                if (Evaluate(words, place) is not { } holds) return false;
                _blocks.Push((holds ? Block.Taken : Block.Waiting, false));
                return true;

            case ".elif":
                return Branch(words, place, block, isElse: false);

            case ".else":
                return NoArgument(words, place) && Branch(words, place, block, isElse: true);

            case ".endif":
                if (!NoArgument(words, place)) return false;
                return _blocks.TryPop(out _) || Lone(name, place);

            default:
                return !active || Message(words, place);
        }
    }

    private bool Branch(List<Word> words, Span place, (Block State, bool ElseSeen) block, bool isElse)
    {
        var name = words[0].Text;
        if (_blocks.Count == 0) return Lone(name, place);
        if (block.ElseSeen)
        {
            diagnostics.Alert(DiagnosticKind.Syntax, words[0].Place, PlaceForm.ParsingTight, $"'{name}' after '.else' is not permitted.");
            return Abort();
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
                if (Evaluate(words, place) is not { } holds) return false;
                state = holds ? Block.Taken : Block.Waiting;
            }
        }

        _blocks.Pop();
        _blocks.Push((state, isElse));
        return true;
    }

    private bool Abort()
    {
        _verdict = Verdict.Abort;
        return false;
    }

    private bool Lone(string name, Span place)
    {
        diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.ParsingTight, $"lone '{name}' with no matching '.if'.");
        _looksAtTheEnd = true;
        return Abort();
    }

    private bool NoArgument(List<Word> words, Span place)
    {
        if (words.Count < 2 || words[1].IsEmpty) return true;
        diagnostics.Alert(DiagnosticKind.SurplusArgument, words[1].Place, PlaceForm.ParsingTight,
            $"Unexpected argument '{words[1].Text}' for '{words[0].Text}'.");
        _looksAtTheEnd = true;
        return Abort();
    }

    /// <summary>The condition is the rest of the line, its words joined by single blanks.</summary>
    private bool? Evaluate(List<Word> words, Span place)
    {
        var text = string.Join(' ', words.Skip(1).Select(w => w.Text));
        if (text.Length == 0) return false;
        var condition = BuildCondition.Evaluate(text, environment);
        if (condition.Value is { } value) return value;

        var name = words[0].Text;
        diagnostics.Alert(DiagnosticKind.BadCondition, place, PlaceForm.ParsingTight,
            $"{condition.Fault} in '{name}' at position {condition.At + 1}:\n  {name} {text}\n  {new string(' ', name.Length + 1 + condition.At)}^");
        Abort();
        return null;
    }

    private bool Message(List<Word> words, Span place)
    {
        if (words.Count > 2 && !words[2].IsEmpty)
        {
            diagnostics.Alert(DiagnosticKind.SurplusArgument, words[2].Place, PlaceForm.ParsingTight,
                $"Unexpected argument '{words[2].Text}' for '{words[0].Text}'. Use quotes if the message should contain spaces.");
            return true;
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
        return severity != Severity.Alert || Abort();
    }
}
