using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>What docs/compatibility.md lists as a difference that <c>--strict</c> does not take back.</summary>
internal static partial class DeliberateDifferences
{
    /// <summary>Whether a file is not judged at all.</summary>
    public static bool Explain(ConfigCase wanted) =>
        Encoding.Latin1.GetString(wanted.Config).Contains("opentracing", StringComparison.Ordinal);

    /// <summary>What of the lines has to be the same.</summary>
    public static string Lines(string errors) => LeftOverPlace().Replace(errors, "${level}");

    // "peer" without a name leaves its place behind, and the next message begins with it.
    [GeneratedRegex(@"^(?<level>\[(ALERT|WARNING)\]  +\(pid\) : config : )\[[^\]\s]+:\d+\] : (?=parsing \[|Parsing \[|Error\(s\)|Proxy|config:)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeftOverPlace();
}
