using ConfParsers.Keepalived.Blocks;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>
/// Walks the logical lines with the catalog in hand: the row of a keyword decides whether a block follows. After a fault the
/// reading goes on. Where 2.2.7 says one fault many times (an unknown block: its inner words and its closing brace are unknown
/// too), this says it once and skips the block; with <c>--strict</c> it says what 2.2.7 says.
/// </summary>
/// <param name="isAhead">Only some blocks are looked at, and the others skipped.</param>
internal sealed class BlockReader(Reading reading, List<ConfLine> lines, bool isAhead = false)
{
    private readonly Stack<Span> _open = new();
    private int _next;
    private bool _extraBrace;

    public Reading Reading { get; } = reading;

    private bool Strict => Reading.Strict;

    public void ReadAll<T>(Block<T> root, T target)
    {
        while (Take() is { } line)
        {
            if (line.Closes) Extra(line);
            else Keyword(line, root, target);
        }

        if (_open.Count > 0 && !Reading.Aborted)
        {
            Reading.WarnAtEnd(DiagnosticKind.Syntax, _open.Last(), $"There are {_open.Count} missing '}}'s or extra '{{'s");
        }
    }

    /// <summary>A block of keywords, from the line that opens it to its closing brace.</summary>
    /// <returns>The closing brace's line, or the opening line when the text ends before it.</returns>
    public ConfLine ReadBlock<T>(ConfLine opening, Block<T> block, T target)
    {
        FindBrace(opening, isMissed: true);
        while (Take() is { } line)
        {
            if (line.Closes)
            {
                Reading.SkipRestOfBlock = false;
                return line with { Words = [opening.Words[0] with { Place = line.Place }] };
            }

            if (!Reading.SkipRestOfBlock) Keyword(line, block, target);
            else if (line.Opens) SkipOpened();
        }

        return opening;
    }

    /// <summary>A block of lines without keywords.</summary>
    /// <returns>The closing brace's line, or the opening line when the text ends before it.</returns>
    public ConfLine ReadLines(ConfLine opening, Action<Words> bind)
    {
        if (opening.Words.Length > 1)
        {
            Reading.Warn(DiagnosticKind.SurplusArgument, opening.Words[1].Place, $"Block {opening.Words[0].Text} has extra parameters {opening.Words[1].Text} ...");
        }

        FindBrace(opening, isMissed: false);
        while (Take() is { } line)
        {
            if (line.Closes) return line with { Words = [opening.Words[0] with { Place = line.Place }] };

            // A brace opens nothing here: the line is one word more.
            if (line.Words.Length > 0) bind(new Words(Item(line), Reading));
            else bind(new Words(Item(line with { Words = [new Word("{", line.Place)] }), Reading));
            if (line.Opens) SkipUnlessStrict();
        }

        return opening;
    }

    /// <summary>A block that is not read: its heading was wrong and was reported.</summary>
    public void SkipBlock(ConfLine opening)
    {
        if (!opening.Opens && !TakeBrace()) return;
        SkipOpened();
    }

    // The binder of a list sees the whole line: the words of a line have no keyword before them.
    private static ConfLine Item(ConfLine line) => line with { Words = [new Word("", line.Place), .. line.Words] };

    private void Keyword<T>(ConfLine line, Block<T> block, T target)
    {
        if (line.Words.Length == 0)
        {
            Reading.Warn(DiagnosticKind.Syntax, line.Place, "Unexpected '{' - ignoring");
            SkipUnlessStrict();
            return;
        }

        var word = line.Words[0].Text;
        var row = block.Find(word, Strict);
        if (row is null)
        {
            Unknown(line, block);
            return;
        }

        if (line.Words.Length - 1 < row.Mandatory)
        {
            Reading.Abort(line.Place, $"*** Configuration line starting `{word}` is missing a parameter after keyword `{line.Words[^1].Text}` at word position {line.Words.Length + 1}");
            if (!Strict && line.Opens) SkipOpened();
            return;
        }

        Reading.Uses.Add(new KeywordId(block.Path, row.Name), line.Words[0].Place);
        row.Read(this, line, target);
        if (line.Opens && row is Setting<T>)
        {
            Reading.Warn(DiagnosticKind.Syntax, line.Place, "Unexpected '{' - ignoring");
            SkipUnlessStrict();
        }
    }

    private void Unknown<T>(ConfLine line, Block<T> block)
    {
        var word = line.Words[0];
        Reading.Warn(DiagnosticKind.UnknownKeyword, word.Place, $"Unknown keyword '{word.Text}'", Suggestion(word.Text, block));
        if (!Strict || isAhead)
        {
            SkipBlock(line);
            return;
        }

        if (line.Opens) Reading.Warn(DiagnosticKind.Syntax, line.Place, "Unexpected '{' - ignoring");
    }

    private static string? Suggestion(string word, Block block) =>
        Suggestions.Nearest(word, block.Rows.Select(row => row.Name)) is { } name ? $"did you mean '{name}'?" : null;

    private void Extra(ConfLine line)
    {
        if (_extraBrace || !Strict) Reading.Warn(DiagnosticKind.Syntax, line.Place, "Extra '}' found");
        if (Strict) Reading.Warn(DiagnosticKind.UnknownKeyword, line.Place, "Unknown keyword '}'");
    }

    /// <summary>The brace may end the heading or begin the next line.</summary>
    private void FindBrace(ConfLine opening, bool isMissed)
    {
        if (opening.Opens || TakeBrace()) return;
        if (isMissed && _next < lines.Count && !lines[_next].Closes)
        {
            Reading.Warn(DiagnosticKind.Syntax, lines[_next].Place, "Missing '{' at beginning of configuration block");
        }
    }

    private bool TakeBrace()
    {
        if (_next >= lines.Count || lines[_next] is not { Words.Length: 0, Opens: true }) return false;
        Take();
        return true;
    }

    private void SkipUnlessStrict()
    {
        if (!Strict) SkipOpened();
    }

    private void SkipOpened()
    {
        for (var depth = 1; depth > 0 && Take() is { } line;)
        {
            if (line.Opens) depth++;
            else if (line.Closes) depth--;
        }
    }

    private ConfLine? Take()
    {
        if (_next >= lines.Count || (Strict && Reading.Aborted)) return null;
        var line = lines[_next++];
        if (line.Opens) _open.Push(line.Place);
        if (line.Closes) _extraBrace = !_open.TryPop(out _);
        return line;
    }
}
