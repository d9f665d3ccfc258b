using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>How the arguments of a process are compared with the configured ones.</summary>
public enum ParameterMatch
{
    /// <summary>They must be the same.</summary>
    Exact,

    /// <summary>They must begin with them, and the last may be the beginning of a word.</summary>
    Initial,

    /// <summary>They must begin with them, whole words.</summary>
    Partial,
}

/// <summary>A program of which so many processes must run (keepalived.conf(5) "vrrp_track_process").</summary>
public sealed record TrackProcess(string Name, Span Place)
{
    /// <summary>The program and its first arguments.</summary>
    public string[] Command { get; init; } = [];

    /// <summary>Null: only the program counts, unless arguments are given.</summary>
    public ParameterMatch? Match { get; init; }

    /// <summary>-254..254; zero: too few or too many means FAULT. The manual says 1 is the default, 2.2.7 has 0.</summary>
    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Quorum { get; init; } = 1;

    /// <summary>Null: any number above the quorum.</summary>
    public int? QuorumMax { get; init; }

    /// <summary>How long the quorum must be lost before it counts.</summary>
    public TimeSpan TerminateDelay { get; init; }

    /// <summary>How long the quorum must be there before it counts.</summary>
    public TimeSpan ForkDelay { get; init; }

    /// <summary>The whole path is compared, not only the program's name.</summary>
    public bool FullCommand { get; init; }
}

/// <inheritdoc cref="TrackProcess"/>
internal sealed class TrackProcessDraft(string name, Span place)
{
    private const string Manual = "Track processes";

    private static readonly Block<TrackProcessDraft> Settings = new("vrrp_track_process",
    [
        new Setting<TrackProcessDraft>("process", "<program> [argument ...]", Process) { Manual = Manual },
        new Setting<TrackProcessDraft>("param_match", "[initial|partial]", Match) { Manual = Manual },
        new Setting<TrackProcessDraft>("weight", "[<-254:254> [reverse]]", Weight) { Manual = Manual },
        new Setting<TrackProcessDraft>("quorum", "<1:65535>", Quorum) { Manual = Manual },
        new Setting<TrackProcessDraft>("quorum_max", "<0:65535>", QuorumMax) { Manual = Manual },
        Delay("delay", (process, delay) => process with { TerminateDelay = delay, ForkDelay = delay }),
        Delay("terminate_delay", (process, delay) => process with { TerminateDelay = delay }),
        Delay("fork_delay", (process, delay) => process with { ForkDelay = delay }),
        Rows.Flag<TrackProcessDraft>("full_command", Manual, draft => draft._process = draft._process with { FullCommand = true }),
    ]);

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Section<Reading, TrackProcessDraft>("vrrp_track_process", "<name> { }", (words, _) => Open(words), Settings, Close) { Manual = Manual },
    ];

    private TrackProcess _process = new(name, place);
    private bool _hasWeight;

    private static TrackProcessDraft Open(Words words)
    {
        words.Next(out var name);
        return new TrackProcessDraft(name, words.Place);
    }

    private static void Close(Words words, Reading reading, TrackProcessDraft draft)
    {
        if (draft._process.Command.Length == 0) words.Warn(DiagnosticKind.MissingArgument, $"track process '{draft._process.Name}' process name not specified");
        else reading.TrackProcesses.Add(draft._process);
    }

    private static void Process(Words words, TrackProcessDraft draft)
    {
        words.Next(out var program);
        if (draft._process.Command.Length > 0)
        {
            words.Warn(DiagnosticKind.Duplicate, $"Process already set for track process {draft._process.Name} - ignoring {program}");
            return;
        }

        var command = new List<string> { program };
        while (words.Next(out var argument)) command.Add(argument);
        draft._process = draft._process with { Command = [.. command] };
    }

    private static void Match(Words words, TrackProcessDraft draft)
    {
        ParameterMatch? match = ParameterMatch.Exact;
        if (words.Next(out var word))
        {
            match = word switch
            {
                "initial" => ParameterMatch.Initial,
                "partial" => ParameterMatch.Partial,
                _ => null,
            };
        }

        if (match is null) words.Warn(DiagnosticKind.BadValue, $"Invalid param_match type {word} - ignoring");
        else draft._process = draft._process with { Match = match };
    }

    private static void Weight(Words words, TrackProcessDraft draft)
    {
        var name = draft._process.Name;
        if (!words.Next(out var word)) words.Warn(DiagnosticKind.MissingArgument, $"No weight specified for track process {name} - ignoring");
        else if (draft._hasWeight) words.Warn(DiagnosticKind.Duplicate, $"Weight already set for track process {name} - ignoring {word}");
        else if (!words.Signed(word, -254, 254, out var weight)) words.Warn(DiagnosticKind.OutOfRange, $"Weight ({word}) for vrrp_track_process {name} must be between [-254..254] inclusive. Ignoring...");
        else
        {
            draft._hasWeight = weight != 0;
            draft._process = draft._process with { Weight = weight };
            if (!words.Next(out var option)) return;
            if (string.Equals(option, "reverse", StringComparison.Ordinal)) draft._process = draft._process with { Reverse = true };
            else words.Warn(DiagnosticKind.UnknownKeyword, $"vrrp_track_process {name} unknown weight option {option}");
        }
    }

    private static void Quorum(Words words, TrackProcessDraft draft)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 1, ushort.MaxValue, out var quorum)) words.Warn(DiagnosticKind.OutOfRange, $"Quorum ({word}) for vrrp_track_process {draft._process.Name} must be between [1..65535] inclusive. Ignoring...");
        else if (quorum > draft._process.QuorumMax) words.Warn(DiagnosticKind.Conflict, "Quorum is greater than quorum_max - ignoring");
        else draft._process = draft._process with { Quorum = (int)quorum };
    }

    private static void QuorumMax(Words words, TrackProcessDraft draft)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 0, ushort.MaxValue, out var quorum)) words.Warn(DiagnosticKind.OutOfRange, $"quorum_max ({word}) for vrrp_track_process {draft._process.Name} must be between [0..65535] inclusive. Ignoring...");
        else if (quorum < draft._process.Quorum) words.Warn(DiagnosticKind.Conflict, "quorum_max is less than quorum - ignoring");
        else draft._process = draft._process with { QuorumMax = (int)quorum };
    }

    private static Setting<TrackProcessDraft> Delay(string name, Func<TrackProcess, TimeSpan, TrackProcess> set) => new(name, "<seconds>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Seconds(word, 1, 3_600_000_000, out var delay)) draft._process = set(draft._process, delay);
        else words.Warn(DiagnosticKind.OutOfRange, $"{name} ({word}) for vrrp_track_process {draft._process.Name} must be between [0.000001..3600] inclusive. Ignoring...");
    })
    { Manual = Manual };
}
