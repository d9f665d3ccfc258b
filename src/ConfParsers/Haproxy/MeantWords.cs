using System.Text.RegularExpressions;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy;

/// <summary>
/// Which words of a line a finding means, where it was made when the line had long been read: the messages of HAProxy quote names, and a name that stands on the line is
/// what is meant. Lines are cut again for it, which costs nothing while nothing is wrong.
/// </summary>
internal static partial class MeantWords
{
    /// <summary>The argument of an option that is written on the line, or the option itself when it has none; the whole line when it got the option from elsewhere.</summary>
    public static Span Argument(Span line, string option) => Find(line, option) is var (words, at) && at > 0 ? words[Math.Min(at + 1, words.Count - 1)].Place : line;

    /// <summary>An option that is written on the line; the whole line when it got the option from elsewhere.</summary>
    public static Span Option(Span line, string option) => Find(line, option) is var (words, at) && at > 0 ? words[at].Place : line;

    /// <returns>The place of the name that the message quotes and that stands behind the keyword, of several the last on the line; the place as it is where it is more than the keyword or the line.</returns>
    public static Span Narrow(Span place, string message)
    {
        if (place.Line == 0) return place;
        if (place.Column > 0 && !IsFirst(place)) return place;
        var quoted = Quoted().Matches(message);
        if (quoted.Count == 0) return place;
        var words = WrittenLine.Read(place.Source, place.Line).Words;
        if (words.Count < 2 || (place.Column > 0 && quoted.Any(match => match.Groups["name"].Value == words[0].Text))) return place;
        var names = words.Select(word => word.Text).ToList();
        var meant = quoted.Max(match => names.IndexOf(match.Groups["name"].Value, 1));
        return meant < 0 ? place : words[meant].Place;
    }

    private static bool IsFirst(Span place) => place.Source.Line(place.Line).Span[..(place.Column - 1)].TrimStart(" \t"u8).IsEmpty;

    private static (IReadOnlyList<WrittenWord> Words, int At) Find(Span line, string option)
    {
        var words = WrittenLine.Read(line.Source, line.Line).Words;
        for (var at = 1; at < words.Count; at++)
        {
            if (words[at].Text == option) return (words, at);
        }

        return (words, 0);
    }

    [GeneratedRegex("'(?<name>[^'\\s]+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
