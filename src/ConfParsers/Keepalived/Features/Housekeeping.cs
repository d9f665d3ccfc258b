using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What guards a reload and where files go (keepalived.conf(5) "Global definitions").</summary>
public sealed record HousekeepingSettings
{
    /// <summary>A reload first looks whether the configuration is good.</summary>
    public bool CheckBeforeReload { get; init; }

    /// <summary>Where that check logs; null: nowhere of its own.</summary>
    public string? ReloadCheckLog { get; init; }

    /// <summary>A file that says when to reload.</summary>
    public string? ReloadTimeFile { get; init; }

    /// <summary>The time in it may be one that has passed: then every day, or every change.</summary>
    public bool ReloadRepeat { get; init; }

    /// <summary>While it is there no reload happens; empty: the default name.</summary>
    public string? ReloadFile { get; init; }

    /// <summary>Where each configuration read is kept for reference.</summary>
    public string? SavedConfigurations { get; init; }

    public string? TemporaryDirectory { get; init; }

    /// <summary>Dump files have the name of the keepalived instance in theirs.</summary>
    public bool DataFilesNameInstance { get; init; }

    /// <summary>Mode bits that new files do not get; null: the daemon's default.</summary>
    public int? Umask { get; init; }

    public uint? RandomSeed { get; init; }

    /// <summary>Where the state is dumped (2.4); null: in the temporary directory.</summary>
    public string? StateDumpFile { get; init; }

    public string? StatsDumpFile { get; init; }

    public string? JsonDumpFile { get; init; }

    /// <summary>Of the JSON dump (2.4).</summary>
    public int JsonVersion { get; init; } = 1;

    /// <summary>Where iproute2 keeps its tables of names (2.4).</summary>
    public string? IprouteUsrDirectory { get; init; }

    public string? IprouteEtcDirectory { get; init; }
}

/// <inheritdoc cref="HousekeepingSettings"/>
internal static class HousekeepingFeature
{
    private const int AllModeBits = 0b111_111_111;

    private static readonly (string Name, int Bit)[] ModeBits =
    [
        ("IRUSR", 0x100), ("IWUSR", 0x80), ("IXUSR", 0x40),
        ("IRGRP", 0x20), ("IWGRP", 0x10), ("IXGRP", 0x8),
        ("IROTH", 0x4), ("IWOTH", 0x2), ("IXOTH", 0x1),
    ];

    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("reload_check_config", "[file]", (words, global) => With(global, files => files with { CheckBeforeReload = true, ReloadCheckLog = words.Next(out var file) ? file : null })),
        Rows.Global("reload_time_file", "[file]", ReloadTimeFile),
        Rows.Global("reload_repeat", global => With(global, files => files with { ReloadRepeat = true })),
        Rows.Global("reload_file", "[file]", (words, global) => With(global, files => files with { ReloadFile = words.Next(out var file) ? file : "" })),
        Rows.Global("config_save_dir", "<directory>", (words, global) => Text(words, global, (files, text) => files with { SavedConfigurations = text })),
        Rows.Global("tmp_config_directory", "[directory]", TemporaryDirectory),

        // The spelling is 2.2.7's.
        Rows.GlobalSwitch("data_use_instance", (global, on) => With(global, files => files with { DataFilesNameInstance = on }), word => $"Invalid value '{word}' for global date_use_instance specified"),
        Rows.Global("umask", "<mode>", Umask),
        Rows.Global("random_seed", "<seed>", RandomSeed),
        Rows.Global("state_dump_file", "<file>", (words, global) => Text(words, global, (files, text) => files with { StateDumpFile = text })) with { Since = Since.V24 },
        Rows.Global("stats_dump_file", "<file>", (words, global) => Text(words, global, (files, text) => files with { StatsDumpFile = text })) with { Since = Since.V24 },
        Rows.Global("json_dump_file", "<file>", (words, global) => Text(words, global, (files, text) => files with { JsonDumpFile = text })) with { Since = Since.V24 },
        Rows.Global("json_version", "<1|2>", JsonVersion) with { Since = Since.V24 },
        Rows.Global("iproute_usr_dir", "<directory>", (words, global) => Text(words, global, (files, text) => files with { IprouteUsrDirectory = text })) with { Since = Since.V24 },
        Rows.Global("iproute_etc_dir", "<directory>", (words, global) => Text(words, global, (files, text) => files with { IprouteEtcDirectory = text })) with { Since = Since.V24 },
    ];

    private static GlobalDefs With(GlobalDefs global, Func<HousekeepingSettings, HousekeepingSettings> change) => global with { Housekeeping = change(global.Housekeeping) };

    private static GlobalDefs Text(Words words, GlobalDefs global, Func<HousekeepingSettings, string, HousekeepingSettings> set)
    {
        words.Next(out var text);
        return With(global, files => set(files, text));
    }

    private static GlobalDefs ReloadTimeFile(Words words, GlobalDefs global)
    {
        if (words.Count == 1) return Text(words, global, (files, text) => files with { ReloadTimeFile = text });
        words.Warn(DiagnosticKind.SurplusArgument, "reload_time_file invalid");
        return global;
    }

    private static GlobalDefs TemporaryDirectory(Words words, GlobalDefs global)
    {
        if (!words.Next(out var directory))
        {
            words.Warn(DiagnosticKind.MissingArgument, "tmp_config_directory missing directory name");
            return global;
        }

        if (global.Housekeeping.TemporaryDirectory is null) return With(global, files => files with { TemporaryDirectory = directory });
        words.Warn(DiagnosticKind.Duplicate, "tmp_config_directory already specified - ignoring");
        return global;
    }

    private static GlobalDefs RandomSeed(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var seed)) return With(global, files => files with { RandomSeed = seed });
        words.Warn(DiagnosticKind.BadNumber, $"random_seed {word} invalid");
        return global;
    }

    private static GlobalDefs JsonVersion(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 2, out var version)) return With(global, files => files with { JsonVersion = (int)version });
        words.Warn(DiagnosticKind.OutOfRange, $"Invalid json_version '{word}' - ignoring");
        return global;
    }

    /// <summary>A number of any base that C knows, or names of bits joined by bars.</summary>
    private static GlobalDefs Umask(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (word.Length > 0 && char.IsAsciiDigit(word[0])) return NumericUmask(words, global, word);
        var mask = 0;
        do
        {
            foreach (var name in word.Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                var bit = Array.Find(ModeBits, candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal)).Bit;
                if (bit == 0)
                {
                    words.Warn(DiagnosticKind.BadValue, $"Unknown umask bit {name}");
                    return global;
                }

                mask |= bit;
            }
        }
        while (words.Next(out word));
        return With(global, files => files with { Umask = mask });
    }

    private static GlobalDefs NumericUmask(Words words, GlobalDefs global, string word)
    {
        if (RouteNames.CNumber(word) is not { } mask || mask > AllModeBits)
        {
            words.Warn(DiagnosticKind.BadNumber, $"invalid umask value {word}");
            return global;
        }

        if (words.Next(out _))
        {
            words.Warn(DiagnosticKind.SurplusArgument, "Extra parameter(s) to umask option");
            return global;
        }

        return With(global, files => files with { Umask = (int)mask });
    }
}
