using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What happens to a tracked file at a start.</summary>
public enum TrackFileInit
{
    /// <summary>Nothing: a file that is not there counts as 0.</summary>
    None,

    /// <summary>It is made if it is not there.</summary>
    Create,

    /// <summary>It is made or written anew.</summary>
    Overwrite,
}

/// <summary>A file that holds a number; the number times the weight is added to the priority (keepalived.conf(5) "track_file").</summary>
public sealed record TrackFile(string Name, Span Place)
{
    public string Path { get; init; } = "";

    /// <summary>-254..254; zero: any number but 0 means FAULT.</summary>
    public int Weight { get; init; } = 1;

    public bool Reverse { get; init; }

    public TrackFileInit Init { get; init; }

    public int InitialValue { get; init; }
}

/// <inheritdoc cref="TrackFile"/>
internal sealed class TrackFileDraft(string name, Span place)
{
    private const string Manual = "Track files";

    private static readonly Keyword<TrackFileDraft>[] Settings =
    [
        new Setting<TrackFileDraft>("file", "[path]", SetPath) { Manual = Manual },
        new Setting<TrackFileDraft>("weight", "[<-254:254> [reverse]]", Weight) { Manual = Manual },
        new Setting<TrackFileDraft>("init_file", "[value] [overwrite]", InitFile) { Manual = Manual },
    ];

    public static readonly Keyword<Reading>[] Keywords =
    [
        Row("track_file"),
        Row("vrrp_track_file"),
    ];

    private TrackFile _file = new(name, place);
    private bool _hasWeight;

    private static Section<Reading, TrackFileDraft> Row(string keyword) => new(keyword, "<name> { }", (words, _) => Open(words), new Block<TrackFileDraft>(keyword, Settings), Close) { Manual = Manual };

    private static TrackFileDraft Open(Words words)
    {
        words.Next(out var name);
        return new TrackFileDraft(name, words.Place);
    }

    private static void Close(Words words, Reading reading, TrackFileDraft draft)
    {
        if (draft._file.Path.Length == 0) words.Warn(DiagnosticKind.MissingArgument, $"No file set for track_file {draft._file.Name} - ignoring");
        else reading.TrackFiles.Add(draft._file);
    }

    private static void SetPath(Words words, TrackFileDraft draft)
    {
        if (!words.Next(out var path)) words.Warn(DiagnosticKind.MissingArgument, "track file file name missing");
        else if (draft._file.Path.Length > 0) words.Warn(DiagnosticKind.Duplicate, $"File already set for track file {draft._file.Name} - ignoring {path}");
        else draft._file = draft._file with { Path = path };
    }

    private static void Weight(Words words, TrackFileDraft draft)
    {
        var name = draft._file.Name;
        if (!words.Next(out var word)) words.Warn(DiagnosticKind.MissingArgument, $"No weight specified for track file {name} - ignoring");
        else if (draft._hasWeight) words.Warn(DiagnosticKind.Duplicate, $"Weight already set for track file {name} - ignoring {word}");
        else if (!words.Signed(word, -254, 254, out var weight)) words.Warn(DiagnosticKind.OutOfRange, $"Weight ({word}) for track_file {name} must be between [-254..254] inclusive. Ignoring...");
        else
        {
            draft._hasWeight = true;
            draft._file = draft._file with { Weight = weight };
            if (!words.Next(out var option)) return;
            if (string.Equals(option, "reverse", StringComparison.Ordinal)) draft._file = draft._file with { Reverse = true };
            else words.Warn(DiagnosticKind.UnknownKeyword, $"track_file {name} unknown weight option {option}");
        }
    }

    private static void InitFile(Words words, TrackFileDraft draft)
    {
        draft._file = draft._file with { Init = TrackFileInit.Create };
        while (words.Next(out var word))
        {
            if (string.Equals(word, "overwrite", StringComparison.Ordinal))
            {
                draft._file = draft._file with { Init = TrackFileInit.Overwrite };
            }
            else if (word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] == '-'))
            {
                if (words.Signed(word, int.MinValue, int.MaxValue, out var value))
                {
                    draft._file = draft._file with { InitialValue = value };
                    if (value is < -254 or > 254) words.Warn(DiagnosticKind.OutOfRange, $"Track file {draft._file.Name} init value {word} is outside sensible range [-254, 254]");
                }
                else words.Warn(DiagnosticKind.OutOfRange, $"Track file {draft._file.Name} init value {word} is invalid");
            }
            else
            {
                words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown track file init option {word}");
            }
        }
    }
}
