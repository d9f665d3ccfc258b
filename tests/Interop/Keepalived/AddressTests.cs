namespace Interop.Keepalived;

/// <summary>What a master puts on interfaces, and what becomes of it. (keepalived.conf(5) "virtual_ipaddress", "virtual_ipaddress_excluded", "accept")</summary>
public sealed class AddressTests
{
    [SkippableTheory]
    [InlineData(Conf.Virtual + " brd + scope link label eth0:vip\n10.77.0.101/32 brd 10.77.0.255 scope host\n10.77.0.102/30 brd -\n10.77.0.103 dev lo label lo:x", "ip -4 addr")]
    [InlineData("fe80::100/64\nfd77::100/64 -nodad\nfd77::101/64 preferred_lft 0\nfd77::102/64 home mngtmpaddr noprefixroute\nfd77::103/128", "ip -6 addr")]
    public async Task Every_option_of_an_address_has_the_same_effect(string addresses, string command)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        Assert.Equal(await While(segment, Which.Real, addresses, "", command), await While(segment, Which.Ours, addresses, "", command));
    }

    [SkippableTheory]
    [InlineData("no_accept", Conf.Virtual)]
    [InlineData("no_accept", "fe80::100/64\nfd77::100/64")]
    [InlineData("strict_mode on", Conf.Virtual)]
    [InlineData("no_accept\nvirtual_ipaddress_excluded {\n10.77.0.200\nfd77::200\n}", Conf.Virtual)]
    [InlineData("no_accept", Conf.Virtual, "nftables_ifindex")]
    [InlineData("no_accept", Conf.Virtual, "nftables_counters")]
    [InlineData("no_accept", Conf.Virtual, "nftables mine\nnftables_priority -7")]
    [InlineData("", Conf.Virtual, "vrrp_strict")]
    public async Task Addresses_that_must_not_answer_are_dropped_by_the_same_rules(string inside, string addresses, string global = "")
    {
        Segment.SkipWithoutMeans();
        Skip.IfNot(File.Exists("/usr/sbin/nft"), "nft is not installed");
        using var segment = new Segment(1);
        var real = await While(segment, Which.Real, addresses, inside, "nft list ruleset", global);
        Assert.Contains("drop", real, StringComparison.Ordinal);
        Assert.Equal(real, await While(segment, Which.Ours, addresses, inside, "nft list ruleset", global));
        Assert.Equal("", segment.Run(1, "nft list ruleset"));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Excluded_addresses_move_and_are_announced_but_not_advertised(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        using var capture = await Capture.Start(segment, "ip proto 112");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "virtual_ipaddress_excluded {\n10.77.0.200/24\nfd77::200/64\n}"));
        await daemon.Log.WaitFor("(VI_1) setting E-VIPs.");
        await daemon.Log.WaitFor("Sending/queueing gratuitous ARPs on eth0 for 10.77.0.200");
        await daemon.Log.WaitFor("Sending/queueing Unsolicited Neighbour Adverts on eth0 for fd77::200");
        Assert.Equal(1, (await capture.Next())[34 + 3]);
        Assert.Contains("10.77.0.200/24", segment.Addresses(1));
        Assert.Contains("fd77::200/64", segment.Addresses(1));
        Assert.Equal(0, await daemon.Stop());
        await daemon.Log.WaitFor("(VI_1) removing E-VIPs.");
        Assert.DoesNotContain("10.77.0.200/24", segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Conf.Virtual, "10.77.0.100", Conf.Virtual)]
    [InlineData("fe80::100/64\nfd77::100/64", "fd77::100", "fd77::100/64")]
    public async Task An_address_removed_by_hand_comes_back_at_once_and_nobody_else_hears_of_it(string addresses, string address, string removed)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(150, interval: 0.2, addresses: addresses));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        Segment.Ip($"-n {segment.Host(1)} addr del {removed} dev eth0");
        await daemon.Log.WaitFor($"Netlink reflector reports IP {address} removed from eth0");
        await daemon.Log.WaitFor($"(VI_1) {address} on eth0 was removed by somebody else - putting it back");
        await daemon.Log.WaitFor($"on eth0 for {address}");
        Assert.Contains(removed, segment.Addresses(1));
        Assert.DoesNotContain("sent 0 priority", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Promote_secondaries_is_set(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "promote_secondaries"));
        await daemon.BecomesMaster();
        Assert.Equal("1", segment.Run(1, "cat /proc/sys/net/ipv4/conf/eth0/promote_secondaries").Trim());
    }

    /// <summary>What a command prints while the router is master.</summary>
    private static async Task<string> While(Segment segment, Which which, string addresses, string inside, string command, string global = "")
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, addresses: addresses, inside: inside, global: global));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        var text = segment.Run(1, command);
        Assert.Equal(0, await daemon.Stop());
        return text;
    }
}
