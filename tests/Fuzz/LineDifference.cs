using System.Text.RegularExpressions;

namespace Fuzz;

/// <summary>Names the first difference between two outputs so that differences of one cause have one name.</summary>
internal static partial class LineDifference
{
    /// <returns>Empty when the outputs are the same.</returns>
    public static string Kind((string Ours, string Real) errors)
    {
        var (ours, real) = errors;
        if (ours == real) return "";
        string[] mine = ours.Split('\n'), theirs = real.Split('\n');
        var at = mine.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        string my = at < mine.Length ? mine[at] : "", their = at < theirs.Length ? theirs[at] : "";
        bool known = theirs.Contains(my, StringComparer.Ordinal), given = mine.Contains(their, StringComparer.Ordinal);
        if (known && given) return $"order: ours {Blank(my)} | haproxy {Blank(their)}";
        if (known) return $"missing: {Blank(their)}";
        return given ? $"surplus: {Blank(my)}" : $"other: ours {Blank(my)} | haproxy {Blank(their)}";
    }

    /// <summary>The line without names and numbers.</summary>
    private static string Blank(string line) => Number().Replace(Quoted().Replace(Place().Replace(line, "[FILE]"), "'…'"), "N");

    [GeneratedRegex(@"\[[^\]\s]+:\d+\]|\b\S+\.cfg:\d+|\((?<=\()[^()\s]+:\d+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("'[^']*'", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
