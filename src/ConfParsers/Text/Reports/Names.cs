using System.Text;

namespace ConfParsers.Text.Reports;

/// <summary>Names of severities and kinds in machine-readable reports: lower case, words joined by hyphens. They never change.</summary>
public static class Names
{
    /// <summary>alert, warning, notice, diag.</summary>
    public static string Of(Severity severity) => Hyphenated(severity.ToString());

    /// <summary>unknown-keyword, missing-argument, ...</summary>
    public static string Of(DiagnosticKind kind) => Hyphenated(kind.ToString());

    /// <summary>The rule of a lint finding, or the kind of any other.</summary>
    public static string RuleOf(Diagnostic finding) => finding.Rule ?? Of(finding.Kind);

    /// <summary>A name of the code as machines read it: <c>UnknownKeyword</c> is <c>unknown-keyword</c>.</summary>
    public static string Hyphenated(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
