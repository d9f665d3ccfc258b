using ConfParsers.Text;
using ConfParsers.Text.Reports;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Tools;

/// <summary>How findings are written when they are not HAProxy's own lines.</summary>
public enum ReportFormat
{
    /// <summary>With the line and a caret.</summary>
    Explained,
    Json,
    Sarif,
}

/// <summary>Writes findings in one of the formats (docs/diagnostics.md).</summary>
public static class Report
{
    private const string Tool = "haproxy.net";

    /// <summary>The value of <c>--format=</c>; null for a name that is none.</summary>
    public static ReportFormat? Parse(string name) => name switch
    {
        "json" => ReportFormat.Json,
        "sarif" => ReportFormat.Sarif,
        "text" => ReportFormat.Explained,
        _ => null,
    };

    public static string Render(ReportFormat format, bool valid, IReadOnlyCollection<Diagnostic> findings) => format switch
    {
        ReportFormat.Json => JsonReport.Render(Tool, ProductVersion.Own, valid, findings),
        ReportFormat.Sarif => SarifReport.Render(Tool, ProductVersion.Own, findings),
        _ => Explanation.Render(findings),
    };
}
