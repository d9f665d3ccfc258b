global using ReportFormat = ConfParsers.Text.Reports.ReportFormat;

using ConfParsers.Text;
using ConfParsers.Text.Reports;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Tools;

/// <summary>Writes findings in one of the formats, under this program's name (docs/diagnostics.md).</summary>
public static class Report
{
    private const string Tool = "haproxy.net";

    /// <summary>The value of <c>--format=</c>; null for a name that is none.</summary>
    public static ReportFormat? Parse(string name) => ReportText.Parse(name);

    public static string Render(ReportFormat format, bool valid, IReadOnlyCollection<Diagnostic> findings) =>
        ReportText.Render(format, Tool, ProductVersion.Own, valid, findings);
}
