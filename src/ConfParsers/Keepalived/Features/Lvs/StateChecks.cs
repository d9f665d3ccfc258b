using System.Net.Sockets;
using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>Checks that look at something else than the server's port: a script, a file, a BFD session (keepalived.conf(5) "CHECKERS").</summary>
internal static class StateChecks
{
    private const string Manual = "Virtual server(s)";
    private const string Path = "virtual_server/real_server/";

    public static readonly Keyword<RealServerDraft>[] Keywords =
    [
        new Section<RealServerDraft, MiscDraft>("MISC_CHECK", "{ }", (words, server) => new MiscDraft(words.Place, server), new Block<MiscDraft>(Path + "MISC_CHECK",
        [
            .. CheckerRows.Repeating<MiscDraft>(),
            new Setting<MiscDraft>("misc_path", "[command]", MiscPath) { Manual = Manual },
            new Setting<MiscDraft>("misc_timeout", "<seconds>", MiscTimeout) { Manual = Manual },
            Rows.Flag<MiscDraft>("misc_dynamic", Manual, draft => draft.Own = draft.Own with { Dynamic = true }),
            new Setting<MiscDraft>("user", "[user [group]]", MiscUser) { Manual = Manual },
        ]), CloseMisc) { Manual = Manual },
        new Section<RealServerDraft, FileDraft>("FILE_CHECK", "{ }", (words, _) => new FileDraft(words.Place), new Block<FileDraft>(Path + "FILE_CHECK",
        [
            new Setting<FileDraft>("track_file", "<name>", TrackFile) { Manual = Manual },
            new Setting<FileDraft>("weight", "[number [reverse|noreverse]]", FileWeight) { Manual = Manual },
        ]), CloseFile) { Manual = Manual },
        new Section<RealServerDraft, BfdCheckDraft>("BFD_CHECK", "{ }", (words, server) => new BfdCheckDraft(words.Place, server), new Block<BfdCheckDraft>(Path + "BFD_CHECK",
        [
            new Setting<BfdCheckDraft>("name", "[name]", BfdName) { Manual = Manual },
            CheckerRows.Switch<BfdCheckDraft>("alpha", (draft, on) => draft.Alpha = on),
        ]), CloseBfd) { Manual = Manual },
    ];

    private sealed class MiscDraft(Span place, RealServerDraft server) : ICheckDraft
    {
        public MiscCheck Own { get; set; } = new(place, null);

        public bool IsRemoved { get; set; }

        public string? User { get; set; }

        public string? Group { get; set; }

        public bool IsFamilyOpen { get; set; }

        public AddressFamily Family => server.Server.Address.AddressFamily;

        Checker ICheckDraft.Check
        {
            get => Own;
            set => Own = (MiscCheck)value;
        }
    }

    private sealed class FileDraft(Span place)
    {
        public Span Place { get; } = place;

        public TrackFile? File { get; set; }

        public int? Weight { get; set; }

        public bool Reverse { get; set; }
    }

    private sealed class BfdCheckDraft(Span place, RealServerDraft server)
    {
        public Span Place { get; } = place;

        public RealServerDraft Server { get; } = server;

        public BfdInstance? Bfd { get; set; }

        public bool IsFaulty { get; set; }

        public bool? Alpha { get; set; }
    }

    private static void MiscPath(Words words, MiscDraft draft)
    {
        var fields = Scripts.Fields(words);
        if (fields.Length > 0) draft.Own = draft.Own with { Script = new ScriptCommand(CommandGrammar.Split(fields[0]), null, null) };
    }

    private static void MiscTimeout(Words words, MiscDraft draft)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, 4294, out var seconds)) draft.Own = draft.Own with { Timeout = TimeSpan.FromSeconds(seconds) };
        else words.Warn(DiagnosticKind.OutOfRange, $"Invalid misc_timeout value '{word}'");
    }

    private static void MiscUser(Words words, MiscDraft draft)
    {
        var path = draft.Own.Script is { } script ? string.Join(' ', script.Arguments.Select(argument => $"'{argument}'")) : "";
        if (!words.Next(out var user))
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No user specified for misc checker script {path}");
            return;
        }

        var group = words.Next(out var name) ? name : null;
        if (Scripts.AreKnown(words.Reading, user, group))
        {
            (draft.User, draft.Group) = (user, group);
            return;
        }

        words.Warn(DiagnosticKind.UnresolvedName, $"Failed to set uid/gid for misc checker script {path} - removing");
        draft.IsRemoved = true;
        words.Reading.SkipRestOfBlock = true;
    }

    private static void CloseMisc(Words words, RealServerDraft server, MiscDraft draft)
    {
        if (draft.IsRemoved) return;
        if (draft.Own.Script is not { } script)
        {
            words.Warn(DiagnosticKind.MissingArgument, "No script path has been specified for MISC_CHECKER - skipping");
            return;
        }

        server.Checks.Add(draft.Own with { Script = script with { User = draft.User, Group = draft.Group } });
    }

    private static void TrackFile(Words words, FileDraft draft)
    {
        words.Next(out var name);
        if (words.Reading.TrackFiles.Find(file => string.Equals(file.Name, name, StringComparison.Ordinal)) is { } file) draft.File = file;
        else words.Warn(DiagnosticKind.UnresolvedName, $"track_file {name} not found");
    }

    private static void FileWeight(Words words, FileDraft draft)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, "track file weight missing");
            return;
        }

        if (!words.Signed(word, -int.MaxValue, int.MaxValue, out var weight))
        {
            words.Warn(DiagnosticKind.OutOfRange, "weight for track file must be in [-2147483647..2147483647] inclusive. Ignoring...");
            return;
        }

        draft.Weight = weight;
        if (!words.Next(out var option)) return;
        if (option is "reverse" or "noreverse") draft.Reverse = option == "reverse";
        else words.Warn(DiagnosticKind.UnknownKeyword, $"unknown track file weight option {option} - ignoring");
    }

    private static void CloseFile(Words words, RealServerDraft server, FileDraft draft)
    {
        if (draft.File is null) words.Warn(DiagnosticKind.MissingArgument, "FILE_CHECK has no track_file specified - ignoring");
        else server.Checks.Add(new FileCheck(draft.Place, draft.File, draft.Weight, draft.Reverse));
    }

    private static void BfdName(Words words, BfdCheckDraft draft)
    {
        words.Next(out var name);
        var bfd = words.Count == 1 ? words.Reading.Bfds.Find(candidate => candidate.ForCheckers && string.Equals(candidate.Name, name, StringComparison.Ordinal)) : null;
        draft.IsFaulty = true;
        if (words.Count != 1) Warn(DiagnosticKind.MissingArgument, "No or too many names specified - skipping checker");
        else if (bfd is null) Warn(DiagnosticKind.UnresolvedName, $"BFD {name} not configured");
        else if (draft.Server.Checks.OfType<BfdCheck>().Any(check => ReferenceEquals(check.Bfd, bfd))) Warn(DiagnosticKind.Duplicate, $"RS already monitoring {name}");
        else
        {
            draft.IsFaulty = false;
            draft.Bfd = bfd;
            return;
        }

        words.Reading.SkipRestOfBlock = true;

        void Warn(DiagnosticKind kind, string text) => words.Warn(kind, $"({draft.Server.Display}) BFD_CHECK - {text}");
    }

    private static void CloseBfd(Words words, RealServerDraft server, BfdCheckDraft draft)
    {
        if (draft.Bfd is { } bfd) server.Checks.Add(new BfdCheck(draft.Place, bfd) { Alpha = draft.Alpha });
        else if (!draft.IsFaulty) words.Warn(DiagnosticKind.MissingArgument, $"({server.Display}) No name has been specified for BFD_CHECKER - skipping");
    }
}
