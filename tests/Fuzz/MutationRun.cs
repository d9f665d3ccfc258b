using System.Text;
using ConfParsers.Tests.Haproxy;
using Testing;

namespace Fuzz;

/// <summary>
/// Many files, each one or few mutations away from a recorded case: our reader must end, and where the real haproxy is
/// installed with the same verdict and the same lines. Files that fail are kept below artifacts/fuzz.
/// </summary>
internal static class MutationRun
{
    public static async Task<int> Run(int count, int seed)
    {
        var kept = Path.Combine(Binaries.Root, "artifacts/fuzz");
        Directory.CreateDirectory(kept);
        var mutator = new Mutator(ConfigCase.Names().Select(name => ConfigCase.Read(name)), seed);
        var compare = RealHaproxy.IsInstalled;
        Console.WriteLine($"{count} files, seed {seed}, {(compare ? "compared with haproxy" : "no haproxy to compare with")}");
        var tally = new Tally();
        var work = Enumerable.Range(0, count).Select(number => (number, mutator.Next()));
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (item, _) =>
        {
            var (number, wanted) = item;
            var comparison = await Comparison.Of(wanted, compare);
            var name = $"{seed}-{number}";
            tally.Add(comparison, name);
            if (comparison.Outcome is Outcome.OtherLines or Outcome.OtherVerdict or Outcome.Fault) await Keep(wanted, comparison, Path.Combine(kept, name + ".conftest"));
        });
        Console.Write(tally);
        return tally.IsClean ? 0 : 1;
    }

    /// <summary>A case that only has to be made smaller: what it records is what haproxy answers.</summary>
    private static Task Keep(ConfigCase wanted, Comparison comparison, string path)
    {
        var recorded = comparison.Real is { } real ? wanted with { Recorded = real } : wanted;
        return File.WriteAllTextAsync(path, recorded.ToText(), Encoding.Latin1, CancellationToken.None);
    }
}
