using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// A cursor over the words of one line. It stands behind the keyword when a binder gets it. What it cannot give it reports
/// itself, in HAProxy's words, so that a binder reads like the grammar of its keyword. As in HAProxy an empty word ends a
/// line: what stands behind it is not seen.
/// </summary>
public sealed class Words
{
    private List<Word> _words;
    private int _count;

    /// <param name="words">With the keyword in front, which is behind the cursor unless <paramref name="at"/> says otherwise.</param>
    /// <param name="uses">Where the keywords of the line are noted.</param>
    public Words(List<Word> words, Span line, DiagnosticBag diagnostics, KeywordUses uses, int at = 1)
    {
        _words = words;
        Diagnostics = diagnostics;
        Uses = uses;
        Begin(words, line, uses, negated: false, defaulted: false);
        At = at;
    }

    /// <summary>File and line.</summary>
    public Span Line { get; private set; }

    public DiagnosticBag Diagnostics { get; }

    /// <summary>Where the keywords of this line are noted.</summary>
    public KeywordUses Uses { get; private set; }

    /// <summary>Words before the first empty one, the keyword included.</summary>
    public int Count => _count;

    /// <summary>Index of the next word.</summary>
    public int At { get; set; }

    /// <summary>True when <c>no</c> stood before the keyword.</summary>
    public bool Negated { get; set; }

    /// <summary>True when <c>default</c> stood before the keyword.</summary>
    public bool Defaulted { get; private set; }

    /// <summary>What messages begin with; binders of two-word keywords set "timeout client".</summary>
    public string Keyword { get; set; } = "";

    /// <summary>True once an alert was reported through this cursor.</summary>
    public bool Failed { get; private set; }

    /// <summary>True when HAProxy reads nothing behind this line.</summary>
    public bool Aborted { get; private set; }

    /// <summary>See <see cref="Abort"/>.</summary>
    public string? Summary { get; private set; }

    /// <summary>Begins another line: a file of a million lines needs one cursor, and who wants to keep something of a line copies it.</summary>
    internal void Begin(List<Word> words, Span line, KeywordUses uses, bool negated, bool defaulted)
    {
        _words = words;
        _count = 0;
        while (_count < words.Count && !words[_count].IsEmpty) _count++;
        (Line, Uses, Negated, Defaulted) = (line, uses, negated, defaulted);
        (At, Keyword, Failed, Aborted, Summary) = (1, words.Count > 0 ? words[0].Text : "", false, false, null);
    }

    /// <summary>A fault of this line was reported by other means.</summary>
    public void Fail() => Failed = true;

    /// <summary>The word at an index, or an empty one behind the end.</summary>
    public Word this[int index] => (uint)index < (uint)_words.Count ? _words[index] : new Word("", Line);

    public Word Current => this[At];

    /// <summary>The word that was taken last: of an option its last argument, or the option itself when it has none.</summary>
    public Word Last => this[Math.Min(At, _count) - 1];

    public bool HasMore => At < _count;

    /// <summary>The words from the cursor on.</summary>
    public IReadOnlyList<Word> Remaining => At < _count ? _words.GetRange(At, _count - At) : [];

    /// <summary>The texts of <see cref="Remaining"/>.</summary>
    public string[] RemainingTexts()
    {
        if (At >= _count) return [];
        var texts = new string[_count - At];
        for (var i = 0; i < texts.Length; i++) texts[i] = _words[At + i].Text;
        return texts;
    }

    /// <summary>Notes that the configuration uses a keyword, at the current word or the last.</summary>
    public void Use(KeywordKind kind, string name) => Uses.Add(kind, name, Place(null));

    /// <summary>Notes that the configuration uses a keyword.</summary>
    public void Use(KeywordKind kind, string name, Word at) => Uses.Add(kind, name, at.Place);

    /// <summary>Takes the next word, empty when there is none.</summary>
    public Word Next() => this[At++];

    /// <summary>Takes the next word if it is this one.</summary>
    public bool Take(string word)
    {
        if (!HasMore || Current.Text != word) return false;
        At++;
        return true;
    }

    /// <summary>Takes an argument; without one reports <c>'keyword' expects ...</c>.</summary>
    /// <param name="expects">What follows "expects", with its final full stop if HAProxy has one.</param>
    public bool NextArg(string expects, out Word argument, PlaceForm form = PlaceForm.Parsing)
    {
        argument = Current;
        if (HasMore)
        {
            At++;
            return true;
        }

        Alert(DiagnosticKind.MissingArgument, $"'{Keyword}' expects {expects}", form);
        return false;
    }

    /// <summary>Takes one of a table's names, or reports which there are.</summary>
    public bool Choice<T>(IReadOnlyDictionary<string, T> names, string message, out T value)
    {
        if (HasMore && names.TryGetValue(Current.Text, out value!))
        {
            At++;
            return true;
        }

        value = default!;
        Alert(DiagnosticKind.BadValue, message);
        return false;
    }

    /// <summary>Takes an integer as atol(3) would read it: leading digits count, anything else is 0.</summary>
    public long NextLooseInteger() => LooseInteger(Next().Text);

    /// <summary>Reads a word as a time and says the one warning that all keywords share; other faults are the keyword's to tell.</summary>
    public TimeText Time(Word word, string unit = "ms", string limitUnit = "ms")
    {
        var time = TimeText.Parse(word.Text, unit, limitUnit);
        if (TimeWarning(word, time) is { } warning) Diagnostics.Warning(DiagnosticKind.BadTime, word.Place, PlaceForm.None, warning);
        return time;
    }

    /// <summary>The warning about what stands behind a time; null when nothing does.</summary>
    public static string? TimeWarning(Word word, TimeText time) => time.Trailing == '\0' ? null
        : $"unexpected character '{time.Trailing}' after the timer value '{word.Text}', only (us=microseconds,ms=milliseconds,s=seconds,m=minutes,h=hours,d=days) are supported. This will be reported as an error in next versions.";

    /// <summary>No word may be left; otherwise reports the first.</summary>
    public bool End()
    {
        // Also behind an empty word, where nothing is read any more.
        if (Current.IsEmpty) return true;
        Alert(DiagnosticKind.SurplusArgument, $"'{Keyword}' cannot handle unexpected argument '{Current.Text}'.");
        return false;
    }

    /// <summary>No more arguments than these; an empty word between does not hide what stands behind it.</summary>
    public bool AtMost(int arguments)
    {
        var surplus = this[arguments + 1];
        if (surplus.IsEmpty) return true;
        Alert(DiagnosticKind.SurplusArgument, $"'{Keyword}' cannot handle unexpected argument '{surplus.Text}'.", at: surplus);
        return false;
    }

    /// <summary>Reports a fault at the current (or last taken) word.</summary>
    public void Alert(DiagnosticKind kind, string text, PlaceForm form = PlaceForm.Parsing, string? hint = null, Word? at = null)
    {
        Failed = true;
        Diagnostics.Alert(kind, Place(at), form, text, hint);
    }

    public void Warning(DiagnosticKind kind, string text, PlaceForm form = PlaceForm.Parsing, string? hint = null, Word? at = null) =>
        Diagnostics.Warning(kind, Place(at), form, text, hint);

    /// <summary>After the faults of this line HAProxy reads no further.</summary>
    /// <param name="summary">What it says at the end, where that is not that there were errors.</param>
    public void Abort(string? summary = null)
    {
        Aborted = true;
        Summary = summary;
    }

    /// <summary>An alert after which HAProxy goes on as if nothing were: the line has no effect.</summary>
    public void Tolerated(string text) =>
        Diagnostics.Add(new Diagnostic(DiagnosticKind.Duplicate, Severity.Alert, this[0].Place, PlaceForm.Parsing, text) { Tolerated = true });

    /// <summary>The octal digits that a text begins with, without sign, of which 32 bits are kept.</summary>
    public static int LooseOctal(string text) => text.TakeWhile(c => c is >= '0' and <= '7').Aggregate(0, (mode, digit) => (mode << 3) | (digit - '0'));

    /// <summary><see cref="LooseInteger"/> of which 32 bits are kept, as atoi(3) of the C library does: 4294967296 is 0.</summary>
    public static int LooseInt32(string text) => unchecked((int)LooseInteger(text));

    /// <summary>What atol(3) makes of a text: blanks and sign, then leading digits; saturating.</summary>
    public static long LooseInteger(string text)
    {
        var at = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '+' or '-') at++;
        // Counted downwards, since there is one more negative number.
        long value = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            var digit = text[at] - '0';
            if (value < (long.MinValue + digit) / 10) return negative ? long.MinValue : long.MaxValue;
            value = (value * 10) - digit;
        }

        if (negative) return value;
        return value == long.MinValue ? long.MaxValue : -value;
    }

    private Span Place(Word? at)
    {
        if (at is { } word) return word.Place;
        if (At < _count) return this[At].Place;
        return _count > 0 ? this[_count - 1].Place : Line;
    }
}
