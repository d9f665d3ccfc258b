using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>What docs/compatibility.md lists as a difference that <c>--strict</c> does not take back.</summary>
internal static partial class DeliberateDifferences
{
    private const string UnmatchedBrace = "unmatched brace in environment variable name";

    /// <summary>Whether a file is not judged at all.</summary>
    public static bool Explain(ConfigCase wanted, Answer ours, Answer real)
    {
        var text = Encoding.Latin1.GetString(wanted.Config);
        if (text.Contains("opentracing", StringComparison.Ordinal)) return true;
        return real.Errors.Contains(UnmatchedBrace, StringComparison.Ordinal) && !ours.Errors.Contains(UnmatchedBrace, StringComparison.Ordinal) && DefaultValue().IsMatch(text);
    }

    /// <summary>What of the lines has to be the same.</summary>
    public static string Lines(string errors) => LeftOverPlace().Replace(errors, "${level}");

    // On a line longer than those before it, where chance has it, a default value is read twice and refused.
    [GeneratedRegex(@"\$\{\w+-", RegexOptions.None, 1000)]
    private static partial Regex DefaultValue();

    // "peer" without a name leaves its place behind, and the next message begins with it.
    [GeneratedRegex(@"^(?<level>\[(ALERT|WARNING)\]  +\(pid\) : config : )\[[^\]\s]+:\d+\] : (?=parsing \[|Parsing \[|Error\(s\)|Proxy|config:)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeftOverPlace();
}
