namespace Interop.Keepalived;

/// <summary>Owners, IPv6, and how masters answer each other. (keepalived.conf(5) "VRRP instance(s)")</summary>
public sealed class BehaviourTests
{
    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Of_two_owners_the_one_with_the_lower_address_gives_way(Which lower, Which higher)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, lower, Conf.Router(255, interval: 0.2, state: "MASTER"));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, higher, Conf.Router(255, interval: 0.2, state: "MASTER"));
        await second.BecomesMaster();
        await first.Log.WaitFor("(VI_1) CONFIGURATION ERROR: local instance and a remote instance are both configured as address owner, please fix - reducing local priority");
        await first.Log.WaitFor("(VI_1) Master received advert from 10.77.0.2 with higher priority 255, ours 254");
        await first.BecomesBackup();
        Assert.DoesNotContain("Entering BACKUP STATE (init)", first.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_owner_in_state_BACKUP_waits_like_everybody(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(255, interval: 0.2));
        await daemon.Log.WaitFor("(VI_1) Entering BACKUP STATE (init)");
        await daemon.Log.WaitFor("(VI_1) Receive advertisement timeout");
        await daemon.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Version_3_elects_over_IPv6_between_link_local_addresses(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        const string Addresses = "fe80::100/64\nfd77::100/64";
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, interval: 0.2, addresses: Addresses));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, interval: 0.2, addresses: Addresses));
        await second.BecomesMaster();
        await first.Log.WaitFor("(VI_1) Master received advert from fe80::ff:fe00:2 with higher priority 150, ours 100");
        await second.Log.WaitFor("Sending unsolicited Neighbour Advert on eth0 for fd77::100");
        await first.Log.WaitFor("(VI_1) removing VIPs.");
        Assert.Contains("fd77::100/64", segment.Addresses(2));
        Assert.DoesNotContain("fd77::100/64", segment.Addresses(1));
        Assert.Equal(0, await second.Stop());
        await first.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Two_masters_that_meet_again_become_one_that_announces_itself(Which high, Which low)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, high, Conf.Router(150, interval: 0.2, inside: "garp_lower_prio_repeat 3"));
        await first.BecomesMaster();
        segment.Isolate(2, apart: true);
        var second = Daemon.Start(segment, 2, low, Conf.Router(100, interval: 0.2));
        await second.BecomesMaster();
        // The second burst of its takeover is over.
        await first.Log.WaitFor("Sending/queueing gratuitous ARPs on eth0 for 10.77.0.100");
        await first.Log.WaitFor("Sending/queueing gratuitous ARPs on eth0 for 10.77.0.100");
        segment.Isolate(2, apart: false);
        await second.Log.WaitFor("(VI_1) Master received advert from 10.77.0.1 with higher priority 150, ours 100");
        await second.BecomesBackup();
        if (first.Log.All.Contains("with lower priority 100, ours 150, forcing new election", StringComparison.Ordinal))
        {
            await first.Log.WaitFor("forcing new election");
            await first.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.100");
        }
    }

    [SkippableTheory]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task A_master_that_gives_way_may_be_told_to_speak_once_more(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, interval: 0.2, inside: "higher_prio_send_advert"));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, interval: 0.2));
        await second.BecomesMaster();
        await first.BecomesBackup();
        await second.Log.WaitFor("(VI_1) Received advert from 10.77.0.1 with lower priority 100, ours 150, forcing new election");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_master_refreshes_its_announcements(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        using var capture = await Capture.Start(segment, "arp and arp[14:4] == 0x0a4d0064");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "garp_master_repeat 1\ngarp_master_delay 0\ngarp_master_refresh 1\ngarp_master_refresh_repeat 2"));
        await daemon.BecomesMaster();
        // One at the takeover, then two and two more.
        for (var i = 0; i < 5; i++) await capture.Next();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Addresses_on_other_interfaces_may_be_announced_again_and_again(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "garp_master_delay 0\ngarp_extra_if all 1", addresses: Conf.Virtual + "\n10.78.0.100/24 dev eth1"));
        await daemon.BecomesMaster();
        for (var i = 0; i < 3; i++) await daemon.Log.WaitFor("(VI_1) Sending/queueing gratuitous ARPs on eth1 for 10.78.0.100");
        var text = daemon.Log.All;
        Assert.Equal(text.IndexOf("queueing gratuitous ARPs on eth0", StringComparison.Ordinal), text.LastIndexOf("queueing gratuitous ARPs on eth0", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_start_may_be_delayed(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, global: "vrrp_startup_delay 0.5"));
        await daemon.Log.WaitFor("Delaying startup for 0.5 seconds");
        await daemon.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Groups_of_their_own_do_not_hear_each_other(Which one, Which other)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, one, Conf.Router(150, interval: 0.2, inside: "mcast_dst_ip 224.0.0.77"));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, other, Conf.Router(100, interval: 0.2, global: "vrrp_mcast_group4 224.0.0.99"));
        await second.BecomesMaster();
        using var capture = await Capture.Start(segment, "ip proto 112 and dst host 224.0.0.77");
        await capture.Next();
    }

    [SkippableTheory]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Fewer_missed_advertisements_make_a_backup_quicker(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, interval: 0.4));
        await second.BecomesMaster();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, interval: 0.4, inside: "down_timer_adverts 2"));
        await first.BecomesBackup();
        using var capture = await Capture.Start(segment, "ip proto 112");
        await capture.Next();
        segment.Isolate(2, apart: true);
        await first.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, "", 1)]
    [InlineData(Which.Ours, "", 1)]
    [InlineData(Which.Real, "vrrp_garp_master_repeat 3", 3)]
    [InlineData(Which.Ours, "vrrp_garp_master_repeat 3", 3)]
    public async Task The_least_announcement_is_one_frame_unless_more_is_asked_for(Which which, string global, int frames)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var configuration = Conf.Router(150, interval: 0.2, global: "vrrp_min_garp\n" + global).Replace("vrrp_garp_master_delay 1", "", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, which, configuration);
        await daemon.BecomesMaster();
        using var capture = await Capture.Start(segment, "ip proto 112");
        for (var i = 0; i < 10; i++) await capture.Next();
        Assert.Equal(frames, daemon.Log.All.Split("Sending gratuitous ARP on").Length - 1);
        var data = await daemon.Dump("USR1", "keepalived.data");
        Assert.Contains("   Gratuitous ARP delay = 0\n", data, StringComparison.Ordinal);
        Assert.Contains($"   Gratuitous ARP lower priority repeat = {frames}\n", data, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Advertisements_of_unknown_routers_may_be_told(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(150).Replace("router_id 51", "router_id 77", StringComparison.Ordinal));
        await other.BecomesMaster();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: "log_unknown_vrids"));
        await daemon.Log.Has("Unknown VRID(77) received on interface(eth0). ignoring...");
        await daemon.BecomesMaster();
        Assert.DoesNotContain("VRID(51)", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, "use_vmac", Conf.Virtual, "use_vmac or no_accept/strict specified, but no firewall configured - using nftables")]
    [InlineData(Which.Ours, "use_vmac", Conf.Virtual, "use_vmac or no_accept/strict specified, but no firewall configured - using nftables")]
    [InlineData(Which.Real, "no_accept", Conf.Virtual, "use_vmac or no_accept/strict specified, but no firewall configured - using nftables")]
    [InlineData(Which.Ours, "no_accept", Conf.Virtual, "use_vmac or no_accept/strict specified, but no firewall configured - using nftables")]
    [InlineData(Which.Real, "", "fd77::100/64\nfe80::100/64", "(VI_1) the first IPv6 VIP address should be link local")]
    [InlineData(Which.Ours, "", "fd77::100/64\nfe80::100/64", "(VI_1) the first IPv6 VIP address should be link local")]
    public async Task What_is_not_quite_right_is_told_at_the_start(Which which, string inside, string addresses, string line)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: inside, addresses: addresses));
        await daemon.Log.Has(line);
        await daemon.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_master_may_answer_a_lower_one_without_an_advertisement(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var high = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 1, inside: "lower_prio_no_advert"));
        await high.BecomesMaster();
        segment.Isolate(2, apart: true);
        // Quicker than the other, so that it is heard before it hears.
        var low = Daemon.Start(segment, 2, Which.Real, Conf.Router(100, interval: 0.02));
        await low.BecomesMaster();
        segment.Isolate(2, apart: false);
        await low.BecomesBackup();
        await high.Log.WaitFor("(VI_1) Received advert from 10.77.0.2 with lower priority 100, ours 150");
        Assert.DoesNotContain("forcing new election", high.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_instance_may_stay_master_without_its_link(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "dont_track_primary"));
        await daemon.BecomesMaster();
        segment.Plug(1, up: false);
        await daemon.Log.WaitFor("Netlink reports eth0 down");
        segment.Plug(1, up: true);
        await daemon.Log.WaitFor("Netlink reports eth0 up");
        using var capture = await Capture.Start(segment, "ip proto 112");
        for (var i = 0; i < 5; i++) Assert.Equal(150, (await capture.Next())[36]);
        Assert.DoesNotContain("FAULT", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, "")]
    [InlineData(Which.Ours, "")]
    [InlineData(Which.Real, "skip_check_adv_addr")]
    [InlineData(Which.Ours, "skip_check_adv_addr")]
    public async Task The_addresses_of_a_known_master_may_be_taken_on_trust(Which which, string inside)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var master = Daemon.Start(segment, 1, Which.Real, Conf.Router(150, interval: 0.2));
        await master.BecomesMaster();
        var daemon = Daemon.Start(segment, 2, which, Conf.Router(100, interval: 0.2, inside: inside));
        await daemon.BecomesBackup();
        using var capture = await Capture.Start(segment, "ip proto 112");
        for (var i = 0; i < 3; i++) await capture.Next();
        master.Rewrite(text => text.Replace(Conf.Virtual, Conf.Virtual + "\n10.77.0.101/24", StringComparison.Ordinal));
        master.Signal("HUP");
        if (inside.Length == 0)
        {
            await daemon.Log.WaitFor("(VI_1) received an unexpected ip number count 2, expected 1!");
            await daemon.BecomesMaster();
            return;
        }

        // Two addresses: one line more of four bytes.
        for (var larger = 0; larger < 12;) larger += (await capture.Next())[37] == 2 ? 1 : 0;
        Assert.DoesNotContain("MASTER", daemon.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("ip number count", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Advertisements_may_come_every_ten_milliseconds(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        using var capture = await Capture.Start(segment, "ip proto 112");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.01));
        await daemon.BecomesMaster();
        for (var i = 0; i < 100; i++) Assert.Equal([0, 1], (await capture.Next())[38..40]);
        Assert.DoesNotContain("BACKUP STATE\n", daemon.Log.All, StringComparison.Ordinal);
    }

    /// <summary>2.2.7 sends three frames of the ten.</summary>
    [SkippableFact]
    public async Task A_group_of_interfaces_may_limit_how_fast_announcements_come()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        using var capture = await Capture.Start(segment, "arp and ether src 02:00:00:00:00:01");
        var text = Conf.Router(150, interval: 0.2, before: "garp_group {\ngarp_interval 0.05\ninterface eth0\n}", inside: "garp_master_delay 0", addresses: Conf.Virtual + "\n10.77.0.101/24");
        var daemon = Daemon.Start(segment, 1, Which.Ours, text);
        await daemon.BecomesMaster();
        var frames = new List<byte>();
        while (frames.Count < 10) frames.Add((await capture.Next())[31]);
        Assert.Equal((5, 5), (frames.Count(last => last == 100), frames.Count(last => last == 101)));
    }
}
