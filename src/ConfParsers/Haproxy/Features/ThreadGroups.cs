using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Threads and their groups (configuration.txt 3.1 "nbthread", "thread-groups", "thread-group"). Debian's build of 2.6 knows one group only.
/// </summary>
internal static class ThreadGroupKeywords
{
    private const int MaxThreads = 64;
    private const int MaxGroups = 1;

    public static readonly GlobalKeyword[] Rows =
    [
        new("nbthread", "<number>", (w, g) => Number(w, MaxThreads, "value", n => g.Process = g.Process with { Threads = n })) { Listed = true, Manual = "3.1" },
        new("thread-group", "<group> [<thread-range>...]", Group) { Listed = true, Manual = "3.1", Since = "2.5" },
        new("thread-groups", "<number>", (w, g) => Number(w, MaxGroups, "value", n => g.Process = g.Process with { ThreadGroups = n })) { Listed = true, Manual = "3.1", Since = "2.5" },
    ];

    /// <summary>All threads must find a group.</summary>
    public static bool Check(GlobalBuilder global)
    {
        if (global.GroupedThreads == 0) return true;
        var threads = global.Process.Threads > 0 ? global.Process.Threads : Math.Min(Environment.ProcessorCount, MaxThreads);
        var missing = threads - System.Numerics.BitOperations.PopCount(global.GroupedThreads & (ulong.MaxValue >> (MaxThreads - threads)));
        if (missing <= 0) return true;
        global.Context.Diagnostics.Alert(DiagnosticKind.Conflict, null, PlaceForm.None,
            $"Remaining unassigned threads found ({missing}) because all groups are in use. Please increase 'thread-groups', reduce 'nbthreads' or remove or extend 'thread-group' enumerations.");
        return false;
    }

    private static void Number(Words words, int most, string what, Action<int> set)
    {
        if (!words.AtMost(1)) return;
        if (Read(words, words.Next(), most, what) is { } number) set(number);
    }

    private static int? Read(Words words, Lines.Word value, int most, string what)
    {
        if (!long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            words.Alert(DiagnosticKind.BadNumber, $"'{words.Keyword}' passed a missing or unparsable integer value in '{value.Text}'", at: value);
            return null;
        }

        if (number >= 1 && number <= most) return (int)number;
        words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' {what} must be between 1 and {most} (was {number})", at: value);
        return null;
    }

    private static void Group(Words words, GlobalBuilder global)
    {
        if (Read(words, words.Next(), MaxGroups, "thread-group number") is not { } group) return;
        if (global.GroupedThreads != 0) words.Warning(DiagnosticKind.Duplicate, $"'{words.Keyword} {group}' was already defined and will be overridden.", at: words[0]);
        // HAProxy forgets the threads of the line before but the highest (observed with numbers in ascending order).
        var left = global.GroupedThreads == 0 ? 0 : 1UL << System.Numerics.BitOperations.Log2(global.GroupedThreads);
        global.GroupedThreads = 0;
        while (words.HasMore)
        {
            var range = words.Next();
            var dash = range.Text.IndexOf('-', StringComparison.Ordinal);
            var low = Words.LooseInt32(dash < 0 ? range.Text : range.Text[..dash]);
            var high = dash < 0 ? low : Words.LooseInt32(range.Text[(dash + 1)..]);
            if (low < 1 || high < 1 || low > MaxThreads || high > MaxThreads)
            {
                words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword} {group}' passed an unparsable or invalid thread number '{range.Text}' (valid range is 1 to {MaxThreads})", at: range);
                return;
            }

            for (var thread = low; thread <= high; thread++)
            {
                var bit = 1UL << (thread - 1);
                if (((global.GroupedThreads | left) & bit) != 0)
                {
                    words.Warning(DiagnosticKind.Duplicate, $"'{words.Keyword} {group}': thread {thread} assigned more than once on the same line.", at: range);
                }

                global.GroupedThreads |= bit;
            }
        }

        global.Process = global.Process with { Groups = [.. global.Process.Groups.Where(other => other.Group != group), new ThreadSet(group, global.GroupedThreads)] };
    }
}
