using ConfParsers.Keepalived;
using ConfParsers.Text.Reports;
using Keepalived.Net.Process;

namespace Keepalived.Net.CommandLine;

/// <summary><c>-t</c>: reads the configuration and prints what is wrong with it, a line a fault (keepalived(8) "--config-test").</summary>
internal static class ConfigTest
{
    /// <param name="format">Null: keepalived's own lines.</param>
    /// <param name="output">Where they go: standard error, or the file that <c>-t</c> names; reports go to standard output.</param>
    /// <returns>0 good, 2 a mandatory word is missing, 5 any other fault or warning, 6 scripts without their checks.</returns>
    public static int Run(DaemonOptions options, ReportFormat? format, TextWriter output)
    {
        var result = KeepalivedConfig.Load(options.ConfigurationFile, new Machine(), options.Reading with { ForStart = false });
        if (format is { } report) output.Write(ReportText.Render(report, "keepalived.net", Process.Version.Product, result.ExitCode == 0, result.Diagnostics));
        else foreach (var diagnostic in result.Diagnostics) output.WriteLine(diagnostic.Message);
        output.Flush();
        return result.ExitCode;
    }
}
