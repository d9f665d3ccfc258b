using Pidgin;
using static Pidgin.Parser;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// The grammar of log-format strings (configuration.txt 8.2.6): text, <c>%%</c>, <c>%name</c>, <c>%{flags}name</c> and
/// <c>%[expression]</c>. Total, like <see cref="ExpressionGrammar"/>: what is wrong is for <see cref="LogFormatReader"/> to say.
/// </summary>
internal static class LogFormatGrammar
{
    private static readonly Parser<char, string> Modifier =
        Char('{').Then(Parser<char>.Token(c => c != '}').ManyString());

    private static readonly Parser<char, string> AliasName =
        Parser<char>.Token(char.IsAsciiLetter).Then(Parser<char>.Token(char.IsAsciiLetterOrDigit).ManyString(), (first, rest) => first + rest);

    private static readonly Parser<char, LogFormatSyntax> Verbatim =
        Parser<char>.Token(c => c != '%').AtLeastOnceString().Select<LogFormatSyntax>(text => new LogFormatSyntax.Text(text));

    private static readonly Parser<char, LogFormatSyntax> Percent =
        Try(String("%%")).ThenReturn<LogFormatSyntax>(new LogFormatSyntax.Text("%"));

    private static readonly Parser<char, (int Start, ExpressionSyntax Tree, bool Closed)> Brackets =
        Map((_, start, tree, close) => (start, tree, close.HasValue),
            Char('['), Parser<char>.CurrentOffset, ExpressionGrammar.Expression, Char(']').Optional());

    private static readonly Parser<char, LogFormatSyntax> Directive =
        Map((start, _, modifier, item, end) => Build(start, modifier, item, end),
            Parser<char>.CurrentOffset,
            Char('%'),
            Map((text, close) => (Text: text, Closed: close.HasValue), Modifier, Char('}').Optional()).Optional(),
            Brackets.Select<(string?, (int, ExpressionSyntax, bool)?)>(b => (null, b))
                .Or(AliasName.Select<(string?, (int, ExpressionSyntax, bool)?)>(n => (n, null)))
                .Optional(),
            Parser<char>.CurrentOffset);

    private static readonly Parser<char, IEnumerable<LogFormatSyntax>> Format = OneOf(Verbatim, Percent, Directive).Many();

    public static IEnumerable<LogFormatSyntax> Parse(string text) => Format.ParseOrThrow(text);

    private static LogFormatSyntax Build(
        int start, Maybe<(string Text, bool Closed)> modifier, Maybe<(string? Name, (int Start, ExpressionSyntax Tree, bool Closed)? Sample)> item, int end)
    {
        var flags = modifier.HasValue ? modifier.Value.Text : null;
        if (modifier is { HasValue: true, Value.Closed: false }) return new LogFormatSyntax.OpenModifier(flags!);
        if (!item.HasValue) return new LogFormatSyntax.Nothing(start, end, flags);
        return item.Value.Sample is { } sample
            ? new LogFormatSyntax.Sample(sample.Start, sample.Start + sample.Tree.End - sample.Tree.Fetch.Start, sample.Closed, flags)
            : new LogFormatSyntax.Alias(item.Value.Name!, flags);
    }
}

internal abstract record LogFormatSyntax
{
    public sealed record Text(string Value) : LogFormatSyntax;

    public sealed record Alias(string Name, string? Flags) : LogFormatSyntax;

    /// <param name="Start">Offset behind the bracket.</param>
    /// <param name="End">Offset behind the expression.</param>
    public sealed record Sample(int Start, int End, bool Closed, string? Flags) : LogFormatSyntax;

    /// <summary><c>%{</c> without <c>}</c>.</summary>
    public sealed record OpenModifier(string Flags) : LogFormatSyntax;

    /// <summary>A percent sign, perhaps with flags, and no name after it.</summary>
    public sealed record Nothing(int Start, int End, string? Flags) : LogFormatSyntax;
}
