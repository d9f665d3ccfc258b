using System.Globalization;

namespace Failover.Vrrp;

/// <summary>How long the virtual IP does not answer at each event: both programs in turns, round by round.</summary>
internal static class OutageTable
{
    private static readonly (string Name, Happening What)[] Events =
    [
        ("SIGTERM", Happening.Termination),
        ("crash", Happening.Crash),
        ("link down", Happening.LinkDown),
        ("script failure", Happening.ScriptFailure),
        ("preemption", Happening.Preemption),
    ];

    /// <summary>Prints each row as soon as it is measured: the median of the rounds, and the shortest and longest.</summary>
    public static async Task<int> Print(int rounds)
    {
        var contestants = Contestant.Both;
        Console.WriteLine("| event | " + string.Join(" | ", contestants.Select(each => each.Name)) + " |");
        Console.WriteLine("|---|" + string.Concat(contestants.Select(_ => "---|")));
        foreach (var kind in RouterKind.All)
        {
            foreach (var (name, what) in Events)
            {
                var outages = contestants.ToDictionary(each => each, _ => new List<double>());
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var contestant in round % 2 == 0 ? contestants : contestants.Reverse()) outages[contestant].Add(await Scene.Play(contestant.Program, kind, what));
                }

                Console.WriteLine($"| {kind.Name}: {name} | " + string.Join(" | ", contestants.Select(each => Text(outages[each]))) + " |");
            }
        }

        return 0;
    }

    private static string Text(List<double> outages)
    {
        outages.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{outages[outages.Count / 2]:F0} ({outages[0]:F0}..{outages[^1]:F0}) ms");
    }
}
