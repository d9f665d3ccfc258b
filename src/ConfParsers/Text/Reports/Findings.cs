namespace ConfParsers.Text.Reports;

/// <summary>What the reports have in common.</summary>
internal static class Findings
{
    /// <summary>Without the lines that say only that there were faults, where the faults themselves are told.</summary>
    public static Diagnostic[] WithoutSums(IEnumerable<Diagnostic> findings)
    {
        var all = findings.ToArray();
        return all.Any(each => each is { Severity: Severity.Alert, Kind: not DiagnosticKind.Summary }) ? [.. all.Where(each => each.Kind != DiagnosticKind.Summary)] : all;
    }
}
