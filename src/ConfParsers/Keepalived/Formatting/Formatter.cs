using System.Text;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Formatting;

/// <summary>
/// Writes a keepalived.conf in one layout: four blanks a block, one blank between words, two before a comment, at most one empty line, LF at each
/// line's end. Words are written as they were, quotes included; no line is joined, cut or moved, and the lines of a definition that goes on
/// behind a backslash stand as they were, so the file means what it meant. A formatted file stays as it is.
/// </summary>
public static class Formatter
{
    private const int Step = 4;

    /// <summary>What isspace(3) calls so, and nothing of Unicode.</summary>
    private static readonly char[] Blanks = [' ', '\t', '\r', '\v', '\f'];

    public static string Format(SourceText source)
    {
        var output = new StringBuilder();
        var depth = 0;
        var isContinued = false;
        var wasEmpty = true;
        for (var number = 1; number <= source.LineCount; number++)
        {
            var line = ByteText.Decode(source.Line(number).Span).TrimEnd(Blanks);
            if (isContinued)
            {
                isContinued = line.EndsWith('\\');
                output.Append(line).Append('\n');
                continue;
            }

            var code = Blocks.Comments.Strip(line, out var isUnterminated);
            isContinued = code.TrimStart(Blanks).StartsWith('$') && line.EndsWith('\\');
            if (line.Length == 0)
            {
                if (!wasEmpty) output.Append('\n');
                wasEmpty = true;
                continue;
            }

            wasEmpty = false;
            if (isContinued || isUnterminated)
            {
                output.Append(line).Append('\n');
                continue;
            }

            var (closing, change) = Braces(code);
            depth = Math.Max(0, depth - closing);
            output.Append(Indented(code, line[code.Length..], depth)).Append('\n');
            depth = Math.Max(0, depth + change);
        }

        var text = output.ToString().TrimEnd('\n');
        return text.Length == 0 ? "" : text + "\n";
    }

    private static string Indented(string code, string comment, int depth)
    {
        var margin = new string(' ', depth * Step);
        var words = Words(code.Trim(Blanks));
        if (words.Length == 0) return margin + comment;
        return comment.Length == 0 ? margin + words : $"{margin}{words}  {comment}";
    }

    /// <summary>Blanks between words become one. Where single quotes or backslashes may group words for a script, the line stands as it was.</summary>
    private static string Words(string code)
    {
        if (code.AsSpan().IndexOfAny('\'', '\\') >= 0) return code;
        var text = new StringBuilder();
        var isQuoted = false;
        foreach (var c in code)
        {
            if (c == '"') isQuoted = !isQuoted;
            var isBlank = !isQuoted && c is ' ' or '\t' && !isQuoted;
            if (!isBlank) text.Append(c);
            else if (text[^1] != ' ') text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>How many blocks end at the beginning of the line, and what the rest of it opens less what it closes.</summary>
    private static (int Closing, int Change) Braces(string code)
    {
        var (closing, change, isQuoted, isFirst) = (0, 0, false, true);
        for (var i = 0; i < code.Length; i++)
        {
            var c = code[i];
            if (c == '"') isQuoted = !isQuoted;
            else if (isQuoted) continue;
            else if (c == '$' && i + 1 < code.Length && code[i + 1] == '{') i = End(code, i, '}');
            else if (c == '~') i = End(code, i, ')');
            else if (c == '{') change++;
            else if (c == '}' && isFirst) closing++;
            else if (c == '}') change--;
            isFirst &= i < code.Length && code[i] is ' ' or '\t' or '}';
        }

        return (closing, change);
    }

    private static int End(string code, int at, char close) => code.IndexOf(close, at) is >= 0 and var end ? end : code.Length;
}
