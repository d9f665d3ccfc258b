using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>One <c>vrrp_script</c>.</summary>
public sealed record VrrpScript(string Name, ScriptCommand Command, Span Place)
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Zero: the interval.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.Zero;

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public int Rise { get; init; } = 1;

    public int Fall { get; init; } = 1;

    public bool InitFail { get; init; }
}

/// <summary>A script that is run at intervals (keepalived.conf(5) "VRRP script(s)").</summary>
internal static class VrrpScriptFeature
{
    private const uint MaxSeconds = 4294;

    private static readonly Block<ScriptDraft> Rows = new("vrrp_script",
    [
        new Setting<ScriptDraft>("script", "[command]", Script) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("interval", "<seconds>", Interval) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("timeout", "<seconds>", Timeout) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("weight", "<-253:253> [reverse]", Weight) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("rise", "<count>", Rise) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("fall", "<count>", Fall) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("user", "<user> [group]", User) { Manual = "VRRP script(s)" },
        new Setting<ScriptDraft>("init_fail", "", (_, script) => script.Script = script.Script with { InitFail = true }) { Manual = "VRRP script(s)" },
    ]);

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Section<Reading, ScriptDraft>("vrrp_script", "<name> { }", Open, Rows, Close) { Manual = "VRRP script(s)" },
    ];

    /// <summary>The scripts whose file can be run.</summary>
    public static VrrpScript[] Check(Reading reading)
    {
        var usable = new List<VrrpScript>();
        foreach (var draft in reading.Scripts.Where(draft => draft.IsComplete))
        {
            // A later script_user counts too: the globals are read before the scripts.
            switch (Scripts.Look(reading, draft.Script.Command))
            {
                case ScriptFile.Missing:
                    reading.WarnAtEnd(DiagnosticKind.Environment, draft.Script.Place, $"Disabling track script {draft.Name} since not found/accessible");
                    break;
                case ScriptFile.Insecure:
                    reading.WarnAtEnd(DiagnosticKind.Environment, draft.Script.Place, $"Disabling track script {draft.Name} due to insecure");
                    break;
                default:
                    usable.Add(draft.Script);
                    break;
            }
        }

        return [.. usable];
    }

    private static ScriptDraft Open(Words words, Reading reading)
    {
        words.Next(out var name);
        return new ScriptDraft(name, words.Place);
    }

    private static void Close(Words words, Reading reading, ScriptDraft draft)
    {
        if (draft.Script.Command.Arguments.Length == 0)
        {
            words.Warn(DiagnosticKind.MissingArgument, $"No script set for vrrp_script {draft.Name} - removing");
            return;
        }

        if (draft.HasUnknownUser) return;
        if (draft.Script.Command.User is null)
        {
            if (Scripts.Default(reading) is not { } user)
            {
                words.Warn(DiagnosticKind.UnresolvedName, "Unable to set default user keepalived_script for script");
                if (reading.Strict) words.Warn(DiagnosticKind.UnresolvedName, $"Unable to set default user for vrrp script {draft.Name} - removing");
                return;
            }

            draft.Script = draft.Script with { Command = draft.Script.Command with { User = user.User, Group = user.Group } };
        }

        draft.IsComplete = true;
        reading.Scripts.Add(draft);
    }

    private static void Script(Words words, ScriptDraft draft)
    {
        var fields = Scripts.Fields(words);
        var arguments = fields.Length == 0 ? [] : Scripts.Arguments(words, fields[0]) ?? [];
        draft.Script = draft.Script with { Command = draft.Script.Command with { Arguments = arguments } };
    }

    private static void Interval(Words words, ScriptDraft draft)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 0, MaxSeconds, out var seconds))
        {
            words.Warn(DiagnosticKind.BadNumber, $"({draft.Name}): vrrp script interval '{word}' must be between 1 and {MaxSeconds} - ignoring");
            return;
        }

        if (seconds == 0) words.Warn(DiagnosticKind.OutOfRange, $"({draft.Name}): vrrp script interval must be greater than 0, setting to 1");
        draft.Script = draft.Script with { Interval = TimeSpan.FromSeconds(Math.Max(1, seconds)) };
    }

    private static void Timeout(Words words, ScriptDraft draft)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 0, MaxSeconds, out var seconds))
        {
            words.Warn(DiagnosticKind.BadNumber, $"({draft.Name}): vrrp script timeout '{word}' invalid - ignoring");
            return;
        }

        if (seconds == 0) words.Warn(DiagnosticKind.OutOfRange, $"({draft.Name}): vrrp script timeout must be greater than 0, setting to 1");
        draft.Script = draft.Script with { Timeout = TimeSpan.FromSeconds(Math.Max(1, seconds)) };
    }

    private static void Weight(Words words, ScriptDraft draft)
    {
        words.Next(out var word);
        var isGood = words.Signed(word, -253, 253, out var weight);
        if (!isGood) words.Warn(DiagnosticKind.OutOfRange, $"vrrp_script {draft.Name} weight {word} must be in [-253, 253]");

        var reverse = false;
        if (words.Next(out var option))
        {
            reverse = string.Equals(option, "reverse", StringComparison.Ordinal);
            if (!reverse) words.Warn(DiagnosticKind.UnknownKeyword, $"vrrp_script {draft.Name} unknown weight option {option}");
        }

        draft.Script = draft.Script with { Weight = isGood ? weight : draft.Script.Weight, Reverse = reverse };
    }

    private static void Rise(Words words, ScriptDraft draft) => draft.Script = draft.Script with { Rise = Count(words, draft, "rise") };

    private static void Fall(Words words, ScriptDraft draft) => draft.Script = draft.Script with { Fall = Count(words, draft, "fall") };

    private static int Count(Words words, ScriptDraft draft, string what)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, int.MaxValue, out var count)) return (int)count;
        words.Warn(DiagnosticKind.BadNumber, $"({draft.Name}): vrrp script {what} value '{word}' invalid, defaulting to 1");
        return 1;
    }

    private static void User(Words words, ScriptDraft draft)
    {
        words.Next(out var user);
        var group = words.Next(out var name) ? name : null;
        if (Scripts.AreKnown(words.Reading, user, group))
        {
            draft.Script = draft.Script with { Command = draft.Script.Command with { User = user, Group = group } };
            return;
        }

        draft.HasUnknownUser = true;
        words.Warn(DiagnosticKind.UnresolvedName, $"Unable to set uid/gid for script {string.Join(' ', draft.Script.Command.Arguments.Select(argument => $"'{argument}'"))}");
    }
}
