using System.Text;
using Keepalived.Net.Tools;

namespace Keepalived.Net.CommandLine;

/// <summary>From argv to what it asks for; the only place that knows the program's exit codes outside the daemon (keepalived(8)).</summary>
public static class Start
{
    private const int Failed = 1;

    /// <param name="argv">Without the program's name.</param>
    /// <param name="daemon">What runs when nothing is only asked for.</param>
    public static int Run(string[] argv, Func<DaemonOptions, int> daemon)
    {
        using var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        if (ToolCommands.TryRun(argv, Console.Out, error) is { } toolCode) return toolCode;
        if (argv is [StatusCommand.Verb, .. var question]) return StatusCommand.Run(question, Console.Out, error);
        var arguments = Arguments.Parse(argv);

        // getopt works from left to right: -v and -h end the program before a fault that stands behind them.
        if (arguments.IsVersion)
        {
            error.Write(VersionText.Text);
            return 0;
        }

        if (arguments.IsHelp)
        {
            error.Write(Usage.Text);
            return 0;
        }

        if (arguments.Fault is { } fault)
        {
            error.WriteLine(fault);
            return Failed;
        }

        if (arguments.SignalName is { } name)
        {
            if (Signum.Of(name) is { } number) Console.Out.WriteLine(number);
            else error.WriteLine($"Unknown sigfunc {name}");
            return Signum.Of(name) is null ? Failed : 0;
        }

        if (arguments.Operands.Count > 0) Console.Out.WriteLine($"Unexpected argument(s): {string.Join(' ', arguments.Operands)} ");
        if (!arguments.IsConfigTest) return daemon(arguments.Options);
        return string.IsNullOrEmpty(arguments.ConfigTestLog) ? ConfigTest.Run(arguments, arguments.Format is null ? error : Console.Out) : TestInto(arguments.ConfigTestLog, arguments, error);
    }

    private static int TestInto(string path, Arguments arguments, TextWriter error)
    {
        try
        {
            using var log = new StreamWriter(path, append: true);
            return ConfigTest.Run(arguments, log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine($"Unable to open config-test log file {path} - {e.Message}");
            return Failed;
        }
    }
}
