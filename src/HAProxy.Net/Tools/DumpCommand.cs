using ConfParsers.Haproxy.Dump;
using ConfParsers.Text;

namespace HAProxy.Net.Tools;

/// <summary><c>haproxy.net dump</c>: the typed model as JSON. A configuration that is refused has none: its findings are drawn, and the exit code is 1.</summary>
internal static class DumpCommand
{
    public static int Run(IReadOnlyList<string> words)
    {
        var arguments = ToolArguments.Read(words, "--format");
        if (arguments.Unknown is not null || arguments.Format is not (null or ReportFormat.Json) || arguments.Files.Length == 0) return ToolCommands.ShowUsage("dump");
        var result = arguments.Load();
        if (result.Model is null)
        {
            Console.Error.Write(Report.Render(ReportFormat.Explained, valid: false, [.. result.Diagnostics.Items.Where(finding => finding.Severity == Severity.Alert)]));
            return 1;
        }

        Console.Out.Write(ModelJson.Render(result.Model));
        return 0;
    }
}
