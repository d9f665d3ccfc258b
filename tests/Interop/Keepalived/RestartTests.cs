using System.Diagnostics;
using static Interop.Keepalived.Restarts;

namespace Interop.Keepalived;

/// <summary>
/// The master is replaced by a new process (<c>keepalived.net status restart</c>) beside a real keepalived that would take over at once: it must not, no
/// advertisement may be missing on the wire, and nothing that the master holds may move.
/// </summary>
[Collection(MeasuredAlone.Name)]
public sealed class RestartTests
{
    private const string Ipv6 = "fe80::100/64\nfd77::100/64";

    /// <summary>What is looked at before and after.</summary>
    private static readonly string[] Standing =
    [
        "ip -d link", "ip addr", "ip route show table all", "ip -6 route show table all proto keepalived", "ip rule", "ip -6 rule", "nft list ruleset",
        "grep -s . -r /proc/sys/net/ipv4/conf --include=arp_* --include=rp_filter --include=promote_*",
    ];

    public static TheoryData<string, string, string, int> Kinds => new()
    {
        { "", Conf.Virtual, "", 3 },
        { Conf.Password("secret12"), Conf.Virtual, "", 2 },
        { Conf.Signed("secret12"), Conf.Virtual, "", 2 },
        { "use_vmac", Conf.Virtual, "", 3 },
        { "use_vmac\nvmac_xmit_base", Conf.Virtual, "", 3 },
        { "use_vmac\nno_accept", Conf.Virtual, "", 3 },
        { "no_accept", Conf.Virtual + "\n10.77.0.101/24", "", 3 },
        { "", Ipv6, "", 3 },
        { "use_vmac\nno_accept", Ipv6, "", 3 },
        { "use_vmac", Ipv6, "vrrp_garp_interval 0.2\nvrrp_gna_interval 0.2", 3 },
        { "virtual_ipaddress_excluded {\n10.77.0.200/24\nfd77::200/64\n}", Conf.Virtual, "vrrp_garp_interval 0.3", 3 },
        { "virtual_routes {\n10.1.0.0/16 via 10.77.0.2 dev eth0 mtu 1400\n10.2.0.0/16 dev eth0 table 300\nfd01::/64 via fd77::2 dev eth0\n}\nvirtual_rules {\nfrom 10.77.0.0/24 lookup 300 priority 600\n}", Conf.Virtual, "", 3 },
        { "promote_secondaries", Conf.Virtual + "\n10.77.0.102/32 dev lo", "", 3 },
    };

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_master_of_any_kind_goes_on(string inside, string addresses, string global, int version)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var interval = version == 2 ? 1 : Interval;
        await GoesOn(segment, Conf.Router(100, version, interval, inside, addresses: addresses, global: global), Conf.Router(90, version, interval, inside, addresses: addresses), interval);
    }

    [SkippableFact]
    public async Task A_master_with_unicast_peers_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        await GoesOn(segment, Conf.Router(100, interval: Interval, inside: Conf.Peers("10.77.0.1", "10.77.0.2")), Conf.Router(90, interval: Interval, inside: Conf.Peers("10.77.0.2", "10.77.0.1")), Interval);
    }

    [SkippableFact]
    public async Task A_sync_group_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        segment.AddSecondLink();
        static string Both(int priority) => Conf.Router(priority, interval: Interval, before: Conf.Group) + Conf.InstanceOn("VI_2", 52, "eth1", "10.78.0.100/24", priority);
        var daemon = await GoesOn(segment, Both(100), Both(90), Interval, stops: false);
        // They still belong together.
        Segment.Ip($"-n {segment.Host(1)} link set eth1 down");
        await daemon.Log.WaitFor("VRRP_Group(G1) Syncing instances to FAULT state");
        Segment.Ip($"-n {segment.Host(1)} link set eth1 up");
        await daemon.Log.WaitFor("VRRP_Group(G1) Syncing instances to BACKUP state");
        await daemon.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("instance one")]
    [InlineData("net_namespace")]
    public async Task A_daemon_in_the_background_keeps_its_number_and_its_pid_files(string where)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var configuration = (where == "net_namespace" ? $"net_namespace {segment.Host(1)}\n" : where + "\n") + Conf.Router(100, interval: Interval);
        var log = Path.Combine(segment.Folder, "log");
        using var logged = new FileAwaiter(segment.Folder, "log_vrrp");
        var daemon = Daemon.StartCopy(segment, where == "net_namespace" ? Daemon.Outside : 1, configuration, "-D", "-G", "--log-file=" + log);
        await logged.Contains("Entering MASTER STATE");
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90, interval: Interval));
        await other.BecomesBackup();
        using var capture = await Capture.Start(segment, "ip proto 112");
        var (parent, child) = (File.ReadAllText(daemon.PidFile), daemon.ChildId);
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        Assert.True(await LongestGap(capture, 8) < TimeSpan.FromSeconds(1.5 * Interval));
        Assert.Equal(parent, File.ReadAllText(daemon.PidFile));
        Assert.NotEqual(child, daemon.ChildId);
        Assert.DoesNotContain("Entering MASTER STATE", other.Log.All, StringComparison.Ordinal);
        Daemon.Kill(int.Parse(parent), "TERM");
        await other.BecomesMaster();
        await segment.Until(1, $"ls {daemon.Folder}", text => !text.Contains(".pid", StringComparison.Ordinal));
    }

    /// <summary>Both begin, the first is master and is restarted while its advertisements and its kernel are watched.</summary>
    private static async Task<Daemon> GoesOn(Segment segment, string ours, string peer, double interval, bool stops = true)
    {
        var (daemon, other) = await Pair(segment, ours, peer);
        using var capture = await Capture.Start(segment, "ip proto 112 or ip proto 51 or ip6 proto 112");
        await capture.Next();
        var before = Look(segment);
        using var monitor = Monitor(segment);
        var lines = monitor.StandardOutput.ReadToEndAsync();
        var child = daemon.ChildId;
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        await daemon.Log.WaitFor("has handed over to");
        Assert.True(await LongestGap(capture, 10) < TimeSpan.FromSeconds(1.5 * interval));
        monitor.Kill();
        Assert.DoesNotContain("Deleted", await lines, StringComparison.Ordinal);
        Assert.Equal(before, Look(segment));
        Assert.NotEqual(child, daemon.ChildId);
        var text = other.Log.All;
        Assert.DoesNotContain("Entering MASTER STATE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("already processed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Netlink: error", daemon.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("nftables: error", daemon.Log.All, StringComparison.Ordinal);
        if (!stops) return daemon;
        Assert.Equal(0, await daemon.Stop());
        await other.BecomesMaster();
        Assert.DoesNotContain("10.77.0.100", segment.Run(1, "ip addr"), StringComparison.Ordinal);
        Assert.DoesNotContain("fd77::100", segment.Run(1, "ip addr"), StringComparison.Ordinal);
        Assert.DoesNotContain("vrrp", segment.Run(1, "ip link"), StringComparison.Ordinal);
        Assert.DoesNotContain("keepalived", segment.Run(1, "ip route show table all") + segment.Run(1, "ip -6 route show table all") + segment.Run(1, "nft list ruleset"), StringComparison.Ordinal);
        return daemon;
    }

    private static string Look(Segment segment) => string.Join('\n', Standing.Select(command => segment.Run(1, command)));

    private static Process Monitor(Segment segment) =>
        Process.Start(new ProcessStartInfo("ip", ["netns", "exec", segment.Host(1), "ip", "monitor", "address", "route", "rule", "link"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
}
