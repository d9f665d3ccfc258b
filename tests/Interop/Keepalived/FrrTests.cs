namespace Interop.Keepalived;

/// <summary>FRR's vrrpd as a third opinion on version 3: it and keepalived understand each other in both roles. (RFC 5798)</summary>
public sealed class FrrTests
{
    private const string V4 = "v4";
    private const string V6 = "v6";

    [SkippableTheory]
    [InlineData(Which.Real, V4)]
    [InlineData(Which.Ours, V4)]
    [InlineData(Which.Real, V6)]
    [InlineData(Which.Ours, V6)]
    public async Task Frr_as_master_hands_over_and_takes_back(Which which, string family)
    {
        using var segment = Begin();
        using var capture = await Capture.Start(segment, "ip proto 112 or ip6 proto 112");
        var frr = Frr.Start(segment, 1, 150, 200, Addresses(family));
        await frr.BecomesMaster();
        var daemon = Daemon.Start(segment, 2, which, Conf.Router(100, interval: 0.1, addresses: string.Join('\n', Addresses(family))));
        await daemon.BecomesBackup();
        await daemon.Log.WaitFor("advertisement interval updated from 100ms to 200ms by master");
        Assert.Equal("Master", Status(frr, family));
        // Nothing of ours in three master down intervals.
        for (var i = 0; i < 12; i++) Assert.Equal(150, Priority(await capture.Next(), family));
        frr.Shut(true);
        await daemon.BecomesMaster();
        frr.Shut(false);
        await frr.BecomesMaster();
        await daemon.BecomesBackup();
        Assert.DoesNotContain("received an", daemon.Log.All, StringComparison.Ordinal);
        frr.AssertNoComplaint();
    }

    [SkippableTheory]
    [InlineData(Which.Real, V4)]
    [InlineData(Which.Ours, V4)]
    [InlineData(Which.Real, V6)]
    [InlineData(Which.Ours, V6)]
    public async Task Frr_as_backup_gives_way_follows_and_takes_over(Which which, string family)
    {
        using var segment = Begin();
        var frr = Frr.Start(segment, 1, 100, 100, Addresses(family));
        await frr.BecomesMaster();
        var daemon = Daemon.Start(segment, 2, which, Conf.Router(150, interval: 0.2, addresses: string.Join('\n', Addresses(family))));
        await daemon.BecomesMaster();
        await frr.BecomesBackup();
        Assert.Equal("Backup", Status(frr, family));
        await frr.Log.WaitFor("Received VRRP Advertisement from");
        var view = frr.Show(family);
        Assert.Equal(200, view.GetProperty("masterAdverInterval").GetInt32());
        Assert.NotEqual(0, view.GetProperty("stats").GetProperty("adverRx").GetInt32());
        Assert.Equal(0, await daemon.Stop());
        await frr.BecomesMaster();
        frr.AssertNoComplaint();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_master_that_falls_silent_is_missed_by_frr(Which which)
    {
        using var segment = Begin();
        var daemon = Daemon.Start(segment, 2, which, Conf.Router(150));
        await daemon.BecomesMaster();
        var frr = Frr.Start(segment, 1, 100, 100, Conf.Virtual);
        await frr.BecomesBackup();
        segment.Isolate(2, apart: true);
        await frr.BecomesMaster();
        segment.Isolate(2, apart: false);
        await frr.BecomesBackup();
        frr.AssertNoComplaint();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_owner_takes_over_from_frr_at_once(Which which)
    {
        using var segment = Begin();
        var frr = Frr.Start(segment, 1, 254, 100, Conf.Virtual);
        await frr.BecomesMaster();
        using var capture = await Capture.Start(segment, "ip proto 112 and src 10.77.0.2");
        var daemon = Daemon.Start(segment, 2, which, Conf.Router(255, state: "MASTER"));
        Assert.Equal(255, Priority(await capture.Next(), V4));
        await frr.BecomesBackup();
        Assert.Equal(0, await daemon.Stop());
        await frr.BecomesMaster();
        frr.AssertNoComplaint();
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Three_parties_elect_one_and_hand_it_on(int turn)
    {
        using var segment = Begin(3);
        // Who is first, second and third is another in each turn.
        int Of(int party) => 150 - ((party + turn) % 3 * 25);
        var frr = Frr.Start(segment, 1, Of(0), 100, Conf.Virtual);
        var real = Daemon.Start(segment, 2, Which.Real, Conf.Router(Of(1)));
        var ours = Daemon.Start(segment, 3, Which.Ours, Conf.Router(Of(2)));
        (int Priority, Func<Task> Rises, Func<Task> Ends)[] parties =
        [
            (Of(0), frr.BecomesMaster, () => Task.Run(() => frr.Shut(true))),
            (Of(1), () => real.BecomesMaster(), () => real.Stop()),
            (Of(2), () => ours.BecomesMaster(), () => ours.Stop()),
        ];
        var order = parties.OrderByDescending(party => party.Priority).ToArray();
        await order[0].Rises();
        using (var capture = await Capture.Start(segment, "ip proto 112"))
        {
            for (var i = 0; i < 12; i++) Assert.Equal(order[0].Priority, Priority(await capture.Next(), V4));
        }

        await order[0].Ends();
        await order[1].Rises();
        await order[1].Ends();
        await order[2].Rises();
        frr.AssertNoComplaint();
        Assert.DoesNotContain("received an", real.Log.All + ours.Log.All, StringComparison.Ordinal);
    }

    private static Segment Begin(int hosts = 2)
    {
        Segment.SkipWithoutMeans();
        Frr.SkipWithoutIt();
        return new Segment(hosts);
    }

    private static string[] Addresses(string family) => family == V4 ? [Conf.Virtual] : ["fe80::100/64", "fd77::100/64"];

    private static string Status(Frr frr, string family) => frr.Show(family).GetProperty("status").GetString()!;

    /// <summary>Behind the headers of Ethernet and of IP.</summary>
    private static int Priority(byte[] frame, string family) => frame[family == V4 ? 36 : 56];
}
