using System.Text;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>Takes lines and words away from a case for as long as it differs in the same way.</summary>
internal static class Minimiser
{
    /// <returns>The smaller case with haproxy's answer to it; null when ours gives the same answer.</returns>
    public static async Task<ConfigCase?> Run(ConfigCase wanted)
    {
        var first = await Comparison.Of(wanted, compare: true);
        if (first.Outcome is Outcome.Same or Outcome.RealHangs or Outcome.RealCrashes) return null;
        foreach (var file in wanted.Files)
        {
            var fewer = wanted with { Files = [.. wanted.Files.Where(other => other != file)] };
            if (await Differs(fewer)) wanted = fewer;
        }

        // Whether the last line has its LF stays as it is.
        var text = Encoding.Latin1.GetString(wanted.Config);
        var end = text.EndsWith('\n') ? "\n" : "";
        var lines = await Shrink(text[..^end.Length].Split('\n'), fewer => string.Join('\n', fewer));
        for (var i = 0; i < lines.Count; i++)
        {
            var at = i;
            lines[i] = string.Join(' ', await Shrink(lines[i].Split(' '), fewer => string.Join('\n', lines.Select((line, index) => index == at ? string.Join(' ', fewer) : line))));
        }

        var smallest = With(string.Join('\n', lines));
        return smallest with { Recorded = (await Comparison.Of(smallest, compare: true)).Real ?? smallest.Recorded };

        async Task<List<string>> Shrink(IEnumerable<string> all, Func<IEnumerable<string>, string> whole)
        {
            var parts = all.ToList();
            for (var size = Math.Max(1, parts.Count / 2); size >= 1; size /= 2)
            {
                for (var at = 0; at < parts.Count;)
                {
                    var fewer = parts.Where((_, index) => index < at || index >= at + size).ToList();
                    if (await Differs(With(whole(fewer)))) parts = fewer;
                    else at += size;
                }
            }

            return parts;
        }

        ConfigCase With(string lines) => wanted with { Config = Encoding.Latin1.GetBytes(lines + end) };

        async Task<bool> Differs(ConfigCase smaller) => await Comparison.Of(smaller, compare: true) is var other && other.Outcome == first.Outcome && other.Kind == first.Kind;
    }
}
