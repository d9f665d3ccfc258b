using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.CommandLine;

/// <summary><c>-t</c>: reads the configuration and prints what is wrong with it, a line a fault (keepalived(8) "--config-test").</summary>
internal static class ConfigTest
{
    /// <param name="output">Where the lines go: standard error, or the file that <c>-t</c> names.</param>
    /// <returns>0 good, 2 a mandatory word is missing, 5 any other fault or warning, 6 scripts without their checks.</returns>
    public static int Run(DaemonOptions options, TextWriter output)
    {
        var result = KeepalivedConfig.Load(options.ConfigurationFile, new Machine(), options.Reading with { ForStart = false });
        foreach (var diagnostic in result.Diagnostics) output.WriteLine(diagnostic.Message);
        output.Flush();
        return result.ExitCode;
    }
}
