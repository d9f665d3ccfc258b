namespace Interop.Keepalived;

/// <summary>Routes and rules that come and go with the mastership, and what is there as long as the daemon runs. (keepalived.conf(5) "virtual_routes", "static_routes")</summary>
public sealed class RouteTests
{
    private const string Routes = """
        virtual_routes {
            10.1.0.0/16 via 10.77.0.1 dev eth0 mtu 1400 advmss 1300 hoplimit 5 window 1000 initcwnd 10 initrwnd 12 quickack 1
            10.2.0.0/16 nexthop via 10.77.0.1 dev eth0 weight 3 nexthop via 10.77.0.3 dev eth0 onlink weight 5
            10.3.0.0/16 via 10.77.0.1 dev eth0 mtu lock 1300 reordering 5 cwnd lock 8 ssthresh 7 rto_min 300ms realms 1/2 features ecn congctl cubic
            unreachable 10.4.0.0/16
            prohibit 10.5.0.0/16 metric 5
            throw 10.6.0.0/16 table 200
            src 10.77.0.100 to 10.7.0.0/16 dev eth0 table 300
            blackhole 10.8.0.0/16
            10.9.0.0/16 dev eth0 src 10.77.0.100 metric 10 scope link
            fd01::/64 via fd77::2 dev eth0 pref high metric 7
            default via 10.77.0.1 dev eth0 metric 999
        }
        virtual_rules {
            from 10.77.0.0/24 to 10.1.0.0/16 iif eth0 fwmark 5/7 tos 8 lookup 100 priority 600 realms 3
            from 10.77.0.0/24 oif eth0 goto 32766 priority 601
            from 10.77.0.0/24 blackhole priority 602
            prohibit from 10.77.0.9 priority 603
            from 10.77.0.10 uidrange 100-200 ipproto tcp sport 10-20 dport 80-90 lookup 100 priority 604
            from 10.77.0.11 suppress_prefixlength 0 table main priority 605
            from 10.77.0.12 nop priority 606
            to fd01::/64 lookup 1000 priority 607
            not from 10.77.0.13 table 5 priority 608
        }
        """;

    private static readonly string[] Tables = ["ip -d route show table all proto keepalived", "ip -d -6 route show table all proto keepalived", "ip -d rule", "ip -d -6 rule"];

    [SkippableFact]
    public async Task Every_option_of_routes_and_rules_has_the_same_effect()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var before = All(segment);
        var real = await While(segment, Which.Real);
        Assert.Contains("10.2.0.0/16", real, StringComparison.Ordinal);
        Assert.Equal(before, All(segment));
        Assert.Equal(real, await While(segment, Which.Ours));
        Assert.Equal(before, All(segment));
    }

    [SkippableTheory]
    [InlineData("route del 10.1.0.0/16", "route 10.1.0.0/16")]
    [InlineData("rule del priority 600", "rule of preference 600")]
    public async Task What_is_removed_by_hand_comes_back_at_once(string command, string what)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(150, interval: 0.2, inside: Routes));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        var all = All(segment);
        Segment.Ip($"-n {segment.Host(1)} {command}");
        await daemon.Log.WaitFor($"(VI_1) {what} was removed by somebody else - putting it back");
        Assert.Equal(all, All(segment));
        Assert.DoesNotContain("sent 0 priority", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, false)]
    [InlineData(Which.Ours, true)]
    public async Task The_original_gives_up_for_a_moment_when_a_route_is_removed(Which which, bool isStrict)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "virtual_routes {\n10.1.0.0/16 via 10.77.0.1 dev eth0\n}"), isStrict ? ["--strict"] : []);
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        Segment.Ip($"-n {segment.Host(1)} route del 10.1.0.0/16");
        await daemon.BecomesBackup();
        await daemon.Log.WaitFor("(VI_1) sent 0 priority");
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("(VI_1) setting Virtual Routes");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Static_addresses_routes_and_rules_are_there_as_long_as_it_runs(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        const string Static = """
            static_ipaddress {
                10.77.9.1/24 dev eth0
            }
            static_routes {
                192.168.77.0/24 via 10.77.9.2 dev eth0
            }
            static_rules {
                from 10.77.0.0/24 table 100 priority 501
            }
            """;
        var before = All(segment);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, before: Static));
        await daemon.Log.WaitFor("(VI_1) Entering BACKUP STATE (init)");
        Assert.Contains("10.77.9.1/24", segment.Addresses(1));
        var all = All(segment);
        Assert.Contains("192.168.77.0/24 via 10.77.9.2 dev eth0", all, StringComparison.Ordinal);
        Assert.Contains("501:	from 10.77.0.0/24 lookup 100 proto keepalived", all, StringComparison.Ordinal);
        Segment.Ip($"-n {segment.Host(1)} addr del 10.77.9.1/24 dev eth0");
        await daemon.Log.WaitFor("Restoring deleted static address 10.77.9.1/24 dev eth0 scope global set");
        Assert.Contains("10.77.9.1/24", segment.Addresses(1));
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain("10.77.9.1/24", segment.Addresses(1));
        Assert.Equal(before, All(segment));
    }

    private static async Task<string> While(Segment segment, Which which)
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: Routes));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        var text = All(segment);
        Assert.Equal(0, await daemon.Stop());
        await daemon.Log.WaitFor("(VI_1) removing Virtual Routes");
        return text;
    }

    private static string All(Segment segment) => string.Join('\n', Tables.Select(command => segment.Run(1, command)));

    [SkippableTheory]
    [InlineData("192.168.66.0/24 encap ip id 5 dst 10.77.0.9 src 10.77.0.1 ttl 9 tos 4 dev eth0")]
    [InlineData("192.168.66.0/24 encap ip6 id 5 dst fd77::9 src fd77::1 hoplimit 9 tc 4 dev eth0")]
    [InlineData("fd66::/64 encap ip6 id 5 dst fd77::9 hoplimit 9 dev eth0")]
    [InlineData("192.168.66.0/24 encap mpls 100/200 via 10.77.0.9 dev eth0")]
    [InlineData("fd66::/64 encap ila 1:2:3:4 via fd77::9 dev eth0")]
    public async Task The_tunnel_of_a_route_is_the_same_or_refused_by_the_kernel_for_the_same_reason(string route)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        Assert.Equal(await Tunnel(segment, Which.Real, route), await Tunnel(segment, Which.Ours, route));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_static_address_without_an_interface_is_on_the_default_one(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, global: "default_interface eth1", before: "static_ipaddress {\n10.78.9.1/24\n10.77.9.1/24 dev eth0\n}"));
        await daemon.Log.WaitFor("(VI_1) Entering BACKUP STATE (init)");
        Assert.Contains("10.78.9.1/24", segment.Run(1, "ip -o addr show dev eth1"), StringComparison.Ordinal);
        Assert.Contains("10.77.9.1/24", segment.Addresses(1));
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain("10.78.9.1/24", segment.Run(1, "ip -o addr show dev eth1"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, "static_ipaddress {\n10.78.9.1/24 dev eth1 track_group TG\n}")]
    [InlineData(Which.Ours, "static_ipaddress {\n10.78.9.1/24 dev eth1 track_group TG\n}")]
    [InlineData(Which.Real, "static_routes {\n192.168.77.0/24 via 10.78.0.9 dev eth1 track_group TG\n}")]
    [InlineData(Which.Ours, "static_routes {\n192.168.77.0/24 via 10.78.0.9 dev eth1 track_group TG\n}")]
    [InlineData(Which.Real, "static_rules {\nfrom 10.78.0.0/24 table 7 iif eth1 priority 501 track_group TG\n}")]
    [InlineData(Which.Ours, "static_rules {\nfrom 10.78.0.0/24 table 7 iif eth1 priority 501 track_group TG\n}")]
    public async Task Members_of_a_track_group_are_in_FAULT_without_the_link_of_what_is_static(Which which, string block)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        var before = "track_group TG {\ngroup {\nVI_1\n}\n}\n" + block;
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, before: before) + Conf.Instance("VI_2", 52, 150, "10.77.0.101/24"));
        await daemon.BecomesMaster();
        var all = All(segment);
        Segment.Ip($"-n {segment.Host(1)} link set eth1 down");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        Segment.Ip($"-n {segment.Host(1)} link set eth1 up");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
        Assert.Equal(all, All(segment));
        Assert.DoesNotContain("(VI_2) Entering FAULT", daemon.Log.All, StringComparison.Ordinal);
    }

    private static async Task<string> Tunnel(Segment segment, Which which, string route)
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: $"virtual_routes {{\n{route}\n}}"));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        var text = segment.Run(1, "ip -4 route show proto keepalived") + segment.Run(1, "ip -6 route show proto keepalived");
        const string Refusal = "Netlink: error: Operation not supported(95), type=RTM_NEWROUTE(24)";
        if (daemon.Log.All.Contains(Refusal, StringComparison.Ordinal)) text += Refusal;
        Assert.Equal(0, await daemon.Stop());
        return text;
    }
}
