using System.Text;
using ConfParsers.Keepalived;
using ConfParsers.Text.Reports;
using Keepalived.Net.Process;
using Microsoft.Win32.SafeHandles;

namespace Keepalived.Net.CommandLine;

/// <summary><c>-t</c>: reads the configuration and prints what is wrong with it, a line a fault (keepalived(8) "--config-test").</summary>
internal static class ConfigTest
{
    private const int Missing = 4;

    /// <param name="output">Where they go: standard error, or the file that <c>-t</c> names; reports go to standard output.</param>
    /// <returns>0 good, 2 a mandatory word is missing, 5 any other fault or warning, 6 scripts without their checks or an include without its file.</returns>
    public static int Run(Arguments arguments, TextWriter output)
    {
        var (options, format) = (arguments.Options, arguments.Format);
        var result = KeepalivedConfig.Load(options.ConfigurationFile, new Machine(), options.Reading with { ForStart = false });
        if (format is { } report) output.Write(ReportText.Render(report, "keepalived.net", Process.Version.Product, result.ExitCode == 0, result.Diagnostics));
        else foreach (var diagnostic in result.Diagnostics) output.WriteLine(diagnostic.Message);
        output.Flush();
        if (arguments.ConfigDescriptor is { } descriptor) Consolidate(descriptor, result.Consolidated, output);
        // With -e a file that is not there is one that lacks something.
        return !result.IsFound && options.AllConfiguration ? Missing : result.ExitCode;
    }

    /// <summary>Writes what was read as one text to a descriptor that whoever started the program has opened.</summary>
    private static void Consolidate(int descriptor, string text, TextWriter output)
    {
        try
        {
            using var handle = new SafeFileHandle(descriptor, ownsHandle: false);
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(text), fileOffset: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            output.WriteLine($"Unable to write the configuration to descriptor {descriptor} - {e.Message}");
        }
    }
}
