using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>What docs/compatibility.md lists as a difference that <c>--strict</c> does not take back.</summary>
internal static partial class DeliberateDifferences
{
    /// <summary>Whether a file is not judged at all.</summary>
    public static bool Explain(ConfigCase wanted, Answer ours, Answer real)
    {
        var text = Encoding.Latin1.GetString(wanted.Config);
        if (text.Contains("opentracing", StringComparison.Ordinal)) return true;
        return real.Errors.Contains("Could not open configuration file haproxy.cfg : Success", StringComparison.Ordinal) && ours.Errors.Contains("in 'timeout client'", StringComparison.Ordinal);
    }

    /// <summary>What of the lines has to be the same.</summary>
    public static (string Ours, string Real) Lines(string ours, string real)
    {
        List<string> mine = [.. Known(ours).Split('\n')], theirs = [.. Known(real).Split('\n')];
        for (var i = 0; i < Math.Min(mine.Count, theirs.Count); i++)
        {
            if (NextMessage().Match(theirs[i]) is not { Success: true, Index: var end } || !mine[i].AsSpan().StartsWith(theirs[i].AsSpan(0, end), StringComparison.Ordinal)) continue;
            theirs.Insert(i + 1, theirs[i][end..]);
            mine[i] = theirs[i] = theirs[i][..end];
        }

        return (string.Join('\n', mine), string.Join('\n', theirs));
    }

    private static string Known(string errors) => FreedKeyword().Replace(LeftOverPlace().Replace(errors, "${level}"), "");

    // The keyword that names a userlist which is not there has been freed.
    [GeneratedRegex(@"(?<=unable to find userlist '[^']*' referenced in arg \d+ of ACL keyword ').*?(?=' in proxy ')", RegexOptions.Singleline, 1000)]
    private static partial Regex FreedKeyword();

    // "peer" without a name leaves its place behind, and the next message begins with it.
    [GeneratedRegex(@"^(?<level>\[(ALERT|WARNING)\]  +\(pid\) : config : )\[[^\]\s]+:\d+\] : (?=parsing \[|Parsing \[|Error\(s\)|Proxy|config:)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeftOverPlace();

    // A message that shows the character at which a missing argument breaks off ends with that zero, without LF.
    [GeneratedRegex(@"(?<=.)\[(ALERT|WARNING)\]  +\(pid\) : ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NextMessage();
}
