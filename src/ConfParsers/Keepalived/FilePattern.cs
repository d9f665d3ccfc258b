using System.IO.Enumeration;

namespace ConfParsers.Keepalived;

/// <summary>
/// Paths that a shell pattern names: <c>*</c>, <c>?</c>, <c>[...]</c> within one part of the path and <c>{a,b}</c> over all
/// of it, as <c>include</c> uses them (keepalived.conf(5) "include"; glob(3)).
/// </summary>
internal static class FilePattern
{
    /// <summary>Braces multiply: more alternatives than this are no one's configuration.</summary>
    private const int MaxAlternatives = 1024;

    public static IReadOnlyList<string> Expand(string pattern)
    {
        var alternatives = new List<string>();
        Braces(pattern, alternatives);
        return [.. alternatives.SelectMany(Files)];
    }

    private static void Braces(string pattern, List<string> into)
    {
        if (into.Count >= MaxAlternatives) return;
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : pattern.IndexOf('}', open);
        if (close < 0)
        {
            into.Add(pattern);
            return;
        }

        // The innermost pair first, so that {a,{b,c}} comes apart too.
        open = pattern.LastIndexOf('{', close);
        foreach (var choice in pattern[(open + 1)..close].Split(',')) Braces(pattern[..open] + choice + pattern[(close + 1)..], into);
    }

    private static string[] Files(string pattern)
    {
        if (!IsPattern(pattern)) return File.Exists(pattern) || Directory.Exists(pattern) ? [pattern] : [];
        string[] found = [pattern.StartsWith('/') ? "/" : ""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = [.. found.SelectMany(directory => Step(directory, part))];
        }

        return found;
    }

    private static IEnumerable<string> Step(string directory, string part)
    {
        var prefix = directory.Length == 0 || directory.EndsWith('/') ? directory : directory + "/";
        if (!IsPattern(part)) return File.Exists(prefix + part) || Directory.Exists(prefix + part) ? [prefix + part] : [];
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory.Length == 0 ? "." : directory)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => (!name.StartsWith('.') || part.StartsWith('.')) && Matches(part, name))
                .Order(StringComparer.Ordinal)
                .Select(name => prefix + name)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var set = pattern.IndexOf('[');
        if (set < 0) return FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
        var end = pattern[(set + 1)..].IndexOf(']');
        if (end < 0) return FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
        var members = pattern.Slice(set + 1, end);
        for (var i = 0; i < name.Length; i++)
        {
            if (IsMember(members, name[i])
                && FileSystemName.MatchesSimpleExpression(pattern[..set], name[..i], ignoreCase: false)
                && Matches(pattern[(set + end + 2)..], name[(i + 1)..])) return true;
        }

        return false;
    }

    private static bool IsMember(ReadOnlySpan<char> members, char c)
    {
        var negated = members.Length > 0 && members[0] is '!' or '^';
        if (negated) members = members[1..];
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            if (isRange ? c >= members[i] && c <= members[i + 2] : c == members[i]) return !negated;
            if (isRange) i += 2;
        }

        return negated;
    }
}
