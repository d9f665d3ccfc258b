using System.Globalization;
using System.Text;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The process: identity, confinement, threads (configuration.txt 3.1).</summary>
public sealed record ProcessSettings
{
    public bool Daemon { get; init; }

    public bool MasterWorker { get; init; }

    public string? Chroot { get; init; }

    public string? PidFile { get; init; }

    /// <summary>User or group as written: a name, or digits for uid/gid keywords; resolved at start.</summary>
    public string? User { get; init; }

    public int? Uid { get; init; }

    public string? Group { get; init; }

    public int? Gid { get; init; }

    /// <summary>0: as many as the process may use.</summary>
    public int Threads { get; init; }

    public CpuMap[] CpuMaps { get; init; } = [];

    /// <summary>Connections of the whole process; 0: derived from the descriptor limit.</summary>
    public int MaxConn { get; init; }

    /// <summary>Soft stop ends by force after this time; null: never.</summary>
    public TimeSpan? HardStopAfter { get; init; }

    public string? Node { get; init; }

    public string? Description { get; init; }
}

/// <summary><c>cpu-map auto:1/1-4 0-3</c>: thread N (from 1) runs on the listed processors (numbers from 0).</summary>
public sealed record CpuMap(int Thread, int[] Processors);

/// <summary>The keywords of the global section about the process (configuration.txt 3.1).</summary>
internal static class ProcessKeywords
{
    private const int MaxThreads = 64;

    public static readonly GlobalKeyword[] Rows =
    [
        new("daemon", "", (w, g) => Flag(w, () => g.Process = g.Process with { Daemon = true })) { Manual = "3.1" },
        new("master-worker", "[no-exit-on-failure]", MasterWorker) { Manual = "3.1" },
        new("chroot", "<jail dir>", (w, g) => Once(w, "a directory as an argument.", g.Process.Chroot, v => g.Process = g.Process with { Chroot = v })) { Manual = "3.1" },
        new("pidfile", "<pidfile>", (w, g) => Once(w, "a file name as an argument.", g.Process.PidFile, v => g.Process = g.Process with { PidFile = v })) { Manual = "3.1" },
        new("user", "<user name>", User) { Manual = "3.1" },
        new("group", "<group name>", Group) { Manual = "3.1" },
        new("uid", "<number>", (w, g) => Number(w, "uid", "user", g.Process.User is not null || g.Process.Uid is not null, n => g.Process = g.Process with { Uid = n })) { Manual = "3.1" },
        new("gid", "<number>", (w, g) => Number(w, "gid", "group", g.Process.Group is not null || g.Process.Gid is not null, n => g.Process = g.Process with { Gid = n })) { Manual = "3.1" },
        new("nbthread", "<number>", Threads) { Manual = "3.1" },
        new("nbproc", "<number>", Processes) { Manual = "3.1" },
        new("cpu-map", "[auto:]<thread-group>[/<thread-set>] <cpu-set>[...]", Catalog.CpuMapReader.Bind) { Manual = "3.1" },
        new("maxconn", "<number>", MaxConn) { Manual = "3.2" },
        new("hard-stop-after", "<time>", HardStopAfter) { Manual = "3.1" },
        new("node", "<name>", Node) { Manual = "3.1" },
        new("description", "<text>", Description) { Manual = "3.1" },
        new("zero-warning", "", (w, g) => Flag(w, () => g.ZeroWarning = true)) { Manual = "3.1" },
    ];

    private static void Flag(Words words, Action set)
    {
        if (words.End()) set();
    }

    private static void Once(Words words, string expects, string? before, Action<string> set)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (before is not null)
        {
            words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
            return;
        }

        if (words.NextArg(expects, out var value)) set(value.Text);
    }

    private static void MasterWorker(Words words, GlobalBuilder global)
    {
        if (words.HasMore && words.Current.Text != "no-exit-on-failure")
        {
            words.Alert(DiagnosticKind.BadValue, "'master-worker' only supports 'no-exit-on-failure' option.");
            return;
        }

        global.Process = global.Process with { MasterWorker = true };
    }

    private static void User(Words words, GlobalBuilder global)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (global.Process.User is not null || global.Process.Uid is not null)
        {
            words.Tolerated("user/uid already specified. Continuing.");
            return;
        }

        var name = words.Next();
        if (Accounts.Exists(global.Files, "/etc/passwd", name.Text)) global.Process = global.Process with { User = name.Text };
        else words.Alert(DiagnosticKind.UnresolvedName, $"cannot find user id for '{name.Text}' (0:Success)", at: name);
    }

    private static void Group(Words words, GlobalBuilder global)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (global.Process.Group is not null || global.Process.Gid is not null)
        {
            words.Tolerated("gid/group was already specified. Continuing.");
            return;
        }

        var name = words.Next();
        if (Accounts.Exists(global.Files, "/etc/group", name.Text)) global.Process = global.Process with { Group = name.Text };
        else words.Alert(DiagnosticKind.UnresolvedName, $"cannot find group id for '{name.Text}' (0:Success)", at: name);
    }

    private static void Number(Words words, string keyword, string other, bool already, Action<int> set)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (already)
        {
            words.Tolerated(keyword == "uid" ? "user/uid already specified. Continuing." : "group/gid already specified. Continuing.");
            return;
        }

        if (!words.NextArg("an integer argument.", out var value)) return;
        if (!int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            words.Warning(DiagnosticKind.BadNumber,
                $" {keyword}: string '{value.Text}' is not a number.\n   | You might want to use the '{other}' parameter to use a system {other} name.", at: value);
        }

        set(number);
    }

    private static void Threads(Words words, GlobalBuilder global)
    {
        var value = words.Next();
        if (!int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var threads))
        {
            words.Alert(DiagnosticKind.BadNumber, $"'nbthread' passed a missing or unparsable integer value in '{value.Text}'", at: value);
            return;
        }

        if (threads is < 1 or > MaxThreads)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"'nbthread' value must be between 1 and {MaxThreads} (was {threads})", at: value);
            return;
        }

        if (words.End()) global.Process = global.Process with { Threads = threads };
    }

    /// <summary>HAProxy has no processes to balance over since 2.5: N of them means N threads here, except with --strict.</summary>
    private static void Processes(Words words, GlobalBuilder global)
    {
        var value = words.Next();
        if (global.Strict)
        {
            words.Alert(DiagnosticKind.Removed,
                "nbproc is not supported any more since HAProxy 2.5. Threads will automatically be used on multi-processor machines if available.", at: words[0]);
            return;
        }

        if (!int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MaxThreads)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"'nbproc' value must be between 1 and {MaxThreads} (was '{value.Text}')", at: value);
            return;
        }

        words.Warning(DiagnosticKind.Removed, $"'nbproc {number}' is taken as 'nbthread {number}': one process serves on that many threads since HAProxy 2.5.", at: words[0]);
        if (global.Process.Threads == 0) global.Process = global.Process with { Threads = number };
    }

    private static void MaxConn(Words words, GlobalBuilder global)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (global.Process.MaxConn != 0)
        {
            words.Tolerated("'maxconn' already specified. Continuing.");
            return;
        }

        if (!words.NextArg("an integer argument.", out var value)) return;
        global.Process = global.Process with { MaxConn = (int)Math.Clamp(Words.LooseInteger(value.Text), 0, int.MaxValue) };
    }

    private static void HardStopAfter(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'hard-stop-after' expects <time> as argument.\n");
            return;
        }

        var value = words.Next();
        var time = words.Time(value);
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime,
                    $"timer overflow in argument '{value.Text}' to 'hard-stop-after' (maximum value is 2147483647 ms or ~24.8 days)", at: value);
                return;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument to <hard-stop-after>.\n", at: value);
                return;
        }

        global.Process = global.Process with { HardStopAfter = time.Value };
    }

    private static void Node(Words words, GlobalBuilder global)
    {
        var name = words.Next();
        if (!words.End()) return;
        if (name.Text.Length == 0 || !name.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            words.Alert(DiagnosticKind.BadValue,
                "'node' requires valid node name - non-empty string with digits(0-9), letters(A-Z, a-z), dot(.), hyphen(-) or underscode(_).", PlaceForm.ParsingTight, at: name);
            return;
        }

        global.Process = global.Process with { Node = name.Text };
    }

    private static void Description(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'description' expects a string argument.", PlaceForm.ParsingTight);
            return;
        }

        var text = new StringBuilder();
        foreach (var word in words.Remaining) text.Append(text.Length == 0 ? "" : " ").Append(word.Text);
        global.Process = global.Process with { Description = text.ToString() };
    }
}
