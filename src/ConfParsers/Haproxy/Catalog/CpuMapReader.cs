using System.Globalization;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// <c>cpu-map [auto:]group[/threads] cpus...</c>: without auto every named thread may run on all named processors, with auto each
/// runs on one of them (configuration.txt 3.1 "cpu-map"). Before thread groups the number alone meant a process: all its threads.
/// </summary>
internal static class CpuMapReader
{
    private const int MaxThreads = 64;
    private const int MaxProcessors = 64;

    private const string Usage = "cpu-map expects a process number  ('all', 'odd', 'even', a number from 1 to 64 or a range), "
        + " followed by a list of CPU ranges with numbers from 0 to 63.";

    public static void Bind(Words words, GlobalBuilder global)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, Usage);
            return;
        }

        var target = words.Next().Text;
        var auto = target.StartsWith("auto:", StringComparison.Ordinal);
        if (auto) target = target["auto:".Length..];
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var groupText = slash < 0 ? target : target[..slash];
        if (!Set(words, groupText, out _) || !Set(words, slash < 0 ? "all" : target[(slash + 1)..], out var threads)) return;
        if (slash < 0 && auto && !Set(words, groupText, out threads)) return;

        var processors = new SortedSet<int>();
        while (words.HasMore)
        {
            var word = words.Next();
            foreach (var part in word.Text.Split(','))
            {
                if (Range(part, MaxProcessors - 1, out var low, out var high))
                {
                    for (var i = low; i <= high; i++) processors.Add(i);
                    continue;
                }

                words.Alert(DiagnosticKind.BadNumber, $"cpu-map : '{word.Text}' is not a CPU range.", at: word);
                return;
            }
        }

        if (auto && threads.Count != processors.Count)
        {
            words.Alert(DiagnosticKind.Conflict, "cpu-map : PROC/THREAD range and CPU sets must have the same size to be automatically bound", at: words[0]);
            return;
        }

        var chosen = processors.ToArray();
        var maps = threads.Select((thread, i) => new CpuMap(thread, auto ? [chosen[i]] : chosen)).ToArray();
        var others = global.Process.CpuMaps.Where(m => !threads.Contains(m.Thread));
        global.Process = global.Process with { CpuMaps = [.. others.Concat(maps).OrderBy(m => m.Thread)] };
    }

    private static bool Set(Words words, string text, out SortedSet<int> set)
    {
        set = [];
        switch (text)
        {
            case "all":
                for (var i = 1; i <= MaxThreads; i++) set.Add(i);
                return true;
            case "odd":
                for (var i = 1; i <= MaxThreads; i += 2) set.Add(i);
                return true;
            case "even":
                for (var i = 2; i <= MaxThreads; i += 2) set.Add(i);
                return true;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!Number(dash < 0 ? text : text[..dash], out var low) || !Number(dash < 0 ? text : text[(dash + 1)..], out var high))
        {
            words.Alert(DiagnosticKind.BadNumber, $"cpu-map : '{text}' is not a valid number/range.", at: words.Last);
            return false;
        }

        if (low < 1 || high > MaxThreads || high < low)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"cpu-map : '{text}' is not a valid number/range. It supports numbers from 1 to {MaxThreads}.\n", at: words.Last);
            return false;
        }

        for (var i = low; i <= high; i++) set.Add(i);
        return true;
    }

    private static bool Range(string text, int highest, out int low, out int high)
    {
        // What stands behind the digits is not looked at.
        low = high = Words.LooseInt32(text);
        if (text.Length == 0 || !char.IsAsciiDigit(text[0])) return false;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0) high = Words.LooseInt32(text[(dash + 1)..]);
        if (high < low) (low, high) = (high, low);
        return low >= 0 && high <= highest;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
