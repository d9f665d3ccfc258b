namespace Interop.HAProxy;

/// <summary>A reload loses no request (the promise of "-x", "expose-fd listeners" and master-worker, management.txt 4), on both programs.</summary>
public sealed class ReloadTests
{
    private const int Reloads = 10, User2 = 12;

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task Ten_reloads_of_a_master_under_load_lose_no_request(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await using var master = Proxy.Start(which, "-W", "-S", setting.MasterSocket, "-f", setting.File);
        await master.Line("Loading success.");
        await Proxy.MasterAnswers(setting.MasterSocket);
        var load = new Load(setting.Port);
        for (var reload = 1; reload <= Reloads; reload++)
        {
            await load.Pass(50);
            await Proxy.MasterAnswers(setting.MasterSocket);
            master.Signal(User2);
            await master.Line("Former worker", reload);
        }

        await load.Pass(50);
        await load.Stop();
        Assert.Empty(load.Lost);
        Assert.Equal(Reloads, master.Lines.Count(line => line.Contains("exited with code 0 (Exit)", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("real", "real")]
    [InlineData("ours", "ours")]
    [InlineData("ours", "real")]
    [InlineData("real", "ours")]
    public async Task Ten_processes_that_take_the_listeners_over_lose_no_request(string first, string then)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        var current = Proxy.Start(first, "-db", "-f", setting.File);
        try
        {
            await Proxy.Reachable(setting.Port);
            var load = new Load(setting.Port);
            for (var reload = 1; reload <= Reloads; reload++)
            {
                await load.Pass(50);
                var which = reload % 2 == 1 ? then : first;
                var next = Proxy.Start(which, "-db", "-f", setting.File, "-x", setting.StatsSocket, "-sf", current.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                var old = current;
                current = next;
                Assert.Equal(0, await old.Exit());
                await old.DisposeAsync();
            }

            await load.Pass(50);
            await load.Stop();
            Assert.Empty(load.Lost);
        }
        finally
        {
            await current.DisposeAsync();
        }
    }
}
