namespace ConfParsers.Keepalived;

/// <summary>
/// Paths that a shell pattern names: <c>*</c>, <c>?</c>, <c>[...]</c> within one part of the path and <c>{a,b}</c> over all
/// of it, as <c>include</c> uses them (keepalived.conf(5) "include"; glob(3)).
/// </summary>
internal static class FilePattern
{
    /// <summary>Braces multiply: more alternatives than this are no one's configuration.</summary>
    private const int MaxAlternatives = 1024;

    public static IReadOnlyList<string> Expand(string pattern) => [.. Alternatives(pattern).SelectMany(Files)];

    /// <summary>The patterns without braces that a pattern with braces stands for.</summary>
    public static IReadOnlyList<string> Alternatives(string pattern)
    {
        var alternatives = new List<string>();
        Braces(pattern, alternatives);
        return alternatives;
    }

    private static void Braces(string pattern, List<string> into)
    {
        if (into.Count >= MaxAlternatives) return;
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var choices = open < 0 ? null : Choices(pattern, open);
        if (choices is null)
        {
            into.Add(pattern);
            return;
        }

        var end = open + choices.Sum(choice => choice.Length + 1) + 1;
        foreach (var choice in choices) Braces(pattern[..open] + choice + pattern[end..], into);
    }

    /// <summary>What stands between the brace at <paramref name="open"/> and its partner, cut at the commas that belong to it.</summary>
    private static List<string>? Choices(string pattern, int open)
    {
        var choices = new List<string>();
        var (depth, start) = (0, open + 1);
        for (var i = open; i < pattern.Length; i++)
        {
            if (pattern[i] == '{') depth++;
            if (pattern[i] == '}') depth--;
            if (depth > 1 || (depth == 1 && pattern[i] != ',')) continue;
            choices.Add(pattern[start..i]);
            start = i + 1;
            if (depth == 0) return choices;
        }

        return null;
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

    /// <summary>One part of a path against one part of a pattern; a star takes back what it took when the rest does not fit.</summary>
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, taken) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                taken = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out var length))
            {
                p += length;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++taken;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        if (pattern[0] == '?') return true;
        if (pattern[0] != '[') return pattern[0] == c;

        // A bracket right after the opening one, or after its sign, is a member.
        var first = pattern.Length > 1 && pattern[1] is '!' or '^' ? 2 : 1;
        var end = pattern.Length > first ? pattern[(first + 1)..].IndexOf(']') : -1;
        if (end < 0) return pattern[0] == c;
        length = first + end + 2;
        return IsMember(pattern[1..(first + 1 + end)], c);
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
