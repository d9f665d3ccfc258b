using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using ConfParsers.Text.Reports;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

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

    /// <summary>A soft stop waits this long before it closes the listeners.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>A soft stop spreads the closing of idle connections over this time; the longest of all: they are not closed. Zero: at once.</summary>
    public TimeSpan CloseSpread { get; init; }

    /// <summary>A worker that has outlived this many reloads is ended; null: none is.</summary>
    public int? MaxReloads { get; init; }

    /// <summary>The master goes on when a worker ends by a fault.</summary>
    public bool MasterOutlivesWorkers { get; init; }

    public bool Quiet { get; init; }

    /// <summary>0: one.</summary>
    public int ThreadGroups { get; init; }

    /// <summary><c>thread-group</c>: which threads form a group; empty: they are spread evenly.</summary>
    public ThreadSet[] Groups { get; init; } = [];

    /// <summary>Without <c>nbthread</c> the threads keep to one NUMA node.</summary>
    public bool NumaMapping { get; init; } = true;

    public bool MayFork { get; init; }

    public bool MaySetUid { get; init; }

    /// <summary>The process may leave a core file although it gave up privileges.</summary>
    public bool Dumpable { get; init; }

    /// <summary>Health checks may run programs.</summary>
    public bool ExternalChecks { get; init; }

    public bool ExperimentalDirectives { get; init; }

    public bool WithoutMemoryTrimming { get; init; }

    /// <summary>Shared by processes whose QUIC connections may end at any of them.</summary>
    [JsonConverter(typeof(SecretConverter))]
    public string? ClusterSecret { get; init; }

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
        new("close-spread-time", "<time>", CloseSpreadTime) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("grace", "<time>", Time((g, t) => g.Process = g.Process with { Grace = t })) { Listed = true, Manual = "3.1", Since = "2.5" },
        new("hard-stop-after", "<time>", Time((g, t) => g.Process = g.Process with { HardStopAfter = t })) { Listed = true, Manual = "3.1" },
        new("mworker-max-reloads", "<number>", MaxReloads) { Listed = true, Manual = "3.1", Since = "2.3" },
        new("no-memory-trimming", "", Switch((g, on) => g.Process = g.Process with { WithoutMemoryTrimming = on })) { Listed = true, Manual = "3.2", Since = "2.6" },
        new("expose-experimental-directives", "", Bare(g => g.Process = g.Process with { ExperimentalDirectives = true })) { Suggested = null, Manual = "3.1" },
        new("zero-warning", "", Switch((g, _) => g.ZeroWarning = true)) { Manual = "3.1" },
        new("insecure-fork-wanted", "", Switch((g, on) => g.Process = g.Process with { MayFork = on })) { Negatable = true, Manual = "3.1" },
        new("insecure-setuid-wanted", "", Switch((g, on) => g.Process = g.Process with { MaySetUid = on })) { Manual = "3.1" },
        new("set-dumpable", "", Switch((g, on) => g.Process = g.Process with { Dumpable = on })) { Negatable = true, Manual = "3.1" },
        new("numa-cpu-mapping", "", (w, g) => g.Process = g.Process with { NumaMapping = !w.Negated }) { Negatable = true, Manual = "3.1" },
        new("external-check", "", Switch((g, on) => g.Process = g.Process with { ExternalChecks = on })) { Manual = "3.1" },
        new("daemon", "", Switch((g, on) => g.Process = g.Process with { Daemon = on })) { Manual = "3.1" },
        new("quiet", "", Switch(Quiet)) { Manual = "3.4" },
        new("master-worker", "[no-exit-on-failure]", MasterWorker) { Manual = "3.1" },
        new("chroot", "<jail dir>", ArgumentOnce("a directory as an argument.", g => g.Process.Chroot, (g, v) => g.Process = g.Process with { Chroot = v })) { Manual = "3.1" },
        new("pidfile", "<pidfile>", ArgumentOnce("a file name as an argument.", g => g.Process.PidFile, (g, v) => g.Process = g.Process with { PidFile = v })) { Manual = "3.1" },
        new("user", "<user name>", User) { Manual = "3.1" },
        new("group", "<group name>", Group) { Manual = "3.1" },
        new("uid", "<number>", (w, g) => Identity(w, "uid", "user", IsGiven(g, g.Process.User, g.Process.Uid, Accounts.Users), n => g.Process = g.Process with { Uid = n })) { Manual = "3.1" },
        new("gid", "<number>", (w, g) => Identity(w, "gid", "group", IsGiven(g, g.Process.Group, g.Process.Gid, Accounts.Groups), n => g.Process = g.Process with { Gid = n })) { Manual = "3.1" },
        new("nbproc", "<number>", Processes) { Manual = "3.1" },
        new("cpu-map", "[auto:]<thread-group>[/<thread-set>] <cpu-set>[...]", CpuMapReader.Bind) { Manual = "3.1" },
        new("maxconn", "<number>", GlobalForms.Number((g, n) => g.Process = g.Process with { MaxConn = Math.Max(n, 0) }, g => g.Process.MaxConn)) { Manual = "3.2" },
        new("cluster-secret", "<secret>", ClusterSecret) { Manual = "3.1" },
        new("node", "<name>", Node) { Manual = "3.1" },
        new("description", "<text>", Description) { Manual = "3.1" },
    ];

    // "infinite" never spreads: clients are told at once.
    private static void CloseSpreadTime(Words words, GlobalBuilder global)
    {
        if (words.Take("infinite")) global.Process = global.Process with { CloseSpread = TimeSpan.MaxValue };
        else Time((g, t) => g.Process = g.Process with { CloseSpread = t })(words, global);
    }

    /// <summary>HAProxy makes warnings of all faults, and puts together what it prints in an odd way.</summary>
    private static void MaxReloads(Words words, GlobalBuilder global)
    {
        if (!words[2].IsEmpty)
        {
            words.Tolerated($"'{words.Keyword}' cannot handle unexpected argument '{words[2].Text}'.");
            words.Warning(DiagnosticKind.SurplusArgument, "(null)", at: words[2]);
            return;
        }

        var number = Words.LooseInt32(words[1].Text);
        if (words.HasMore && number >= 0)
        {
            global.Process = global.Process with { MaxReloads = number };
            return;
        }

        words.Warning(DiagnosticKind.BadNumber, words.HasMore
            ? $"(null)parsing [{words.Line}] '{words.Keyword}' : invalid value {number}, must be >= 0"
            : $"(null)parsing [{words.Line}] : '{words.Keyword}' expects an integer argument.\n");
    }

    private static void ClusterSecret(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        if (global.Process.ClusterSecret is not null) words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
        else if (words.HasMore) global.Process = global.Process with { ClusterSecret = words.Next().Text };
        else words.Alert(DiagnosticKind.MissingArgument, "expects an ASCII string argument.");
    }

    private static void MasterWorker(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        if (words.HasMore && words.Current.Text != "no-exit-on-failure")
        {
            words.Alert(DiagnosticKind.BadValue, "'master-worker' only supports 'no-exit-on-failure' option.");
            return;
        }

        if (words.HasMore) words.Use(KeywordKind.Value, "master-worker no-exit-on-failure", words.Current);
        global.Process = global.Process with { MasterWorker = true, MasterOutlivesWorkers = words.HasMore };
    }

    private static void User(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        if (IsGiven(global, global.Process.User, global.Process.Uid, Accounts.Users))
        {
            words.Tolerated("user/uid already specified. Continuing.");
            return;
        }

        var name = words.Next();
        if (Accounts.Exists(global.Context.BaseFiles, Accounts.Users, name.Text)) global.Process = global.Process with { User = name.Text };
        else words.Alert(DiagnosticKind.UnresolvedName, $"cannot find user id for '{name.Text}' (0:Success)", at: name);
    }

    private static void Group(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        if (IsGiven(global, global.Process.Group, global.Process.Gid, Accounts.Groups))
        {
            words.Tolerated("gid/group was already specified. Continuing.");
            return;
        }

        var name = words.Next();
        if (Accounts.Exists(global.Context.BaseFiles, Accounts.Groups, name.Text)) global.Process = global.Process with { Group = name.Text };
        else words.Alert(DiagnosticKind.UnresolvedName, $"cannot find group id for '{name.Text}' (0:Success)", at: name);
    }

    /// <summary>Root counts as nobody: HAProxy keeps the number only.</summary>
    private static bool IsGiven(GlobalBuilder global, string? name, int? id, string accounts) =>
        (name is not null && Accounts.Id(global.Context.BaseFiles, accounts, name) != 0) || id is not (null or 0);

    private static void Quiet(GlobalBuilder global, bool on)
    {
        global.Process = global.Process with { Quiet = on };
        global.Context.Diagnostics.QuietFrom ??= global.Context.Diagnostics.Items.Count;
    }

    private static void Identity(Words words, string keyword, string other, bool already, Action<int> set)
    {
        if (!words.AtMost(1)) return;
        if (already)
        {
            words.Tolerated(keyword == "uid" ? "user/uid already specified. Continuing." : "group/gid already specified. Continuing.");
            return;
        }

        if (!words.NextArg("an integer argument.", out var value)) return;
        if (!int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || value.Text.StartsWith('+'))
        {
            words.Warning(DiagnosticKind.BadNumber,
                $" {keyword}: string '{value.Text}' is not a number.\n   | You might want to use the '{other}' parameter to use a system {other} name.", at: value);
        }

        set(number);
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

    private static void Node(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        var name = words.Next();
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
