using System.Text;
using ConfParsers.Tests.Haproxy;
using Testing;

namespace Fuzz;

/// <summary>
/// Many files of one source: our reader must end, and where the real haproxy is installed with the same verdict and the same lines. Files that
/// fail are kept below artifacts/fuzz.
/// </summary>
internal static class ComparisonRun
{
    /// <param name="label">What names of kept files begin with.</param>
    /// <param name="missing">Whether to list the rows of the catalog that no accepted file had.</param>
    public static async Task<int> Run(IFileSource source, int count, string label, bool missing)
    {
        var kept = Path.Combine(Binaries.Root, "artifacts/fuzz");
        Directory.CreateDirectory(kept);
        var compare = RealHaproxy.IsInstalled;
        Console.WriteLine($"{count} files, {label}, {(compare ? "compared with haproxy" : "no haproxy to compare with")}");
        var tally = new Tally();
        var coverage = new Coverage();
        var work = Enumerable.Range(0, count).Select(number => (number, source.Next()));
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (item, _) =>
        {
            var (number, wanted) = item;
            var comparison = await Comparison.Of(wanted, compare);
            var name = $"{label}-{number}";
            tally.Add(comparison, name);
            if (comparison.Real is { Exit: 0 }) coverage.Add(wanted, comparison.Uses);
            if (comparison.Outcome is Outcome.OtherLines or Outcome.OtherVerdict or Outcome.Fault) await Keep(wanted, comparison, Path.Combine(kept, name + ".conftest"));
        });
        Console.Write(tally);
        if (compare) Console.Write(coverage.Report(missing));
        return tally.IsClean ? 0 : 1;
    }

    /// <summary>A case that only has to be made smaller: what it records is what haproxy answers.</summary>
    private static Task Keep(ConfigCase wanted, Comparison comparison, string path)
    {
        var recorded = comparison.Real is { } real ? wanted with { Recorded = real } : wanted;
        return File.WriteAllTextAsync(path, recorded.ToText(), Encoding.Latin1, CancellationToken.None);
    }
}
