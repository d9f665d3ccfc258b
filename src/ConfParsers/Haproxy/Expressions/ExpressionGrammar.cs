using System.Collections.Immutable;
using Pidgin;
using static Pidgin.Parser;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// The grammar of sample expressions: <c>fetch(args),converter(args),...</c> (configuration.txt 7.3; quoting of arguments 2.2).
/// It is total: any text gives a tree and the offset where the expression ends, and <see cref="SampleReader"/> says what is
/// wrong with the tree, in HAProxy's words and in its order.
/// </summary>
internal static class ExpressionGrammar
{
    private static readonly Parser<char, string> Name =
        Parser<char>.Token(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '+').ManyString();

    /// <summary>Outside single quotes: an unknown escape is no escape, the backslash stays.</summary>
    private static readonly Parser<char, string> Escape =
        Char('\\').Then(Parser<char>.Token(c => c is 'n' or 'r' or 't' or '\\' or '"' or '\'' or ' ').Optional(),
            (_, next) => next.HasValue ? Unescaped(next.Value) : "\\");

    // A quote that is never closed reaches to the end of the text; then the closing parenthesis is missing.
    private static readonly Parser<char, string> Weak =
        Char('"').Then(Escape.Or(Parser<char>.Token(c => c is not ('"' or '\\')).AtLeastOnceString()).Many().Select(string.Concat))
            .Before(Char('"').Optional());

    private static readonly Parser<char, string> Strong =
        Char('\'').Then(Parser<char>.Token(c => c != '\'').ManyString()).Before(Char('\'').Optional());

    private static readonly Parser<char, string> Plain =
        Parser<char>.Token(c => c is not (',' or ')' or '"' or '\'' or '\\')).AtLeastOnceString();

    private static readonly Parser<char, ArgumentSyntax> Argument =
        Map((start, parts) => new ArgumentSyntax(start, string.Concat(parts)),
            Parser<char>.CurrentOffset, OneOf(Weak, Strong, Escape, Plain).Many());

    private static readonly Parser<char, ArgumentListSyntax> Arguments =
        Map((_, items, closed) => new ArgumentListSyntax([.. items], closed.HasValue),
            Char('('), Argument.Separated(Char(',')), Char(')').Optional());

    private static readonly Parser<char, CallSyntax> Call =
        Map((start, name, arguments, end) => new CallSyntax(start, name, arguments.HasValue ? arguments.Value : null, end),
            Parser<char>.CurrentOffset, Name, Arguments.Optional(), Parser<char>.CurrentOffset);

    internal static readonly Parser<char, ExpressionSyntax> Expression =
        Map((fetch, converters, end) => new ExpressionSyntax(fetch, [.. converters], end),
            Call, Char(',').Then(Call).Many(), Parser<char>.CurrentOffset);

    /// <summary>What was parsed of late. Trees do not change, and a slot is one reference, so that any thread may look.</summary>
    private static readonly Known?[] Recent = new Known?[256];

    /// <summary>Reads as much of the text as is an expression. A large file has the same few thousands of times.</summary>
    public static ExpressionSyntax Parse(string text)
    {
        ref var recent = ref Recent[text.GetHashCode(StringComparison.Ordinal) & 255];
        if (recent is { } known && known.Text == text) return known.Tree;
        var tree = Expression.ParseOrThrow(text);
        recent = new Known(text, tree);
        return tree;
    }

    private sealed record Known(string Text, ExpressionSyntax Tree);

    private static string Unescaped(char c) => c switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        _ => c.ToString(),
    };
}

/// <param name="Start">Offset of the argument in the text.</param>
/// <param name="Text">Quotes and escapes resolved.</param>
internal readonly record struct ArgumentSyntax(int Start, string Text);

internal sealed record ArgumentListSyntax(ImmutableArray<ArgumentSyntax> Items, bool Closed);

/// <param name="End">Offset behind the name or the closing parenthesis.</param>
internal sealed record CallSyntax(int Start, string Name, ArgumentListSyntax? Arguments, int End);

internal sealed record ExpressionSyntax(CallSyntax Fetch, ImmutableArray<CallSyntax> Converters, int End);
