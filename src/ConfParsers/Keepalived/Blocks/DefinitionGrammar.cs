using Pidgin;
using static Pidgin.Parser;
using static Pidgin.Parser<char>;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>A piece of a line: text, or the use of a name.</summary>
/// <param name="Text">As it stands there.</param>
/// <param name="Name">Null: only text.</param>
/// <param name="Arguments">Of a predefined name: <c>${_RANDOM 1 6}</c>.</param>
internal readonly record struct DefinitionPiece(string Text, string? Name, string Arguments);

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

    private static readonly Parser<char, DefinitionPiece> InBraces = Map(
        (name, arguments) => new DefinitionPiece("${" + name + arguments + "}", name, arguments),
        Name,
        AnyCharExcept('}').ManyString().Where(arguments => arguments.Length == 0 || arguments[0] is ' ' or '\t'))
        .Between(Char('{'), Char('}'));

    private static readonly Parser<char, DefinitionPiece> Use = Char('$').Then(OneOf(
        InBraces,
        Name.Before(Lookahead(Whitespace.IgnoreResult().Or(End))).Select(name => new DefinitionPiece("$" + name, name, ""))));

    private static readonly Parser<char, IEnumerable<DefinitionPiece>> Line = OneOf(
        Try(Use),
        Char('$').ThenReturn(new DefinitionPiece("$", null, "")),
        AnyCharExcept('$').AtLeastOnceString().Select(text => new DefinitionPiece(text, null, ""))).Many();

    /// <summary>The name and the raw value when the line is a definition.</summary>
    public static (string Name, string Value)? Parse(string line) =>
        Definition.Parse(line) is { Success: true } result ? result.Value : null;

    /// <summary>The line cut into plain pieces and uses of a name, each with its own text.</summary>
    public static IEnumerable<DefinitionPiece> Cut(string line) => Line.ParseOrThrow(line);
}
