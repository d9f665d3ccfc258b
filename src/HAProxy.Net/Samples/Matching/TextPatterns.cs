using ConfParsers.Haproxy.Expressions;
using Daemon.Linux;

namespace HAProxy.Net.Samples.Matching;

/// <summary><c>-m str</c>: the whole string (configuration.txt 7.1.3).</summary>
internal sealed class StringPatterns(byte[][] texts) : PatternSet
{
    private const int FewPatterns = 4;

    private readonly ByteSet? _set = texts.Length > FewPatterns ? new ByteSet(texts) : null;

    public override SampleType Type => SampleType.String;

    public override bool Matches(in Sample sample)
    {
        var value = sample.Bytes.Span;
        if (_set is not null) return _set.Contains(value);
        foreach (var text in texts)
        {
            if (value.SequenceEqual(text)) return true;
        }

        return false;
    }
}

/// <summary>
/// <c>-m beg</c> and <c>-m end</c>. Patterns of one length form a set, so that a list of any size costs one lookup for each
/// length that occurs in it.
/// </summary>
internal sealed class AffixPatterns : PatternSet
{
    private readonly bool _atEnd;
    private readonly int[] _lengths;
    private readonly ByteSet[] _sets;

    public AffixPatterns(byte[][] texts, bool atEnd)
    {
        _atEnd = atEnd;
        var groups = texts.GroupBy(t => t.Length).OrderBy(g => g.Key).ToArray();
        _lengths = [.. groups.Select(g => g.Key)];
        _sets = [.. groups.Select(g => new ByteSet(g.ToArray()))];
    }

    public override SampleType Type => SampleType.String;

    public override bool Matches(in Sample sample)
    {
        var value = sample.Bytes.Span;
        for (var i = 0; i < _lengths.Length && _lengths[i] <= value.Length; i++)
        {
            var affix = _atEnd ? value[^_lengths[i]..] : value[.._lengths[i]];
            if (_sets[i].Contains(affix)) return true;
        }

        return false;
    }
}

/// <summary><c>-m sub</c>.</summary>
internal sealed class SubstringPatterns(byte[][] texts) : PatternSet
{
    public override SampleType Type => SampleType.String;

    public override bool Matches(in Sample sample)
    {
        foreach (var text in texts)
        {
            if (sample.Bytes.Span.IndexOf(text) >= 0) return true;
        }

        return false;
    }
}

/// <summary>
/// <c>-m dir</c> and <c>-m dom</c>: the pattern between delimiters or the ends of the string. Delimiters around the pattern do
/// not count; a pattern of delimiters only matches nothing (measured).
/// </summary>
internal sealed class DelimitedPatterns : PatternSet
{
    private readonly byte[][] _texts;
    private readonly byte[] _delimiters;

    public DelimitedPatterns(byte[][] texts, ReadOnlySpan<byte> delimiters)
    {
        _delimiters = delimiters.ToArray();
        _texts = [.. texts.Select(t => t.AsSpan().Trim(_delimiters).ToArray()).Where(t => t.Length > 0)];
    }

    public override SampleType Type => SampleType.String;

    public override bool Matches(in Sample sample)
    {
        foreach (var text in _texts)
        {
            if (Contains(sample.Bytes.Span, text)) return true;
        }

        return false;
    }

    private bool Contains(ReadOnlySpan<byte> value, ReadOnlySpan<byte> text)
    {
        for (var from = 0; from <= value.Length - text.Length;)
        {
            var found = value[from..].IndexOf(text);
            if (found < 0) return false;
            var start = from + found;
            var end = start + text.Length;
            if ((start == 0 || _delimiters.AsSpan().Contains(value[start - 1])) && (end == value.Length || _delimiters.AsSpan().Contains(value[end]))) return true;
            from = start + 1;
        }

        return false;
    }
}

/// <summary><c>-m reg</c> (configuration.txt 7.1.4).</summary>
internal sealed class RegexPatterns : PatternSet
{
    private readonly Pcre2[] _expressions;

    /// <exception cref="InvalidOperationException">A pattern is no regular expression; <see cref="RegexCheck"/> says so at load.</exception>
    public RegexPatterns(byte[][] texts, bool ignoreCase) =>
        _expressions = [.. texts.Select(text => Pcre2.Compile(text, ignoreCase, out var error) ?? throw new InvalidOperationException(error))];

    public override SampleType Type => SampleType.String;

    public override bool Matches(in Sample sample)
    {
        foreach (var expression in _expressions)
        {
            if (expression.IsMatch(sample.Bytes.Span)) return true;
        }

        return false;
    }
}

/// <summary>What the reader of the configuration asks about regular expressions (LoadOptions.CheckRegex).</summary>
public static class RegexCheck
{
    /// <returns><c>error=TEXT, erroffset=N</c>, or null.</returns>
    public static string? Check(string pattern, bool ignoreCase)
    {
        using var expression = Pcre2.Compile(ConfParsers.Text.ByteText.Encode(pattern), ignoreCase, out var error);
        return error;
    }
}
