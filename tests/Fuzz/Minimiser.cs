using System.Text;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>Takes lines and words away from a case for as long as it differs in the same way.</summary>
internal static class Minimiser
{
    /// <returns>The smaller case with haproxy's answer to it, or null when ours gives the same answer.</returns>
    public static async Task<ConfigCase?> Run(ConfigCase wanted)
    {
        var first = await Comparison.Of(wanted, compare: true);
        if (first.Outcome is Outcome.Same or Outcome.RealHangs or Outcome.RealCrashes) return null;
        var lines = await Shrink(Text(wanted).Split('\n'), fewer => string.Join('\n', fewer));
        for (var i = 0; i < lines.Count; i++)
        {
            var at = i;
            string Whole(IEnumerable<string> words) => string.Join('\n', lines.Select((line, index) => index == at ? string.Join(' ', words) : line));
            lines[i] = string.Join(' ', await Shrink(lines[i].Split(' '), Whole));
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
                    var comparison = await Comparison.Of(With(whole(fewer)), compare: true);
                    if (comparison.Outcome == first.Outcome && comparison.Kind == first.Kind) parts = fewer;
                    else at += size;
                }
            }

            return parts;
        }

        ConfigCase With(string text) => wanted with { Config = Encoding.Latin1.GetBytes(text) };
    }

    private static string Text(ConfigCase wanted) => Encoding.Latin1.GetString(wanted.Config);
}
