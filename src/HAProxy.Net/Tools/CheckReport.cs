using ConfParsers.Text;
using Daemon.Logging;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tools;

/// <summary><c>-c --format=json</c> and its kin: the same findings and exit code as <c>-c</c>, written for programs or with the line they mean.</summary>
public static class CheckReport
{
    public static int Run(StartRequest start, ReportFormat format)
    {
        var result = start.Read(FileSystem.Instance);
        var findings = result.Diagnostics.Items.Where(finding => finding.Severity != Severity.Diag || start.Options.Diag).ToArray();
        var valid = result.Model is { } model && CertificateFaults.Check(model, new StartupLog(Stream.Null, "", ""));
        var text = Report.Render(format, valid, findings);
        if (format == ReportFormat.Explained) Console.Error.Write(text);
        else Console.Out.Write(text);
        if (!valid) return 1;
        return result.HasListener ? 0 : 2;
    }
}
