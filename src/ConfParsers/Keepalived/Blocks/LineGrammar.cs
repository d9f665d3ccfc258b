using Pidgin;
using static Pidgin.Parser;
using static Pidgin.Parser<char>;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// What one line of keepalived.conf without its comment is made of: words, words in double quotes, and braces
/// (keepalived.conf(5) "DESCRIPTION"). A quote ends the word before it, and a closed quote is a word of its own:
/// <c>a"b c"d</c> are three words (measured with 2.2.7). Every line has a meaning: this grammar never fails.
/// </summary>
internal static class LineGrammar
{
    private static readonly Parser<char, (TokenKind Kind, string Text)> Piece = OneOf(
        Char('{').ThenReturn((TokenKind.Open, "{")),
        Char('}').ThenReturn((TokenKind.Close, "}")),
        Try(AnyCharExcept('"').ManyString().Between(Char('"'))).Select(text => (TokenKind.Quoted, text)),
        Char('"').Then(Any.ManyString()).Select(text => (TokenKind.Unterminated, text)),
        Token(IsBare).AtLeastOnceString().Select(text => (TokenKind.Word, text)));

    private static readonly Parser<char, Token> Lexeme = Map(
        (start, piece, end) => new Token(piece.Kind, piece.Text, start, end),
        CurrentOffset,
        Piece,
        CurrentOffset);

    private static readonly Parser<char, IEnumerable<Token>> Line = SkipWhitespaces
        .Then(Lexeme.Before(SkipWhitespaces).Many())
        .Before(End);

    public static Token[] Parse(string line) => [.. Line.ParseOrThrow(line)];

    private static bool IsBare(char c) => !char.IsWhiteSpace(c) && c is not ('"' or '{' or '}');
}
