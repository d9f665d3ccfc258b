using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace HAProxy.Net.Samples.Matching;

/// <summary>The patterns of one ACL test, arranged for one match method (configuration.txt 7.1). Immutable, no allocation when matching.</summary>
internal abstract class PatternSet
{
    /// <summary>The type a sample is turned into before it is matched.</summary>
    public abstract SampleType Type { get; }

    public abstract bool Matches(in Sample sample);

    public static PatternSet Compile(AclTest test) => test.Method switch
    {
        MatchMethod.Found => FoundPatterns.Instance,
        MatchMethod.Boolean => BooleanPatterns.Instance,
        MatchMethod.Integer => new RangePatterns(test.Patterns.OfType<AclPattern.Range>(), ofLength: false),
        MatchMethod.Length => new RangePatterns(test.Patterns.OfType<AclPattern.Range>(), ofLength: true),
        MatchMethod.Ip => new NetworkPatterns(test.Patterns.OfType<AclPattern.Network>()),
        MatchMethod.Binary => new BinaryPatterns([.. test.Patterns.OfType<AclPattern.Bytes>().Select(p => p.Value)]),
        MatchMethod.Regex or MatchMethod.RegexGroups => new RegexPatterns(Texts(test), test.IgnoreCase),
        MatchMethod.String => test.IgnoreCase ? new FoldedPatterns(new StringPatterns(Lowered(test))) : new StringPatterns(Texts(test)),
        MatchMethod.Beginning => Folded(test, texts => new AffixPatterns(texts, atEnd: false)),
        MatchMethod.End => Folded(test, texts => new AffixPatterns(texts, atEnd: true)),
        MatchMethod.Substring => Folded(test, texts => new SubstringPatterns(texts)),
        MatchMethod.Directory => Folded(test, texts => new DelimitedPatterns(texts, "/?"u8)),
        MatchMethod.Domain => Folded(test, texts => new DelimitedPatterns(texts, "/?.:"u8)),
        _ => throw new InvalidOperationException($"no implementation of the match method {test.Method}"),
    };

    private static PatternSet Folded(AclTest test, Func<byte[][], PatternSet> compile) =>
        test.IgnoreCase ? new FoldedPatterns(compile(Lowered(test))) : compile(Texts(test));

    private static byte[][] Texts(AclTest test) => [.. test.Patterns.OfType<AclPattern.Text>().Select(p => ByteText.Encode(p.Value))];

    private static byte[][] Lowered(AclTest test)
    {
        var texts = Texts(test);
        foreach (var text in texts) System.Text.Ascii.ToLowerInPlace(text, out _);
        return texts;
    }
}

/// <summary><c>-m found</c>: there is a sample.</summary>
internal sealed class FoundPatterns : PatternSet
{
    public static readonly FoundPatterns Instance = new();

    public override SampleType Type => SampleType.Any;

    public override bool Matches(in Sample sample) => true;
}

/// <summary>Booleans match as they are (configuration.txt 7.1.1).</summary>
internal sealed class BooleanPatterns : PatternSet
{
    public static readonly BooleanPatterns Instance = new();

    public override SampleType Type => SampleType.Boolean;

    public override bool Matches(in Sample sample) => sample.Integer != 0;
}

/// <summary><c>-i</c>: patterns are in lower case, and the sample is brought there first. ASCII only, as in HAProxy.</summary>
internal sealed class FoldedPatterns(PatternSet inner) : PatternSet
{
    public override SampleType Type => SampleType.String;

    public override bool Matches(in Sample sample)
    {
        var source = sample.Bytes.Span;
        var folded = Scratch.Current.Take(source.Length);
        var target = folded.Span;
        for (var i = 0; i < source.Length; i++) target[i] = source[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(source[i] | 0x20) : source[i];
        var copy = sample;
        copy.Bytes = folded;
        return inner.Matches(copy);
    }
}

/// <summary><c>-m bin</c>: the same bytes (configuration.txt 7.1.5).</summary>
internal sealed class BinaryPatterns(byte[][] values) : PatternSet
{
    public override SampleType Type => SampleType.Binary;

    public override bool Matches(in Sample sample)
    {
        foreach (var value in values)
        {
            if (sample.Bytes.Span.SequenceEqual(value)) return true;
        }

        return false;
    }
}
