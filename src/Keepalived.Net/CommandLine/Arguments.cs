using System.CommandLine;

namespace Keepalived.Net.CommandLine;

/// <summary>The command line as it was understood (keepalived(8) "OPTIONS").</summary>
/// <param name="Options">For the daemon.</param>
/// <param name="Operands">Words that are no options: reported, and ignored, as 2.2.7 does.</param>
/// <param name="Fault">Set when the command line is wrong: the program ends with 1.</param>
public sealed record Arguments(DaemonOptions Options, IReadOnlyList<string> Operands, string? Fault)
{
    /// <summary><c>-t</c>, <c>--config-test</c></summary>
    public bool IsConfigTest { get; init; }

    /// <summary>Where <c>-t</c> writes; null: standard error.</summary>
    public string? ConfigTestLog { get; init; }

    /// <summary><c>-v</c>, <c>--version</c></summary>
    public bool IsVersion { get; init; }

    /// <summary><c>-h</c>, <c>--help</c></summary>
    public bool IsHelp { get; init; }

    private static readonly Option<string> UseFile = new("--use-file");
    private static readonly Option<bool> Vrrp = new("--vrrp");
    private static readonly Option<bool> LogConsole = new("--log-console");
    private static readonly Option<bool> LogDetail = new("--log-detail");
    private static readonly Option<bool> DontFork = new("--dont-fork");
    private static readonly Option<string> Pid = new("--pid");
    private static readonly Option<string> VrrpPid = new("--vrrp_pid");
    private static readonly Option<string> ConfigTest = new("--config-test") { Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Version = new("--version");
    private static readonly Option<bool> Help = new("--help");
    private static readonly Option<bool> Strict = new("--strict");
    private static readonly Option<string> ConfigId = new("--config-id");

    public static Arguments Parse(IReadOnlyList<string> argv)
    {
        var (words, operands, fault) = Argv.Normalise(argv);
        var command = new RootCommand();
        command.Options.Clear();
        foreach (var option in new Option[] { UseFile, Vrrp, LogConsole, LogDetail, DontFork, Pid, VrrpPid, ConfigTest, Version, Help, Strict, ConfigId }) command.Options.Add(option);

        // An option given twice counts once: the last one, as getopt leaves it.
        string[] last = [.. words.GroupBy(word => word.Split('=', 2)[0], StringComparer.Ordinal).Select(group => group.Last())];
        var result = command.Parse(last, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        fault ??= result.Errors.Count > 0 ? result.Errors[0].Message : null;
        if (fault is not null) return new Arguments(new DaemonOptions(), operands, fault) { IsVersion = words.Contains("--version", StringComparer.Ordinal), IsHelp = words.Contains("--help", StringComparer.Ordinal) };

        var defaults = new DaemonOptions();
        var options = new DaemonOptions
        {
            ConfigurationFile = Value(result.GetValue(UseFile)) ?? defaults.ConfigurationFile,
            DontFork = result.GetValue(DontFork),
            LogConsole = result.GetValue(LogConsole),
            LogDetail = result.GetValue(LogDetail),
            VrrpOnly = result.GetValue(Vrrp),
            PidFile = Value(result.GetValue(Pid)) ?? defaults.PidFile,
            VrrpPidFile = Value(result.GetValue(VrrpPid)) ?? defaults.VrrpPidFile,
            Strict = result.GetValue(Strict),
            ConfigId = Value(result.GetValue(ConfigId)),
        };
        return new Arguments(options, operands, null)
        {
            IsConfigTest = result.GetResult(ConfigTest) is not null,
            ConfigTestLog = Value(result.GetValue(ConfigTest)),
            IsVersion = result.GetValue(Version),
            IsHelp = result.GetValue(Help),
        };
    }

    private static string? Value(string? marked) => marked?[1..];
}
