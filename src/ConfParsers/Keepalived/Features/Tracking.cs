using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What an instance or a sync group watches; each thing that fails lowers the priority by its weight, or means FAULT.</summary>
public sealed record Tracking
{
    public TrackedInterface[] Interfaces { get; init; } = [];

    public TrackedScript[] Scripts { get; init; } = [];

    public TrackedFile[] Files { get; init; } = [];

    public TrackedProcess[] Processes { get; init; } = [];

    public TrackedBfd[] Bfds { get; init; } = [];
}

/// <param name="Weight">0: down means FAULT; otherwise added to the priority while up (positive) or while down (negative).</param>
public sealed record TrackedInterface(string Name, int Weight, Span Place)
{
    public bool Reverse { get; init; }
}

/// <param name="Weight">Null: the script's own.</param>
public sealed record TrackedScript(VrrpScript Script, int? Weight, bool Reverse, Span Place)
{
    public int EffectiveWeight => Weight ?? Script.Weight;
}

/// <param name="Weight">Null: the file's own.</param>
public sealed record TrackedFile(TrackFile File, int? Weight, bool Reverse, Span Place)
{
    public int EffectiveWeight => Weight ?? File.Weight;
}

/// <param name="Weight">Null: the process's own.</param>
public sealed record TrackedProcess(TrackProcess Process, int? Weight, bool Reverse, Span Place)
{
    public int EffectiveWeight => Weight ?? Process.Weight;
}

/// <param name="Name">Of a <c>bfd_instance</c>.</param>
/// <param name="Weight">Null: the session's own.</param>
public sealed record TrackedBfd(BfdInstance Bfd, int? Weight, bool Reverse, Span Place)
{
    public int EffectiveWeight => Weight ?? Bfd.Weight;
}

/// <summary>A line of a <c>track_...</c> block, before its name is resolved.</summary>
/// <param name="IsForward">Nothing of that name was declared before this line.</param>
internal sealed record TrackUse(string Name, int? Weight, bool? Reverse, bool IsForward, Span Place);

/// <summary>What is watched, while the lines are read.</summary>
internal sealed class TrackDraft
{
    public List<TrackUse> Interfaces { get; } = [];

    public List<TrackUse> Scripts { get; } = [];

    public List<TrackUse> Files { get; } = [];

    public List<TrackUse> Processes { get; } = [];

    public List<TrackUse> Bfds { get; } = [];
}

/// <summary>An instance or a sync group.</summary>
internal interface ITracker
{
    string Name { get; }

    TrackDraft Tracks { get; }
}

/// <summary>
/// One of the five <c>track_...</c> blocks: <c>NAME [weight NUMBER [reverse|noreverse]]</c> (keepalived.conf(5) "track_script" and its
/// sisters). 2.2.7 words each block's faults in its own way.
/// </summary>
/// <param name="Name">Of the thing, as messages name it: <c>script</c>.</param>
/// <param name="Limit">Of the weight, either way.</param>
internal sealed record TrackKind(string Name, int Limit, Func<TrackDraft, List<TrackUse>> UsesOf, Func<Reading, string, bool> IsDeclared)
{
    public required Func<string, string, string> UnknownOption { get; init; }

    public required Func<string, string> MissingWeight { get; init; }

    public required Func<string, string, string> BadWeight { get; init; }

    public required Func<string, string, string> UnknownDirection { get; init; }

    /// <summary>The number before which a weight of 254 is cut.</summary>
    public bool IsCutAt253 { get; init; }

    /// <summary>Whether the word <c>noreverse</c> is known.</summary>
    public bool HasNoReverse { get; init; } = true;

    public string Keyword => "track_" + Name;

    public string NotFound(string who, string name) => $"({who}) track {Name} {name} not found, ignoring...";
}

/// <inheritdoc cref="TrackKind"/>
internal static class TrackKinds
{
    private const int LimitOfParser = 254;

    public static readonly TrackKind Interface = new("interface", LimitOfParser, tracks => tracks.Interfaces, (reading, name) => reading.Surroundings.HasInterface(name))
    {
        UnknownOption = (name, option) => $"unknown track_interface {name} option {option} - ignoring",
        MissingWeight = name => $"weight without value specified for track_interface {name} - ignoring",
        BadWeight = (name, weight) => $"weight {weight} for {name} must be between [-253..253] inclusive. Ignoring...",

        // The spelling is 2.2.7's.
        UnknownDirection = (name, word) => $"unknown track_interace {name} weight option {word} - ignoring",
        IsCutAt253 = true,
        HasNoReverse = false,
    };

    public static readonly TrackKind Script = new("script", LimitOfParser, tracks => tracks.Scripts, (reading, name) => reading.Scripts.Exists(script => IsNamed(script.Name, name)))
    {
        UnknownOption = (_, option) => $"unknown track script option {option} - ignoring",
        MissingWeight = name => $"weight without value specified for track script {name} - ignoring",
        BadWeight = (name, _) => $"track script {name}: weight must be between [-253..253] inclusive, ignoring...",
        UnknownDirection = (name, word) => $"unknown track_script {name} weight option {word} - ignoring",
        IsCutAt253 = true,
    };

    public static readonly TrackKind File = new("file", LimitOfParser, tracks => tracks.Files, (reading, name) => reading.TrackFiles.Exists(file => IsNamed(file.Name, name)))
    {
        UnknownOption = (_, option) => $"unknown track file option {option} - ignoring",
        MissingWeight = name => $"weight without value specified for track file {name} - ignoring",
        BadWeight = (name, _) => $"weight for track file {name} must be in [-254..254] inclusive. Ignoring...",
        UnknownDirection = (name, word) => $"unknown track file {name} weight option {word} - ignoring",
    };

    public static readonly TrackKind Process = new("process", LimitOfParser, tracks => tracks.Processes, (reading, name) => reading.TrackProcesses.Exists(process => IsNamed(process.Name, name)))
    {
        UnknownOption = (_, option) => $"unknown track process option {option} - ignoring",
        MissingWeight = name => $"weight without value specified for track process {name} - ignoring",
        BadWeight = (name, _) => $"weight for track process {name} must be in [-254..254] inclusive. Ignoring...",
        UnknownDirection = (name, word) => $"unknown track_process {name} weight option {word} - ignoring",
    };

    public static readonly TrackKind Bfd = new("bfd", 253, tracks => tracks.Bfds, (reading, name) => reading.Bfds.Exists(bfd => IsNamed(bfd.Name, name)))
    {
        UnknownOption = (name, option) => $"unknown track bfd {name} option {option} - ignoring",
        MissingWeight = name => $"weight without value specified for track bfd {name} - ignoring",
        BadWeight = (name, _) => $"weight for track bfd {name} must be in [-253..253] inclusive. Ignoring...",
        UnknownDirection = (name, word) => $"unknown track bfd {name} weight option {word} - ignoring",
    };

    /// <summary>The five rows of an instance or a sync group.</summary>
    public static Keyword<T>[] RowsOf<T>(string manual)
        where T : ITracker =>
        [.. new[] { Interface, Script, File, Process, Bfd }.Select(kind => new Lines<T>(
            kind.Keyword,
            $"{{ <name> [weight <-{kind.Limit}:{kind.Limit}> [reverse{(kind.HasNoReverse ? "|noreverse" : "")}]] }}",
            (words, tracker) => Line(words, kind, tracker)) { Manual = manual })];

    private static bool IsNamed(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static void Line(Words words, TrackKind kind, ITracker tracker)
    {
        words.Next(out var name);
        var place = words.PlaceOfLast;
        var isForward = !kind.IsDeclared(words.Reading, name);
        if (isForward && IsRefused(words, kind, tracker, name)) return;
        var uses = kind.UsesOf(tracker.Tracks);
        if (uses.Exists(use => IsNamed(use.Name, name)))
        {
            Warn(DiagnosticKind.Duplicate, $"duplicate {kind.Keyword} {name} - ignoring");
            return;
        }

        int? weight = null;
        bool? reverse = null;
        if (words.Next(out var option))
        {
            if (!IsNamed(option, "weight"))
            {
                Warn(DiagnosticKind.UnknownKeyword, kind.UnknownOption(name, option));
                return;
            }

            words.Use(kind.Keyword, option);
            if (!words.Next(out var word))
            {
                Warn(DiagnosticKind.MissingArgument, kind.MissingWeight(name));
                return;
            }

            weight = Weight(words, kind, name, word, Warn);
            reverse = Direction(words, kind, name, Warn);
        }

        uses.Add(new TrackUse(name, weight, reverse, isForward, place));

        void Warn(DiagnosticKind fault, string text) => words.Warn(fault, $"({tracker.Name}) {text}");
    }

    /// <summary>Whether a name that was not declared yet ends the line.</summary>
    private static bool IsRefused(Words words, TrackKind kind, ITracker tracker, string name)
    {
        if (kind == Interface)
        {
            words.Reading.MissingInterface(words.PlaceOfLast, $"({tracker.Name}) tracked interface {name} doesn't exist");
            return words.Reading.Strict && !words.Reading.HasDynamicInterfaces;
        }

        if (!words.Reading.Strict) return false;
        words.Warn(DiagnosticKind.UnresolvedName, kind.NotFound(tracker.Name, name));
        return true;
    }

    private static int? Weight(Words words, TrackKind kind, string name, string word, Action<DiagnosticKind, string> warn)
    {
        if (!words.Signed(word, -kind.Limit, kind.Limit, out var weight))
        {
            warn(DiagnosticKind.OutOfRange, kind.BadWeight(name, word));
            return null;
        }

        if (!kind.IsCutAt253 || weight is not (-254 or 254)) return weight;
        warn(DiagnosticKind.OutOfRange, $"weight for {name} cannot be +/-254. Setting to +/-253");
        return Math.Sign(weight) * 253;
    }

    private static bool? Direction(Words words, TrackKind kind, string name, Action<DiagnosticKind, string> warn)
    {
        if (!words.Next(out var word)) return null;
        if (IsNamed(word, "reverse"))
        {
            words.Use(kind.Keyword, word);
            return true;
        }

        if (kind.HasNoReverse && IsNamed(word, "noreverse"))
        {
            words.Use(kind.Keyword, word);
            return false;
        }

        // 2.4 knows both spellings of it.
        if (!words.Reading.Strict && word is "noreverse" or "no_reverse") return false;
        warn(DiagnosticKind.UnknownKeyword, kind.UnknownDirection(name, word));
        return null;
    }
}
