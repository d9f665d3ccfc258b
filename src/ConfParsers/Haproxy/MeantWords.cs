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
        // An argument of a fetch or a converter, or a part of another word.
        if (meant < 0) meant = quoted.Max(match => names.FindIndex(1, word => Contains(word, match.Groups["name"].Value)));
        return meant < 0 ? place : words[meant].Place;
    }

    /// <summary>The word as it is written at a place; empty when the place is no word.</summary>
    public static string At(Span place) => place.Column == 0 || place.Line == 0 ? "" : WrittenLine.Read(place.Source, place.Line).Words.FirstOrDefault(word => word.Place == place).Text ?? "";

    private static bool Contains(string word, string name)
    {
        var at = word.IndexOf(name, StringComparison.Ordinal);
        return at > 0 && word[at - 1] is '(' or ',' or '/' or '@' or '[' && (at + name.Length == word.Length || word[at + name.Length] is ')' or ',' or '/' or ']');
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
