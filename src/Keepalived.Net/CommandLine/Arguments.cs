using System.CommandLine;
using ConfParsers.Text.Reports;

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

    /// <summary><c>--signum</c>: which signal is asked for.</summary>
    public string? SignalName { get; init; }

    /// <summary><c>--format</c> of <c>-t</c>; null: keepalived's own lines.</summary>
    public ReportFormat? Format { get; init; }

    /// <summary><c>--config-fd</c>: a descriptor that gets the configuration with its includes as one text; null: none.</summary>
    public int? ConfigDescriptor { get; init; }

    private static readonly Option<string> ConfigFd = new("--config-fd");
    private static readonly Option<string> FormatName = new("--format");
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
    private static readonly Option<bool> Check = new("--check");
    private static readonly Option<bool> NoBfd = new("--no_bfd");
    private static readonly Option<bool> All = new("--all");
    private static readonly Option<string> LogFacility = new("--log-facility");
    private static readonly Option<string> LogFile = new("--log-file") { Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> FlushLogFile = new("--flush-log-file");
    private static readonly Option<bool> NoSyslog = new("--no-syslog");
    private static readonly Option<string> Umask = new("--umask");
    private static readonly Option<bool> ReleaseAddresses = new("--release-vips");
    private static readonly Option<bool> DontReleaseVrrp = new("--dont-release-vrrp");
    private static readonly Option<bool> DontReleaseIpvs = new("--dont-release-ipvs");
    private static readonly Option<bool> DontRespawn = new("--dont-respawn");
    private static readonly Option<bool> DumpConfiguration = new("--dump-conf");
    private static readonly Option<string> CheckersPid = new("--checkers_pid");
    private static readonly Option<bool> AddressMonitoring = new("--address-monitoring");
    private static readonly Option<string> BfdPid = new("--bfd_pid");
    private static readonly Option<string> Namespace = new("--namespace");
    private static readonly Option<bool> CoreDump = new("--core-dump");
    private static readonly Option<string> CoreDumpPattern = new("--core-dump-pattern") { Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Signum = new("--signum");
    private static readonly Option<bool> Snmp = new("--snmp");
    private static readonly Option<string> SnmpSocket = new("--snmp-agent-socket");
    private static readonly Option<bool> AllConfiguration = new("--all-config");
    private static readonly Option<string> Metrics = new("--metrics");
    private static readonly Option<string> StatusSocket = new("--status-socket");

    private static readonly Option[] Everything =
    [
        UseFile, Vrrp, LogConsole, LogDetail, DontFork, Pid, VrrpPid, ConfigTest, Version, Help, Strict, Check, NoBfd, All, LogFacility, LogFile, FlushLogFile,
        NoSyslog, Umask, ReleaseAddresses, DontReleaseVrrp, DontReleaseIpvs, DontRespawn, DumpConfiguration, CheckersPid, AddressMonitoring, BfdPid, Namespace,
        CoreDump, CoreDumpPattern, Signum, Snmp, SnmpSocket, AllConfiguration, Metrics, StatusSocket, ConfigId, FormatName, ConfigFd,
    ];

    public static Arguments Parse(IReadOnlyList<string> argv)
    {
        var (words, operands, fault) = Argv.Normalise(argv);
        var command = new RootCommand();
        command.Options.Clear();
        foreach (var option in Everything) command.Options.Add(option);

        // An option given twice counts once: the last one, as getopt leaves it.
        string[] last = [.. words.GroupBy(word => word.Split('=', 2)[0], StringComparer.Ordinal).Select(group => group.Last())];
        var result = command.Parse(last, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (Value(result.GetResult(FormatName) is null ? null : result.GetValue(FormatName)) is { } format && ReportText.Parse(format) is null) fault ??= $"Unknown format {format}: text, json or sarif";
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
            PidFile = Value(result.GetValue(Pid)),
            VrrpPidFile = Value(result.GetValue(VrrpPid)),
            Strict = result.GetValue(Strict),
            ConfigId = Value(result.GetValue(ConfigId)),
            CheckOnly = result.GetValue(Check) && !result.GetValue(Vrrp),
            AllSubsystems = result.GetValue(All),
            LogFacility = Facility(Value(result.GetValue(LogFacility))),
            LogFile = result.GetResult(LogFile) is null ? null : Value(result.GetValue(LogFile)) ?? "/tmp/keepalived.log",
            NoSyslog = result.GetValue(NoSyslog),
            Umask = Value(result.GetValue(Umask)),
            KeepAddresses = result.GetValue(DontReleaseVrrp),
            DontRespawn = result.GetValue(DontRespawn),
            DumpConfiguration = result.GetValue(DumpConfiguration),
            MonitorAddresses = result.GetValue(AddressMonitoring),
            Namespace = Value(result.GetValue(Namespace)),
            CoreDump = result.GetValue(CoreDump) || result.GetResult(CoreDumpPattern) is not null,
            CoreDumpPattern = result.GetResult(CoreDumpPattern) is null ? null : Value(result.GetValue(CoreDumpPattern)) ?? "core",
            Snmp = result.GetValue(Snmp),
            SnmpSocket = Value(result.GetValue(SnmpSocket)),
            AllConfiguration = result.GetValue(AllConfiguration),
            Metrics = Value(result.GetValue(Metrics)),
            StatusSocket = Value(result.GetValue(StatusSocket)),
        };
        return new Arguments(options, operands, null)
        {
            IsConfigTest = result.GetResult(ConfigTest) is not null,
            ConfigTestLog = Value(result.GetValue(ConfigTest)),
            IsVersion = result.GetValue(Version),
            IsHelp = result.GetValue(Help),
            SignalName = Value(result.GetValue(Signum)),
            ConfigDescriptor = int.TryParse(Value(result.GetValue(ConfigFd)), out var descriptor) && descriptor >= 0 ? descriptor : null,
            Format = ReportText.Parse(Value(result.GetValue(FormatName)) ?? ""),
        };
    }

    /// <summary>syslog(3): daemon is 3, user 1, local0 to local7 are 16 to 23. What is none of them leaves the default, as in 2.2.7.</summary>
    private static int? Facility(string? text) => text switch
    {
        "user" => 1,
        [>= '0' and <= '7'] => 16 + (text[0] - '0'),
        ['l', 'o', 'c', 'a', 'l', >= '0' and <= '7'] => 16 + (text[5] - '0'),
        _ => null,
    };

    private static string? Value(string? marked) => marked?[1..];
}
