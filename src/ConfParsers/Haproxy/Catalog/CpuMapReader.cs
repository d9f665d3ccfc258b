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
    private const uint HighestProcessor = 1023;

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
        if (!Set(words, slash < 0 ? target : target[..slash], out var groups) || !Set(words, slash < 0 ? "all" : target[(slash + 1)..], out var threads)) return;

        var processors = new SortedSet<int>();
        while (words.HasMore)
        {
            if (!AddRange(words, processors)) return;
        }

        if (auto && groups.Count != processors.Count && (slash < 0 || threads.Count != processors.Count))
        {
            words.Alert(DiagnosticKind.Conflict, "cpu-map : PROC/THREAD range and CPU sets must have the same size to be automatically bound", at: words[0]);
            return;
        }

        // Without a group of threads behind the slash, auto deals the processors out to the groups as they were to processes.
        var receivers = auto && slash < 0 ? groups : threads;
        int[] chosen = [.. processors];
        CpuMap[] maps = auto ? [.. receivers.Zip(chosen, (thread, processor) => new CpuMap(thread, [processor]))] : [.. receivers.Select(thread => new CpuMap(thread, chosen))];
        var others = global.Process.CpuMaps.Where(other => !Array.Exists(maps, map => map.Thread == other.Thread));
        global.Process = global.Process with { CpuMaps = [.. others.Concat(maps).OrderBy(m => m.Thread)] };
    }

    private static bool AddRange(Words words, SortedSet<int> processors)
    {
        var word = words.Next();
        if (word.Text.Length == 0 || !char.IsAsciiDigit(word.Text[0]))
        {
            words.Alert(DiagnosticKind.BadNumber, $"cpu-map : '{word.Text}' is not a CPU range.", at: word);
            return false;
        }

        // What stands between the digits and the first dash, and behind its number, is not looked at.
        var low = Digits(word.Text, out _);
        var dash = word.Text.IndexOf('-', StringComparison.Ordinal);
        var high = dash < 0 ? low : dash == word.Text.Length - 1 ? HighestProcessor : Digits(word.Text[(dash + 1)..], out _);
        if (high < low) (low, high) = (high, low);
        if (high > HighestProcessor)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"cpu-map : supports CPU numbers from 0 to {HighestProcessor}.", at: word);
            return false;
        }

        for (var i = low; i <= high; i++) processors.Add((int)i);
        return true;
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

        var low = Digits(text, out var rest);
        var high = low;
        if (rest == "-") (high, rest) = (MaxThreads, "");
        else if (rest.StartsWith('-')) high = Digits(rest[1..], out rest);
        if (rest.Length > 0)
        {
            words.Alert(DiagnosticKind.BadNumber, $"cpu-map : '{text}' is not a valid number/range.", at: words.Last);
            return false;
        }

        if (high < low) (low, high) = (high, low);
        if (low < 1 || high > MaxThreads)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"cpu-map : '{text}' is not a valid number/range. It supports numbers from 1 to {MaxThreads}.\n", at: words.Last);
            return false;
        }

        for (var i = low; i <= high; i++) set.Add((int)i);
        return true;
    }

    /// <summary>The number that a text begins with, modulo 2^32; 0 where it begins with none.</summary>
    private static uint Digits(string text, out string rest)
    {
        var number = 0u;
        var at = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++) number = unchecked((number * 10) + (uint)(text[at] - '0'));
        rest = text[at..];
        return number;
    }
}
