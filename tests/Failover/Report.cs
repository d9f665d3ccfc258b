using System.Globalization;

namespace Failover;

/// <summary>Runs all rows for each system and prints the table of docs/failover.md.</summary>
internal static class Report
{
    public static async Task<int> Run(params PairOf[] systems)
    {
        var results = new Dictionary<PairOf, Dictionary<string, string>>();
        foreach (var system in systems) results[system] = await Measure(system);
        Console.WriteLine();
        Console.WriteLine("| event | " + string.Join(" | ", systems.Select(NameOf)) + " |");
        Console.WriteLine("|---|" + string.Concat(systems.Select(_ => "---|")));
        foreach (var row in Pair.Rows) Console.WriteLine($"| {row.Name} | " + string.Join(" | ", systems.Select(system => results[system][row.Name])) + " |");
        return results.Values.Any(each => each.Values.Any(text => text.StartsWith('!'))) ? 1 : 0;
    }

    private static string NameOf(PairOf system) => system switch
    {
        PairOf.Ours => "keepalived.net, haproxy.net",
        PairOf.OurKeepalived => "keepalived.net, haproxy 2.6",
        _ => "keepalived 2.2.7, haproxy 2.6",
    };

    private static async Task<Dictionary<string, string>> Measure(PairOf system)
    {
        var programs = Sources.Programs(system);
        foreach (var program in (string[])[programs.HAProxy, programs.Keepalived])
        {
            if (!File.Exists(program)) throw new FileNotFoundException($"{program} is not there (./build.sh publish, or apt-get install haproxy keepalived)");
        }

        var folder = Directory.CreateTempSubdirectory("failover").FullName;
        using var laboratory = Laboratory.OfThePair();
        var first = new Node(laboratory, "n1", Path.Combine(folder, "n1"), programs, Sources.HAProxyText(real: system != PairOf.Ours), Sources.KeepalivedText(system == PairOf.Originals, master: true));
        var second = new Node(laboratory, "n2", Path.Combine(folder, "n2"), programs, Sources.HAProxyText(real: system != PairOf.Ours), Sources.KeepalivedText(system == PairOf.Originals, master: false));
        var recording = new Recording(laboratory.Start("c", Environment.ProcessPath!, ["--client", "192.168.1.100"]));
        var pair = new Pair(laboratory, first, second, recording);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Pair.Rows)
        {
            try
            {
                var (sent, lost, outage) = await pair.Measure(row);
                texts[row.Name] = string.Create(CultureInfo.InvariantCulture, $"{outage:F0} ms, {lost} of {sent} lost");
            }
            catch (TimeoutException e)
            {
                texts[row.Name] = "! " + e.Message;
            }

            Console.WriteLine($"{NameOf(system)}: {row.Name}: {texts[row.Name]}");
        }

        // The logs stay when something went wrong.
        if (texts.Values.Any(text => text.StartsWith('!'))) Console.WriteLine("logs: " + folder);
        else Directory.Delete(folder, recursive: true);
        return texts;
    }
}
