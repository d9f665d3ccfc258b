using ConfParsers.Haproxy.Linting;
using ConfParsers.Text;

namespace HAProxy.Net.Tools;

/// <summary><c>haproxy.net lint</c>: what a check finds, and the traps it accepts in silence, each with its rule. Exit code 1 when there is any.</summary>
internal static class LintCommand
{
    public static int Run(IReadOnlyList<string> words)
    {
        var arguments = ToolArguments.Read(words, "--format");
        if (arguments.Unknown is not null || arguments.Files.Length == 0) return ToolCommands.ShowUsage("lint");
        if (!arguments.TryOpen(out var sources)) return 1;
        var result = arguments.Load();
        Diagnostic[] findings =
        [
            .. result.Diagnostics.Items.Where(finding => finding.Severity is Severity.Warning or Severity.Alert),
            .. HaproxyLint.Run(sources, result.Model),
        ];
        Console.Out.Write(Report.Render(arguments.Format ?? ReportFormat.Explained, findings.Length == 0, findings));
        return findings.Length > 0 ? 1 : 0;
    }
}
