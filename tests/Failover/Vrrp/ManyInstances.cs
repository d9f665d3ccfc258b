using System.Globalization;
using System.Text;
using Testing;

namespace Failover.Vrrp;

/// <summary>What 255 masters with an advertisement every 100 ms cost, and how regular they are: the daemon on core 0, what listens on core 1.</summary>
internal static class ManyInstances
{
    private const int Count = 255;
    private const double Megabyte = 1 << 20;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <summary>Of a program; shares in percent, times in ms, memory in MB.</summary>
    private readonly record struct Figures(double Processor, double Median, double P99, double Longest, double Resident, double Private);

    public static async Task<int> Print(int rounds)
    {
        Console.WriteLine("| | CPU of one core | median | p99 | max | resident | of it private |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var contestant in Contestant.Both)
        {
            var runs = new List<Figures>();
            for (var round = 0; round < rounds; round++) runs.Add(await Measure(contestant.Program));
            string Each(Func<Figures, double> figure, string format) => string.Join(", ", runs.Select(run => figure(run).ToString(format, CultureInfo.InvariantCulture)));
            Console.WriteLine($"| {contestant.Name} | {Each(run => run.Processor, "F1")} % | {Each(run => run.Median, "F1")} ms | {Each(run => run.P99, "F1")} ms | {Each(run => run.Longest, "F1")} ms | "
                + $"{Each(run => run.Resident, "F1")} MB | {Each(run => run.Private, "F1")} MB |");
        }

        return 0;
    }

    private static async Task<Figures> Measure(string program)
    {
        var folder = Directory.CreateTempSubdirectory("failover").FullName;
        try
        {
            using var laboratory = new Laboratory(("n1", 21), ("c", 200));
            var router = new Router(laboratory, "n1", folder, program, Configuration(), core: 0);
            await router.Says($"(V{Count}) Entering MASTER STATE");
            // The second burst of gratuitous ARP comes five seconds after the takeover.
            await Task.Delay(TimeSpan.FromSeconds(6));
            var advertisements = new Reports(laboratory.Start("c", "taskset", "-c", "1", Environment.ProcessPath!, "--advertisements"));
            await advertisements.Next;
            await Task.Delay(TimeSpan.FromSeconds(1));
            advertisements.Take();
            var (began, used) = (Client.NowUs, ProcessFigures.CpuNanoseconds(router.Child));
            await Task.Delay(Watched);
            var share = (ProcessFigures.CpuNanoseconds(router.Child) - used) / 10.0 / (Client.NowUs - began);
            var heard = advertisements.Take();
            var (resident, own) = (ProcessFigures.ResidentBytes(router.Child) / Megabyte, ProcessFigures.PrivateBytes(router.Child) / Megabyte);
            await advertisements.Stop();
            await router.Stop();
            var intervals = heard.GroupBy(line => line[0]).SelectMany(each => each.Zip(each.Skip(1), (before, after) => (after[1] - before[1]) / 1000.0)).Order().ToArray();
            return new Figures(share, intervals[intervals.Length / 2], intervals[intervals.Length * 99 / 100], intervals[^1], resident, own);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Configuration()
    {
        var text = new StringBuilder("global_defs {\n    router_id failover\n    vrrp_version 3\n    vrrp_garp_master_repeat 1\n}\n");
        for (var i = 1; i <= Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"vrrp_instance V{i} {{\n    interface eth0\n    virtual_router_id {i}\n    priority 200\n    advert_int 0.1\n    virtual_ipaddress {{\n        10.88.{i / 250}.{1 + (i % 250)}/32\n    }}\n}}\n");
        }

        return text.ToString();
    }
}
