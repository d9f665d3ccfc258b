namespace Interop.Keepalived;

/// <summary>Elections between keepalived.net and the real keepalived 2.2.7, in both roles; the pair of two real ones is the referee.</summary>
public sealed class ElectionTests
{
    private const string PassConfiguration = "secret12";

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real, 3)]
    [InlineData(Which.Ours, Which.Real, 3)]
    [InlineData(Which.Real, Which.Ours, 3)]
    [InlineData(Which.Ours, Which.Ours, 3)]
    [InlineData(Which.Ours, Which.Real, 2)]
    [InlineData(Which.Real, Which.Ours, 2)]
    public async Task The_higher_priority_takes_over_and_hands_back_with_priority_zero(Which low, Which high, int version)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var (interval, inside) = version == 2 ? (1, Conf.Password(PassConfiguration)) : (0.1, "");
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, version, interval, inside));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, version, interval, inside));
        await second.Log.WaitFor("(VI_1) received lower priority (100) advert from 10.77.0.1 - discarding");
        await second.BecomesMaster();
        await first.Log.WaitFor("(VI_1) Master received advert from 10.77.0.2 with higher priority 150, ours 100");
        await first.BecomesBackup();
        await first.Log.WaitFor("(VI_1) removing VIPs.");
        await second.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.100");
        Assert.Contains(Conf.Virtual, segment.Addresses(2));
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));

        Assert.Equal(0, await second.Stop());
        await first.Log.WaitFor("(VI_1) Backup received priority 0 advertisement");
        await first.BecomesMaster();
        await first.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.100");
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(2));
        Assert.Equal(0, await first.Stop());
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_owner_without_a_word_of_its_state_is_master_at_once(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Instance("OWN", 52, 255, "10.77.0.102/24"));
        await daemon.BecomesMaster("OWN");
        Assert.DoesNotContain("(OWN) Entering BACKUP STATE (init)", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task A_master_whose_link_is_cut_is_in_FAULT_and_comes_back(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150));
        await second.BecomesMaster();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100));
        await first.BecomesBackup();
        segment.Plug(2, up: false);
        await second.Log.WaitFor("Netlink reports eth0 down");
        await second.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await second.Log.WaitFor("(VI_1) removing VIPs.");
        await first.BecomesMaster();
        segment.Plug(2, up: true);
        await second.Log.WaitFor("Netlink reports eth0 up");
        await second.BecomesBackup();
        await second.BecomesMaster();
        await first.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_address_removed_by_hand_costs_the_original_the_mastership_for_a_moment(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150), which == Which.Ours ? ["--strict"] : []);
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        Segment.Ip($"-n {segment.Host(1)} addr del {Conf.Virtual} dev eth0");
        await daemon.Log.WaitFor("Netlink reflector reports IP 10.77.0.100 removed");
        await daemon.BecomesBackup();
        await daemon.Log.WaitFor("(VI_1) sent 0 priority");
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Nopreempt_leaves_a_lower_master_alone_until_it_goes(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, inside: "nopreempt"));
        await second.BecomesBackup();
        using var capture = await Capture.Start(segment, "ip proto 112");
        // Three master down intervals of the master's adverts go by.
        for (var i = 0; i < 12; i++) Assert.Equal(100, (await capture.Next())[36]);
        await first.Stop();
        await second.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Preempt_delay_waits_before_it_takes_over_from_a_lower_master(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, inside: "preempt_delay 1"));
        await second.Log.WaitFor("(VI_1) start preempt delay (1.000000)");
        await second.Log.WaitFor("(VI_1) received lower priority (100) advert from 10.77.0.1 - discarding");
        await second.BecomesMaster();
        await first.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Version_3_backups_learn_the_interval_of_the_master(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, interval: 0.2));
        await second.BecomesMaster();
        await first.Log.WaitFor("(VI_1) advertisement interval updated from 100ms to 200ms by master");
        await second.Stop();
        await first.Log.WaitFor("(VI_1) changing advert interval from 200ms to locally configured 100ms");
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Equal_priorities_the_higher_address_wins(Which lower, Which higher)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        // Both become master behind cut links, then they meet.
        var first = Daemon.Start(segment, 1, lower, Conf.Router(150));
        await first.BecomesMaster();
        Segment.Ip($"-n {segment.Bridge} link set p2 nomaster");
        var second = Daemon.Start(segment, 2, higher, Conf.Router(150));
        await second.BecomesMaster();
        Segment.Ip($"-n {segment.Bridge} link set p2 master br0");
        await first.Log.WaitFor("(VI_1) Master received advert from 10.77.0.2 with same priority 150 but higher IP address than ours");
        await first.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Different_passwords_make_two_masters_that_complain(Which one, Which other)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, one, Conf.Router(100, 2, 1, Conf.Password("aaa")));
        var second = Daemon.Start(segment, 2, other, Conf.Router(150, 2, 1, Conf.Password("bbb")));
        await Task.WhenAll(first.BecomesMaster(), second.BecomesMaster());
        // In any order: a real master that hears a wrong password every second restarts its own timer and hardly sends any more.
        await Task.WhenAll(first.Log.Has("(VI_1) received an invalid passwd!"), second.Log.Has("(VI_1) received an invalid passwd!"));
        Assert.DoesNotContain("higher priority", first.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Different_intervals_in_version_2_make_two_masters(Which one, Which other)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, one, Conf.Router(100, 2, 1));
        var second = Daemon.Start(segment, 2, other, Conf.Router(150, 2, 2));
        await Task.WhenAll(first.BecomesMaster(), second.BecomesMaster());
        await second.Log.Has("(VI_1) advertisement interval mismatch mine=2 sec rcv'd=1 sec");
        await first.Log.Has("(VI_1) advertisement interval mismatch mine=1 sec rcv'd=2 sec");
    }
}
