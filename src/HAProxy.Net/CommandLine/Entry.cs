using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;
using Daemon.Linux;
using Daemon.Logging;
using HAProxy.Net.Lifecycle;
using HAProxy.Net.Tools;

namespace HAProxy.Net.CommandLine;

/// <summary>
/// From the argument vector to what the program does: print a text, evaluate a condition, check a configuration, or start. Exit codes and
/// streams as measured on 2.6.12 (management.txt 3): usage and faults 1, a check without listener 2.
/// </summary>
public static class Entry
{
    public static int Run(string[] argv)
    {
        if (ToolCommands.TryRun(argv) is { } ended) return ended;
        var log = new StartupLog(ProductVersion.Full, Hosting.Executable);
        var normalised = ArgvNormaliser.Normalise(argv);
        if (!normalised.Accepted)
        {
            if (normalised.Refusal is { } refusal) log.Alert(refusal);
            return normalised.ShowUsage ? ShowUsage() : 1;
        }

        var options = OptionGrammar.Parse(normalised.Tokens);
        if (options.ShowVersion || options.ShowBuildOptions)
        {
            Console.Out.Write(VersionText.Banner());
            if (options.ShowBuildOptions) Console.Out.Write(VersionText.BuildOptions());
            return 0;
        }

        if (options.ShowMemoryDebugHelp)
        {
            Console.Out.Write(Usage.MemoryDebug);
            return 0;
        }

        log.Quiet = options.Quiet && !options.Verbose;
        if (options.Directory is { } directory && Credentials.Chdir(directory) != 0)
        {
            log.Alert($"Could not change to directory {directory} : {Libc.ErrorText(Libc.Errno)}");
            return 1;
        }

        if (options.Condition is { } condition) return Evaluate(condition, log);
        if (Unsupported(options) is { } missing)
        {
            log.Alert(missing);
            return 1;
        }

        var start = new StartRequest(argv, options, ConfigFiles.Expand(options.Files, FileSystem.Instance));
        if (start.Files.Length == 0) return ShowUsage();
        if (options.Format is { } format)
        {
            if (options.Check) return CheckReport.Run(start, format);
            log.Alert("--format and --explain go with -c.");
            return 1;
        }

        return options.Check ? Check(start, log) : Start.Run(start, log);
    }

    private static int ShowUsage()
    {
        Console.Out.Write(VersionText.Banner());
        Console.Out.Flush();
        Console.Error.Write(Usage.Text(Path.GetFileName(Hosting.CalledAs)));
        return 1;
    }

    private static int Evaluate(string condition, StartupLog log)
    {
        var result = BuildCondition.Evaluate(condition, new ConfigEnvironment(StartRequest.ProcessEnvironment()));
        if (result.Value is { } value) return value ? 0 : 1;
        log.Alert("config : Failed to evaluate condition: " + result.Fault);
        return 2;
    }

    private static int Check(StartRequest start, StartupLog log)
    {
        var result = start.Load(FileSystem.Instance, log);
        if (result.Model is null) return 1;
        if (start.Options.DumpKeywords is { } classes) KeywordDump.Print(classes, Console.Out);
        if (!result.HasListener)
        {
            if (!log.Quiet && log.Warnings > 0) Console.Out.WriteLine("Warnings were found.");
            if (!log.Quiet) Console.Out.WriteLine("Configuration file has no error but will not start (no listener) => exit(2).");
            return 2;
        }

        if (!CertificateFaults.Check(result.Model, log)) return 1;
        if (log.Quiet) return 0;
        if (log.Warnings > 0) Console.Out.WriteLine("Warnings were found.");
        Console.Out.WriteLine("Configuration file is valid");
        return 0;
    }

    // What the original can do and this program cannot: said, instead of done as if it had not been asked for.
    private static string? Unsupported(ProgramOptions options)
    {
        if (options.MemoryMegabytes > 0) return "-m is not supported: the memory of this program is limited by its service manager or control group (MemoryMax=).";
        if (options.DumpLibraries) return "-dL is not supported yet.";
        return null;
    }
}
