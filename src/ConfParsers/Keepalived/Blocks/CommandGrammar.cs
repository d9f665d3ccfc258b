using Pidgin;
using static Pidgin.Parser;
using static Pidgin.Parser<char>;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// The words of a script's command line, split as a shell would: both quotes group, pieces that touch are one word, and a
/// backslash outside single quotes takes the next character's meaning away (keepalived.conf(5) "Quoted strings", "SCRIPTS").
/// The configuration line is split once into command, user and group; the command is split again into its arguments.
/// </summary>
internal static class CommandGrammar
{
    private static readonly Parser<char, char> Escape = Char('\\').Then(Any).Select(Plain);

    private static readonly Parser<char, string> DoubleQuoted = Char('"')
        .Then(Escape.Or(AnyCharExcept('"')).ManyString())
        .Before(Char('"').IgnoreResult().Or(End));

    private static readonly Parser<char, string> SingleQuoted = Char('\'')
        .Then(AnyCharExcept('\'').ManyString())
        .Before(Char('\'').IgnoreResult().Or(End));

    private static readonly Parser<char, string> Bare = Try(Escape)
        .Or(Token(c => !char.IsWhiteSpace(c) && c is not ('"' or '\'')))
        .AtLeastOnceString();

    private static readonly Parser<char, string> Word = OneOf(DoubleQuoted, SingleQuoted, Bare).AtLeastOnce().Select(string.Concat);

    private static readonly Parser<char, IEnumerable<string>> Words = SkipWhitespaces
        .Then(Word.Before(SkipWhitespaces).Many())
        .Before(End);

    public static string[] Split(string text) => Words.Parse(text) is { Success: true } result ? [.. result.Value] : [text];

    private static char Plain(char c) => c switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => c,
    };
}
