namespace ConfParsers.Text.Reports;

/// <summary>How findings are written when they are not the original's own lines.</summary>
public enum ReportFormat
{
    /// <summary>With the line and a caret.</summary>
    Explained,
    Json,
    Sarif,
}

/// <summary>Findings in one of the formats (docs/diagnostics.md).</summary>
public static class ReportText
{
    /// <summary>The value of <c>--format=</c>; null for a name that is none.</summary>
    public static ReportFormat? Parse(string name) => name switch
    {
        "json" => ReportFormat.Json,
        "sarif" => ReportFormat.Sarif,
        "text" => ReportFormat.Explained,
        _ => null,
    };

    /// <param name="tool">Name of the program.</param>
    /// <param name="valid">The verdict, as the exit code says it.</param>
    public static string Render(ReportFormat format, string tool, string version, bool valid, IReadOnlyCollection<Diagnostic> findings) => format switch
    {
        ReportFormat.Json => JsonReport.Render(tool, version, valid, findings),
        ReportFormat.Sarif => SarifReport.Render(tool, version, findings),
        _ => Explanation.Render(findings),
    };
}
