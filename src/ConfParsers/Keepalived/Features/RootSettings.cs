using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What holds for the program as a whole and cannot change at a reload (keepalived.conf(5) "GLOBAL CONFIGURATION").</summary>
public sealed record ProgramSettings
{
    /// <summary>Runs in this network namespace; null: in the one it was started in.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>IPVS in another one; empty: in the default one.</summary>
    public string? IpvsNamespace { get; init; }

    public bool NamespaceWithIpsets { get; init; }

    /// <summary>Pid files in /run/keepalived.</summary>
    public bool UsePidDirectory { get; init; }

    /// <summary>Tells several keepalived of one host apart.</summary>
    public string? Instance { get; init; }

    /// <summary>How long the parent waits for its children at the end.</summary>
    public TimeSpan ChildWaitTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Links are asked for instead of listened to.</summary>
    public bool LinkbeatUsePolling { get; init; }
}

/// <inheritdoc cref="ProgramSettings"/>
internal static class RootSettings
{
    private const string Manual = "GLOBAL CONFIGURATION";

    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Flag<Reading>("linkbeat_use_polling", Manual, reading => reading.Program = reading.Program with { LinkbeatUsePolling = true }),
        Once("net_namespace", "[name]", "net_namespace name missing - ignoring", program => program.NetworkNamespace, (program, name) => program with { NetworkNamespace = name }),
        Once("net_namespace_ipvs", "[name]", null, program => program.IpvsNamespace, (program, name) => program with { IpvsNamespace = name }),
        Rows.Flag<Reading>("namespace_with_ipsets", Manual, reading => reading.Program = reading.Program with { NamespaceWithIpsets = true }),
        Rows.Flag<Reading>("use_pid_dir", Manual, reading => reading.Program = reading.Program with { UsePidDirectory = true }),
        Once("instance", "[name]", "instance name missing - ignoring", program => program.Instance, (program, name) => program with { Instance = name }),
        new Setting<Reading>("child_wait_time", "<seconds>", ChildWaitTime) { Manual = Manual },
    ];

    private static Setting<Reading> Once(string keyword, string arguments, string? missing, Func<ProgramSettings, string?> current, Func<ProgramSettings, string, ProgramSettings> set) => new(keyword, arguments, (words, reading) =>
    {
        if (!words.Next(out var name) && missing is not null) words.Warn(DiagnosticKind.MissingArgument, missing);
        else if (current(reading.Program) is not null) words.Warn(DiagnosticKind.Duplicate, $"Duplicate {keyword} definition {name} - ignoring");
        else reading.Program = set(reading.Program, name);
    })
    { Manual = Manual };

    private static void ChildWaitTime(Words words, Reading reading)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var seconds)) reading.Program = reading.Program with { ChildWaitTime = TimeSpan.FromSeconds(seconds) };
        else words.Warn(DiagnosticKind.BadNumber, $"Invalid child_wait_time {word}");
    }
}
