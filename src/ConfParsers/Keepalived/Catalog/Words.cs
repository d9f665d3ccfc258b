using System.Globalization;
using ConfParsers.Keepalived.Blocks;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Catalog;

/// <summary>
/// The words of one line as a binder takes them, with keepalived's own texts for what is wrong with a word. Words that no
/// binder takes are ignored, as 2.2.7 does. (keepalived.conf(5) "PARAMETER SYNTAX"; measured with 2.2.7)
/// </summary>
internal sealed class Words(ConfLine line, Reading reading)
{
    /// <summary>What 2.2.7 takes for no limit.</summary>
    public const long LongestMicroseconds = long.MaxValue;

    private int _next = 1;

    public Reading Reading { get; } = reading;

    public string Keyword => line.Words[0].Text;

    /// <summary>The whole statement with its quotes.</summary>
    public string Raw => line.Raw;

    public Span Place => line.Place;

    /// <summary>Words after the keyword.</summary>
    public int Count => line.Words.Length - 1;

    /// <summary>Notes a value or an option that makes a difference of its own.</summary>
    /// <param name="block">The block or the keyword it belongs to.</param>
    public void Use(string block, string name) => Reading.Uses.Add(new KeywordId(block, name), PlaceOfLast);

    /// <summary>The next word, or false at the end of the line.</summary>
    public bool Next(out string word)
    {
        word = _next < line.Words.Length ? line.Words[_next].Text : "";
        return _next++ < line.Words.Length;
    }

    /// <summary>Whether words are left.</summary>
    public bool HasMore => _next < line.Words.Length;

    /// <summary>The next word; without one 2.2.7 stops reading, and so does the line.</summary>
    public bool Required(out string word)
    {
        if (Next(out word)) return true;

        // In a list of lines the first word of the line is no keyword: it does not count.
        var shift = Keyword.Length == 0 ? 1 : 0;
        Reading.Abort(line.Place, $"*** Configuration line starting `{line.Words[shift].Text}` is missing a parameter after keyword `{line.Words[^1].Text}` at word position {line.Words.Length - shift + 1}");
        return false;
    }

    /// <summary>Takes the last words back.</summary>
    public void Back(int count) => _next -= count;

    public Span PlaceOfFirst => line.Words.Length > 1 ? line.Words[1].Place : line.Place;

    public Span PlaceOfLast => _next - 1 < line.Words.Length ? line.Words[_next - 1].Place : line.Place;

    public void Warn(DiagnosticKind kind, string text, string? hint = null) => Reading.Warn(kind, PlaceOfLast, text, hint);

    /// <summary>A whole number without sign. <paramref name="min"/> to <paramref name="max"/> are part of the message.</summary>
    public bool Unsigned(string word, uint min, uint max, out uint value)
    {
        value = 0;
        var text = word.AsSpan().Trim();
        if (text.StartsWith("-"))
        {
            Warn(DiagnosticKind.BadNumber, $"negative number '{word}'");
            return false;
        }

        if (!Digits(text, out var number)) return Invalid(word);
        if (number > uint.MaxValue)
        {
            Warn(DiagnosticKind.OutOfRange, $"number '{word}' outside unsigned integer range");
            return false;
        }

        if (number < min || number > max)
        {
            Warn(DiagnosticKind.OutOfRange, $"number '{word}' outside range [{min}, {max}]");
            return false;
        }

        value = (uint)number;
        return true;
    }

    /// <summary>A whole number of 64 bits without sign.</summary>
    public bool Unsigned64(string word, out ulong value)
    {
        value = 0;
        var text = word.AsSpan().Trim();
        if (!text.StartsWith("-")) return Digits(text, out value) || Invalid(word);
        Warn(DiagnosticKind.BadNumber, $"negative number '{word}'");
        return false;
    }

    /// <summary>Whether a word is a whole number in a range; says nothing when it is not.</summary>
    public static bool IsNumber(string word, int min, int max, out int value) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max;

    /// <summary>A whole number with or without sign.</summary>
    public bool Signed(string word, int min, int max, out int value)
    {
        value = 0;
        var text = word.AsSpan().Trim();
        var negative = text.StartsWith("-");
        if (!Digits(negative ? text[1..] : text, out var number)) return Invalid(word);
        if (number > int.MaxValue)
        {
            Warn(DiagnosticKind.OutOfRange, $"number '{word}' outside integer range");
            return false;
        }

        value = negative ? -(int)number : (int)number;
        if (value >= min && value <= max) return true;
        Warn(DiagnosticKind.OutOfRange, $"number '{word}' outside range [{min}, {max}]");
        return false;
    }

    /// <summary>Seconds with up to six decimal places.</summary>
    /// <param name="min">Microseconds.</param>
    /// <param name="max">Microseconds.</param>
    public bool Seconds(string word, long min, long max, out TimeSpan value) => Decimal(word, min, max, 6, out value);

    /// <summary>Milliseconds with up to three decimal places.</summary>
    /// <param name="min">Microseconds.</param>
    /// <param name="max">Microseconds.</param>
    public bool Milliseconds(string word, long min, long max, out TimeSpan value) => Decimal(word, min, max, 3, out value);

    /// <summary>Cuts a text behind its leading decimal number, with which 2.2.7 goes on, and says how long that is.</summary>
    private static int Number(ref ReadOnlySpan<char> text)
    {
        var dots = 0;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && dots++ == 0))) end++;
        text = text[..end];
        return end;
    }

    /// <summary>A decimal number that stands for microseconds when its point is taken away.</summary>
    private bool Decimal(string word, long min, long max, int places, out TimeSpan value)
    {
        var unit = places == 6 ? 1_000_000L : 1_000L;
        value = TimeSpan.Zero;
        var text = word.AsSpan().Trim();
        if (text.StartsWith("-"))
        {
            Warn(DiagnosticKind.BadNumber, $"negative number '{word}'");
            return false;
        }

        if (text.StartsWith("+")) text = text[1..];
        var known = text;
        var isGood = Number(ref known) == text.Length && text is not ".";
        if (!isGood) Invalid(word);
        var dot = known.IndexOf('.');
        var whole = dot < 0 ? known : known[..dot];
        var fraction = dot < 0 ? default : known[(dot + 1)..];
        if (fraction.Length > places)
        {
            Warn(DiagnosticKind.BadNumber, $"number '{word}' has too many decimal places");
            fraction = fraction[..places];
        }

        _ = Digits(whole, out var seconds);
        _ = Digits(fraction, out var part);
        for (var i = fraction.Length; i < places; i++) part *= 10;
        var micros = seconds > uint.MaxValue && max != LongestMicroseconds ? long.MaxValue : seconds > (ulong)(TimeSpan.MaxValue.TotalSeconds / 2) ? TimeSpan.MaxValue.Ticks / 20 : ((long)seconds * unit) + (long)part;

        // Where something follows the number, 2.2.7 takes its whole part for the smallest unit.
        if (!isGood) micros = (long)Math.Min(seconds, long.MaxValue);
        if (micros < min || micros > max)
        {
            if (!isGood) return false;
            Warn(DiagnosticKind.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"number '{word}' outside range [{Scaled(min)}, {(max == LongestMicroseconds ? "18446744073709.551614" : Scaled(max))}]"));
            return false;
        }

        value = TimeSpan.FromMicroseconds(micros);
        return true;

        string Scaled(long number) => string.Create(CultureInfo.InvariantCulture, $"{number / unit}.{(number % unit).ToString(places == 6 ? "D6" : "D3", CultureInfo.InvariantCulture)}");
    }

    /// <summary><c>on off true false yes no</c></summary>
    public static bool? Boolean(string word) => word.ToLowerInvariant() switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => null,
    };

    /// <summary>Digits as 2.2.7 reads them: a leading plus is allowed, nothing at all is zero, more than 2^64 saturates.</summary>
    private static bool Digits(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        if (text.StartsWith("+")) text = text[1..];
        if (text.ContainsAnyExceptInRange('0', '9')) return false;
        foreach (var digit in text)
        {
            value = value > ulong.MaxValue / 16 ? ulong.MaxValue / 8 : (value * 10) + (ulong)(digit - '0');
        }

        return true;
    }

    private bool Invalid(string word)
    {
        Warn(DiagnosticKind.BadNumber, $"invalid number '{word}'");
        return false;
    }
}
