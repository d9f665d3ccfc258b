using System.Text;

namespace ConfParsers.Haproxy.Migration;

/// <summary>
/// What the regular expressions of the old header rules meant: they ran over whole lines, <c>Name: value</c> or <c>METHOD URI VERSION</c>.
/// </summary>
internal static class OldExpression
{
    /// <summary>The ways in which files write "the method and a blank" at the beginning of a request line.</summary>
    private static readonly string[] MethodGroups = [@"([^\ ]*)\ ", @"([^\ :]*)\ ", "([^ ]*) ", "([^ :]*) ", @"([^\ ]+)\ ", @"([^\ :]+)\ ", @"(.*)\ ", @"([A-Z]*)\ ", @"([A-Z]+)\ "];

    /// <summary>The same with the slash that begins the path.</summary>
    private static readonly string[] MethodAndSlash = [@"([^\ ]*\ /)", @"([^\ :]*\ /)", "([^ ]*\\ /)", "([^ ]* /)", "([^ :]* /)"];

    /// <summary><c>^Name:[\ ]pattern</c>.</summary>
    /// <returns>The name as written and the pattern of the value, anchored at its beginning; null for any other expression.</returns>
    public static (string Name, string Pattern)? Header(string expression)
    {
        if (!expression.StartsWith('^')) return null;
        var colon = expression.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 1 || !expression.AsSpan(1, colon - 1).ContainsOnly(IsNameCharacter)) return null;
        var value = expression[(colon + 1)..];
        foreach (var blank in (string[])[@"[\ \t]*", @"[\ ]*", "[ \t]*", "[ ]*", @"\ *", @"\s*", " *", @"\ ", " ", @"\s"])
        {
            if (!value.StartsWith(blank, StringComparison.Ordinal)) continue;
            value = value[blank.Length..];
            break;
        }

        return (expression[1..colon], value.Length == 0 || value == ".*" ? "" : "^" + value);
    }

    /// <summary><c>^(Name:pattern)</c> with <c>\1more</c>: the header stays and gets something behind its value.</summary>
    /// <returns>The name, the pattern of the value and its replacement; null for anything else.</returns>
    public static (string Name, string Pattern, string Replacement)? Extended(string expression, string replacement)
    {
        if (!expression.StartsWith("^(", StringComparison.Ordinal) || !replacement.StartsWith("\\1", StringComparison.Ordinal)) return null;
        if (Header("^" + expression[2..]) is not { } header) return null;
        var pattern = header.Pattern.Length == 0 ? ".*)" : header.Pattern[1..];
        return header.Pattern.Length == 0 && !expression.EndsWith(')') ? null : (header.Name, "^(" + pattern, replacement);
    }

    /// <summary>A rewrite of the request line that keeps its method: what it does to the URI.</summary>
    /// <returns>Null when it does something else.</returns>
    public static (string Pattern, string Replacement)? RequestLine(string expression, string replacement)
    {
        var start = expression.StartsWith('^') ? expression[1..] : expression;
        if (Array.Find(MethodAndSlash, start.StartsWith) is { } slash && replacement.StartsWith("\\1", StringComparison.Ordinal))
        {
            return RequestLine(@"^([^\ ]*)\ /" + start[slash.Length..], @"\1\ /" + replacement[2..]);
        }

        var group = Array.Find(MethodGroups, g => start.StartsWith(g, StringComparison.Ordinal));
        if (group is null) return null;
        var kept = (string[])[@"\1\ ", @"\1 "];
        var prefix = Array.Find(kept, k => replacement.StartsWith(k, StringComparison.Ordinal));
        var pattern = start[group.Length..].TrimEnd('$');
        // The version behind the URI must be carried over by the last group, or both patterns end before it.
        if (prefix is null || !pattern.EndsWith("(.*)", StringComparison.Ordinal) || pattern.Contains("HTTP", StringComparison.Ordinal)) return null;
        var groups = Groups(expression);
        var target = replacement[prefix.Length..];
        if (!target.EndsWith(FormattableString.Invariant($"\\{groups}"), StringComparison.Ordinal)) return null;
        return Shift(target, groups) is { } shifted ? ("^" + pattern, shifted) : null;
    }

    /// <summary>An expression that ignores case, where the rule did and its successor cannot say so.</summary>
    public static string Case(string pattern, bool ignoreCase) => ignoreCase ? "(?i)" + pattern : pattern;

    private static int Groups(string expression)
    {
        var groups = 0;
        for (var i = 0; i < expression.Length; i++)
        {
            if (expression[i] == '\\') i++;
            else if (expression[i] == '(' && !(i + 1 < expression.Length && expression[i + 1] == '?')) groups++;
        }

        return groups;
    }

    /// <summary>The method's group is gone: each reference counts one less.</summary>
    private static string? Shift(string replacement, int groups)
    {
        var text = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\' || i + 1 == replacement.Length || !char.IsAsciiDigit(replacement[i + 1]))
            {
                text.Append(replacement[i]);
                continue;
            }

            var number = replacement[++i] - '0';
            if (number < 2 || number > groups) return null;
            text.Append('\\').Append((char)('0' + number - 1));
        }

        return text.ToString();
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static bool ContainsOnly(this ReadOnlySpan<char> text, Func<char, bool> allowed)
    {
        foreach (var c in text)
        {
            if (!allowed(c)) return false;
        }

        return true;
    }
}
