using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// The lines of pattern files (<c>-f</c>) and map files (<c>-M</c>, the map converters): blanks before a line, empty lines and
/// lines that begin with <c>#</c> do not count (configuration.txt 7.1, 7.3.1 "map").
/// </summary>
internal static class PatternFile
{
    /// <summary>One entry of a file: the key, and in a map file what follows the first blank.</summary>
    internal readonly record struct Entry(int Line, string Key, string Value);

    /// <param name="isMap">The first word is the key, the rest its value without blanks around it.</param>
    /// <param name="error">In HAProxy's words, when the result is null.</param>
    public static List<Entry>? Read(string path, bool isMap, ExpressionContext context, out string error)
    {
        error = "";
        if (path.Length > 0 && context.Patterns.Name(path, isMap) is { } conflict)
        {
            error = conflict;
            return null;
        }

        if (context.Patterns.IsUnreadable(path)) return [];
        if (path.Length == 0 || !context.Files.TryRead(path, out var bytes, out _))
        {
            error = path.Length > 0 && context.Files.List(path) is not null
                ? $"error encountered while reading  <{path}> : Is a directory"
                : $"failed to open pattern file <{path}>";
            context.Patterns.Unreadable(path);
            return null;
        }

        var entries = new List<Entry>();
        var number = 0;
        foreach (var line in ByteText.Decode(bytes.Span).Split('\n'))
        {
            number++;
            if (line.StartsWith('#')) continue;
            var text = line.TrimStart(' ', '\t').TrimEnd('\r');
            if (text.Length == 0) continue;
            entries.Add(isMap ? Cut(number, text) : new Entry(number, text, ""));
        }

        return entries;
    }

    private static Entry Cut(int number, string text)
    {
        var blank = text.AsSpan().IndexOfAny(' ', '\t');
        return blank < 0 ? new Entry(number, text, "") : new Entry(number, text[..blank], text[blank..].Trim(' ', '\t'));
    }
}
