using System.Globalization;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>How one process of the daemon runs; null is what nobody said.</summary>
public sealed record ProcessSettings
{
    /// <summary>What <c>ps</c> shows.</summary>
    public string? Name { get; init; }

    /// <summary>Nice value, -20..19.</summary>
    public int? Priority { get; init; }

    /// <summary>SCHED_RR priority, 1..99.</summary>
    public int? RealTimePriority { get; init; }

    /// <summary>Processors it may run on; empty: all.</summary>
    public int[] Processors { get; init; } = [];

    /// <summary>RLIMIT_RTTIME: processor time without a blocking call under real-time scheduling.</summary>
    public TimeSpan? RealTimeLimit { get; init; }

    /// <summary>Its memory stays in RAM.</summary>
    public bool NoSwap { get; init; }
}

/// <summary>Names, priorities and limits of parent, VRRP, checker and BFD process (keepalived.conf(5) "Global definitions").</summary>
public sealed record DaemonProcesses
{
    public ProcessSettings Parent { get; init; } = new();

    public ProcessSettings Vrrp { get; init; } = new();

    public ProcessSettings Checker { get; init; } = new();

    public ProcessSettings Bfd { get; init; } = new();

    /// <summary>The children name themselves in <c>ps</c>.</summary>
    public bool ShowNames { get; init; }

    /// <summary>Highest real-time priority that a late process may give itself; -1: none, 0: any.</summary>
    public int MaxAutoPriority { get; init; }

    /// <summary>How late a process must be before it raises its priority.</summary>
    public TimeSpan MinAutoPriorityDelay { get; init; } = TimeSpan.FromMilliseconds(1000);
}

/// <inheritdoc cref="DaemonProcesses"/>
internal static class ProcessesFeature
{
    private const int MinRealTime = 1;
    private const int MaxRealTime = 99;

    private delegate DaemonProcesses Change(DaemonProcesses processes, Func<ProcessSettings, ProcessSettings> change);

    private static readonly Change Parent = (all, change) => all with { Parent = change(all.Parent) };
    private static readonly Change Vrrp = (all, change) => all with { Vrrp = change(all.Vrrp) };
    private static readonly Change Checker = (all, change) => all with { Checker = change(all.Checker) };
    private static readonly Change Bfd = (all, change) => all with { Bfd = change(all.Bfd) };

    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("process_names", global => global with { Processes = global.Processes with { ShowNames = true } }),
        Name("process_name", Parent),
        Name("vrrp_process_name", Vrrp),
        Name("checker_process_name", Checker),
        Name("lvs_process_name", Checker),
        Name("bfd_process_name", Bfd),
        Rows.Global("max_auto_priority", "[<-1:99>]", MaxAutoPriority),
        Rows.Global("min_auto_priority_delay", "[microseconds]", MinAutoPriorityDelay),
        .. Of("vrrp", Vrrp),
        .. Of("checker", Checker),
        .. Of("bfd", Bfd),
    ];

    private static Keyword<Reading>[] Of(string process, Change at) =>
    [
        Row($"{process}_priority", "[<-20:19>]", (words, change) => Priority(words, process, change), at),
        Row($"{process}_no_swap", "", (_, change) => change(settings => settings with { NoSwap = true }), at),
        Row($"{process}_rt_priority", "[<1:99>]", (words, change) => RealTimePriority(words, process, change), at),
        Row($"{process}_cpu_affinity", "[<processor> ...]", (words, change) => Processors(words, process, change), at),
        Row($"{process}_rlimit_rttime", "<microseconds>", (words, change) => RealTimeLimit(words, process, change), at),
        Row($"{process}_rlimit_rtime", "<microseconds>", (words, change) => RealTimeLimit(words, process, change), at),
    ];

    private static Setting<Reading> Row(string name, string arguments, Action<Words, Action<Func<ProcessSettings, ProcessSettings>>> bind, Change at) =>
        new(name, arguments, (words, reading) => bind(words, change => reading.Global = reading.Global with { Processes = at(reading.Global.Processes, change) })) { Manual = "Global definitions" };

    private static Setting<Reading> Name(string name, Change at) => Row(name, "<name>", (words, change) =>
    {
        words.Next(out var word);
        change(settings => settings with { Name = word });
    }, at);

    private static GlobalDefs MaxAutoPriority(Words words, GlobalDefs global)
    {
        if (!words.Next(out var word)) return global with { Processes = global.Processes with { MaxAutoPriority = 0 } };
        if (words.Signed(word, -1, 99, out var priority)) return global with { Processes = global.Processes with { MaxAutoPriority = priority } };
        words.Warn(DiagnosticKind.OutOfRange, $"max_auto_priority '{word}' must be in [0, 99] (or -1 to disable) - ignoring");
        return global;
    }

    private static GlobalDefs MinAutoPriorityDelay(Words words, GlobalDefs global)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, "min_auto_priority_delay requires delay time");
            return global;
        }

        if (words.Signed(word, 1, 10_000_000, out var delay)) return global with { Processes = global.Processes with { MinAutoPriorityDelay = TimeSpan.FromMicroseconds(delay) } };
        words.Warn(DiagnosticKind.OutOfRange, $"min_auto_priority_delay '{word}' must be in [1, 10000000] - ignoring");
        return global;
    }

    private static void Priority(Words words, string process, Action<Func<ProcessSettings, ProcessSettings>> change)
    {
        if (!words.Next(out var word)) words.Warn(DiagnosticKind.MissingArgument, $"No {process} process priority specified");
        else if (words.Signed(word, -20, 19, out var priority)) change(settings => settings with { Priority = priority });
        else words.Warn(DiagnosticKind.OutOfRange, $"Invalid {process} process priority specified");
    }

    private static void RealTimePriority(Words words, string process, Action<Func<ProcessSettings, ProcessSettings>> change)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No {process} process real-time priority specified");
            return;
        }

        if (!words.Signed(word, int.MinValue, int.MaxValue, out var priority))
        {
            words.Warn(DiagnosticKind.BadNumber, $"{process} process real-time priority '{word}' invalid");
            return;
        }

        if (priority < MinRealTime) words.Warn(DiagnosticKind.OutOfRange, $"{process} process real-time priority {priority} less than minimum {MinRealTime} - setting to minimum");
        if (priority > MaxRealTime) words.Warn(DiagnosticKind.OutOfRange, $"{process} process real-time priority {priority} greater than maximum {MaxRealTime} - setting to maximum");
        change(settings => settings with { RealTimePriority = Math.Clamp(priority, MinRealTime, MaxRealTime) });
    }

    private static void Processors(Words words, string process, Action<Func<ProcessSettings, ProcessSettings>> change)
    {
        var processors = new List<int>();
        while (words.Next(out var word))
        {
            if (words.Unsigned(word, 0, (uint)words.Reading.Surroundings.Processors - 1, out var processor))
            {
                processors.Add((int)processor);
                continue;
            }

            words.Warn(DiagnosticKind.OutOfRange, $"Invalid cpu_id:{LeadingNumber(word)} specified for {process} process");
            return;
        }

        if (processors.Count == 0) words.Warn(DiagnosticKind.MissingArgument, $"No {process} cpu_id set specified");
        else change(settings => settings with { Processors = [.. processors] });
    }

    /// <summary>The number that atoi(3) would see, as 2.2.7 repeats it.</summary>
    private static int LeadingNumber(string word)
    {
        var digits = word.TrimStart('+', '-');
        var end = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (!ulong.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return 0;
        return unchecked((int)number) * (word.StartsWith('-') ? -1 : 1);
    }

    private static void RealTimeLimit(Words words, string process, Action<Func<ProcessSettings, ProcessSettings>> change)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, uint.MaxValue, out var limit)) change(settings => settings with { RealTimeLimit = TimeSpan.FromMicroseconds(limit) });
        else words.Warn(DiagnosticKind.OutOfRange, $"Invalid {process} real-time limit - {word}");
    }
}
