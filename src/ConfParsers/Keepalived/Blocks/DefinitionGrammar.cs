using Pidgin;
using static Pidgin.Parser;
using static Pidgin.Parser<char>;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// <c>$NAME=VALUE</c> at the start of a line, and its uses: <c>${NAME}</c> anywhere, <c>$NAME</c> only before white space or
/// the end of the line (keepalived.conf(5) "Definitions"; measured with 2.2.7).
/// </summary>
internal static class DefinitionGrammar
{
    private static readonly Parser<char, string> Name = Token(c => char.IsAsciiLetterOrDigit(c) || c == '_').AtLeastOnceString();

    private static readonly Parser<char, (string Name, string Value)> Definition = SkipWhitespaces
        .Then(Char('$'))
        .Then(Map((name, value) => (name, value), Name.Before(Char('=')), Any.ManyString()));

    private static readonly Parser<char, (string Text, string? Name)> Use = Char('$').Then(OneOf(
        Name.Between(Char('{'), Char('}')).Select(name => ("${" + name + "}", (string?)name)),
        Name.Before(Lookahead(Whitespace.IgnoreResult().Or(End))).Select(name => ("$" + name, (string?)name))));

    private static readonly Parser<char, IEnumerable<(string Text, string? Name)>> Line = OneOf(
        Try(Use),
        Char('$').ThenReturn(("$", (string?)null)),
        AnyCharExcept('$').AtLeastOnceString().Select(text => (text, (string?)null))).Many();

    /// <summary>The name and the raw value when the line is a definition.</summary>
    public static (string Name, string Value)? Parse(string line) =>
        Definition.Parse(line) is { Success: true } result ? result.Value : null;

    /// <summary>The line cut into plain pieces and uses of a name, each with its own text.</summary>
    public static IEnumerable<(string Text, string? Name)> Cut(string line) => Line.ParseOrThrow(line);
}
