using System.Globalization;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// A line that stands for many: <c>~SEQ(var, start, step, end) rest</c>, <c>~SEQx</c> with hexadecimal digits, and
/// <c>~LST(var, value, ...) rest</c> (keepalived.conf(5) "Sequence blocks", "List blocks").
/// </summary>
/// <param name="Steps">What each turn defines, lazily: a sequence may be long.</param>
/// <param name="Rest">The line of each turn.</param>
internal sealed record Sequence(IEnumerable<(string Name, string Value)[]> Steps, string Rest)
{
    /// <param name="faults">What 2.2.7 says when the line is a faulty one.</param>
    /// <returns>Null when it is none, or a faulty one.</returns>
    public static Sequence? Parse(string line, out IReadOnlyList<string> faults)
    {
        faults = [];
        var text = line.TrimStart();
        var isList = text.StartsWith("~LST", StringComparison.Ordinal);
        if (!isList && !text.StartsWith("~SEQ", StringComparison.Ordinal)) return null;
        var kind = isList ? "~LST" : "~SEQ";
        var isHex = !isList && text.Length > 4 && text[4] == 'x';
        var open = 4 + (isHex ? 1 : 0);
        while (open < text.Length && text[open] == ' ') open++;
        var close = open < text.Length && text[open] == '(' ? text.IndexOf(')', open) : -1;
        var detail = close < 0 ? null : isList ? "" : "definition";
        var isOpen = close < 0 && !isList && open < text.Length && text[open] == '(';
        if (close > 0)
        {
            var inner = text[(open + 1)..close];
            var steps = isList ? List(inner, out detail) : Numbers(inner, isHex, out detail);
            if (steps is not null) return new Sequence(steps, text[(close + 1)..]);
        }

        var whole = line.Trim();
        var general = $"Invalid {kind} specification '{whole}'";
        if (isOpen) faults = [$"~SEQ parameter strings too long '{whole}'", general];
        else if (string.IsNullOrEmpty(detail)) faults = [general];
        else faults = [isList ? $"~LST specification {detail} '{whole}'" : $"Invalid ~SEQ {detail} '{whole}'", general];
        return null;
    }

    private static IEnumerable<(string, string)[]>? Numbers(string inner, bool isHex, out string? fault)
    {
        fault = "definition";
        var parts = inner.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 4 || parts[0].Length == 0) return null;
        var numbers = new long[parts.Length - 1];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!Number(parts[i + 1], out numbers[i])) return null;
        }

        var end = numbers[^1];
        var start = numbers.Length > 1 ? numbers[0] : end < 0 ? -1 : 1;
        var step = numbers.Length > 2 ? numbers[1] : end < start ? -1 : 1;
        fault = "values";
        if (step == 0 || (step > 0 ? start > end : start < end)) return null;
        return Range(parts[0], start, step, end, isHex);
    }

    private static IEnumerable<(string, string)[]> Range(string name, long start, long step, long end, bool isHex)
    {
        for (var value = start; step > 0 ? value <= end : value >= end; value += step)
        {
            yield return [(name, isHex ? ((int)value).ToString("x", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>As strtol(3) with base 0 reads it, 32 bits.</summary>
    private static bool Number(string text, out long value)
    {
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('-', '+');
        value = 0;
        if (digits.Length == 0 || text.Length - digits.Length > 1 || Features.RouteNames.CNumber(digits) is not { } number || number > int.MaxValue) return false;
        value = negative ? -(long)number : number;
        return true;
    }

    private static List<(string, string)[]>? List(string inner, out string? fault)
    {
        fault = null;
        if (Items(inner) is not { Count: > 1 } items || items[0].Any(name => name.Length == 0)) return null;
        var names = items[0];
        var steps = new List<(string, string)[]>();
        foreach (var values in items.Skip(1))
        {
            if (values.Length > names.Length)
            {
                fault = "has too many values";
                return null;
            }

            steps.Add([.. names.Select((name, i) => (name, i < values.Length ? values[i] : ""))]);
        }

        return steps;
    }

    /// <summary><c>a, {b, c}</c> as lists of one or several words; null when something else stands there.</summary>
    private static List<string[]>? Items(string inner)
    {
        var items = new List<string[]>();
        var at = 0;
        do
        {
            while (at < inner.Length && inner[at] is ' ' or '\t') at++;
            if (at < inner.Length && inner[at] == '{')
            {
                var close = inner.IndexOf('}', at);
                if (close < 0) return null;
                items.Add(inner[(at + 1)..close].Split(',', StringSplitOptions.TrimEntries));
                at = close + 1;
                while (at < inner.Length && inner[at] is ' ' or '\t') at++;
                if (at < inner.Length && inner[at] != ',') return null;
            }
            else
            {
                var comma = at < inner.Length ? inner.IndexOf(',', at) : -1;
                var end = comma < 0 ? inner.Length : comma;
                var word = inner[Math.Min(at, inner.Length)..end].Trim();
                if (word.AsSpan().IndexOfAny(" \t\"{}") >= 0) return null;
                items.Add([word]);
                at = end;
            }
        }
        while (at++ < inner.Length);
        return items;
    }
}
