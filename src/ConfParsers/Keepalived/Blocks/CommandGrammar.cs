using Pidgin;
using static Pidgin.Parser;
using static Pidgin.Parser<char>;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// The words of a script's command line, split as a shell would: both quotes group, pieces that touch are one word, and a
/// backslash outside single quotes takes the next character's meaning away, or names a character: <c>\a \b \E \f \n \r \t \v \nnn \xXX \cC</c> (keepalived.conf(5) "Quoted strings", "SCRIPTS").
/// The configuration line is split once into command, user and group; the command is split again into its arguments.
/// </summary>
internal static class CommandGrammar
{
    private static readonly Parser<char, char> OctalDigit = Token(c => c is >= '0' and <= '7');

    /// <summary>Up to three digits.</summary>
    private static readonly Parser<char, char> Octal = Map(
        (first, second, third) => (char)(new[] { first, second.GetValueOrDefault('\0'), third.GetValueOrDefault('\0') }.TakeWhile(c => c != '\0').Aggregate(0, (value, digit) => (value * 8) + (digit - '0')) & byte.MaxValue),
        OctalDigit,
        OctalDigit.Optional(),
        OctalDigit.Optional());

    /// <summary>All digits that follow count, as in C, and the last two remain.</summary>
    private static readonly Parser<char, char> Hexadecimal = Char('x')
        .Then(Token(char.IsAsciiHexDigit).AtLeastOnceString())
        .Select(digits => (char)Convert.ToByte(digits.Length > 2 ? digits[^2..] : digits, 16));

    private static readonly Parser<char, char> Control = Char('c').Then(Any).Select(c => (char)(c & 0x1f));

    private static readonly Parser<char, char> Escape = Char('\\').Then(OneOf(Octal, Try(Hexadecimal), Try(Control), Any.Select(Plain)));

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

    /// <summary>The quote that is not closed; null: all are.</summary>
    public static char? OpenQuote(string text)
    {
        char? open = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && open != '\'') i++;
            else if (text[i] == open) open = null;
            else if (open is null && text[i] is '"' or '\'') open = text[i];
        }

        return open;
    }

    public static string[] Split(string text) => Words.Parse(text) is { Success: true } result ? [.. result.Value] : [text];

    private static char Plain(char c) => c switch
    {
        'a' => '\a',
        'E' => '\e',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => c,
    };
}
