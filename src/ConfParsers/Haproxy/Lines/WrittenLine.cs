using ConfParsers.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>One word as it was written, quotes and escapes included, and what it means when no variable is set.</summary>
public readonly record struct WrittenWord(string Written, string Text, Span Place);

/// <summary>
/// A line as its author wrote it: the words with their quotes and the comment. For tools that write lines back
/// (<c>fmt</c>, <c>migrate</c>) or look for what the reader forgives (<c>lint</c>).
/// </summary>
public sealed class WrittenLine
{
    private static readonly ConfigEnvironment NoVariables = new([]);

    private WrittenLine(Span place, string text, IReadOnlyList<WrittenWord>? words, string comment)
    {
        Place = place;
        Text = text;
        Words = words ?? [];
        IsReadable = words is not null;
        Comment = comment;
    }

    public Span Place { get; }

    /// <summary>The whole line without its end.</summary>
    public string Text { get; }

    /// <summary>False for a line that cannot be cut into words, such as one with an open quote.</summary>
    public bool IsReadable { get; }

    public IReadOnlyList<WrittenWord> Words { get; }

    /// <summary>From <c>#</c> to the end; empty without one.</summary>
    public string Comment { get; }

    /// <summary>The first word, or an empty one.</summary>
    public string Keyword => Words.Count > 0 ? Words[0].Text : "";

    public bool IsBlank => IsReadable && Words.Count == 0 && Comment.Length == 0;

    public bool IsComment => IsReadable && Words.Count == 0 && Comment.Length > 0;

    public bool IsIndented => Text.Length > 0 && Text[0] is ' ' or '\t';

    /// <summary>All lines of a file.</summary>
    public static IEnumerable<WrittenLine> Read(SourceText source)
    {
        var splitter = new WordSplitter(NoVariables, new DiagnosticBag());
        for (var number = 1; number <= source.LineCount; number++) yield return Read(splitter, source, number);
    }

    /// <param name="number">Line number, from 1.</param>
    public static WrittenLine Read(SourceText source, int number) => Read(new WordSplitter(NoVariables, new DiagnosticBag()), source, number);

    private static WrittenLine Read(WordSplitter splitter, SourceText source, int number)
    {
        var place = new Span(source, number);
        var bytes = source.Line(number);
        var text = ByteText.Decode(bytes.Span);
        var words = splitter.Split(bytes, place);
        if (words is null) return new WrittenLine(place, text, null, "");

        var written = new List<WrittenWord>(words.Count);
        var end = 0;
        foreach (var word in words)
        {
            var start = word.Place.Column - 1;
            var raw = ByteText.Decode(bytes.Span.Slice(start, word.Place.Length));
            // "${LIST[*]}" makes several words of one that was written.
            if (written.Count > 0 && word.Place == written[^1].Place) written[^1] = written[^1] with { Text = written[^1].Text + word.Text };
            else written.Add(new WrittenWord(raw, word.Text, word.Place));
            end = start + word.Place.Length;
        }

        var rest = ByteText.Decode(bytes.Span[end..]).Trim(' ', '\t', '\r', '\v', '\f');
        // A CR ends a line for HAProxy: what follows is as little read as a comment.
        if (rest.Length > 0 && rest[0] != '#') rest = "# " + rest.Replace('\r', ' ');
        return new WrittenLine(place, text, written, rest);
    }
}
