using System.Diagnostics;
using static Interop.Keepalived.Restarts;

namespace Interop.Keepalived;

/// <summary>
/// The master is replaced by a new process (<c>keepalived.net status restart</c>) beside a real keepalived that would take over at once: it must not, no
/// advertisement may be missing on the wire, and nothing that the master holds may move.
/// </summary>
[Collection("keepalived")]
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

    [SkippableFact]
    public async Task What_holds_the_priority_down_goes_on_to_hold_it()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var file = Path.Combine(segment.Folder, "number");
        File.WriteAllText(file, "-5");
        var script = Conf.WriteScript(segment, "bad.sh", "exit 3");
        var trackers = $$"""
            vrrp_script chk {
                script "{{script}}"
                interval 100
                weight -20
            }
            vrrp_track_process gone {
                process no_such_program
                weight -3
            }
            track_file number {
                file {{file}}
                weight 1
            }
            """;
        const string tracks = "track_script {\nchk\n}\ntrack_file {\nnumber\n}\ntrack_process {\ngone\n}";
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90, interval: Interval));
        await other.BecomesMaster();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, interval: Interval, before: trackers, inside: tracks));
        // Whether the script or the start comes first depends on the machine.
        await daemon.Log.Has(" to 72");
        await daemon.Log.Has("(VI_1) Entering BACKUP STATE (init)");
        var before = daemon.Ask(segment, 1);
        Assert.Contains("priority   72 instead of 100", before, StringComparison.Ordinal);
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        var after = daemon.Ask(segment, 1);
        Assert.Contains("priority   72 instead of 100", after, StringComparison.Ordinal);
        Assert.Contains("script chk: failed (last exit 3)", after, StringComparison.Ordinal);
        await daemon.Log.WaitFor("has handed over");
        File.WriteAllText(file, "30");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 72 to 107");
        await daemon.BecomesMaster();
        Assert.DoesNotContain("MASTER STATE", other.Log.All[(other.Log.All.IndexOf("Entering MASTER STATE", StringComparison.Ordinal) + 22)..], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_is_in_FAULT_stays_there_and_comes_out_of_it()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var flag = Path.Combine(segment.Folder, "flag");
        var script = Conf.WriteScript(segment, "chk.sh", $"test -e {flag}");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, before: Conf.Script(script, 0, fall: 2, rise: 3), inside: Conf.TrackScript));
        await daemon.Log.WaitFor("VRRP_Script(chk) failed");
        await daemon.Log.WaitFor("(VI_1) entering FAULT state");
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        Assert.Contains("VI_1  FAULT", daemon.Ask(segment, 1), StringComparison.Ordinal);
        await daemon.Log.WaitFor("has handed over");
        File.WriteAllText(flag, "");
        await daemon.Log.WaitFor("VRRP_Script(chk) succeeded");
        await daemon.BecomesMaster();
        Assert.Equal(daemon.Log.All.LastIndexOf("Entering BACKUP STATE", StringComparison.Ordinal), daemon.Log.All.IndexOf("Entering BACKUP STATE", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Maintenance_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var (daemon, other) = await Pair(segment, Conf.Router(100), Conf.Router(90));
        daemon.Ask(segment, 1, "maintenance on");
        await other.BecomesMaster();
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        Assert.Contains("MAINTENANCE: this node takes no part", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.Contains("VI_1  FAULT", daemon.Ask(segment, 1), StringComparison.Ordinal);
        await daemon.Log.WaitFor("has handed over");
        daemon.Ask(segment, 1, "maintenance off");
        await daemon.BecomesMaster();
        await other.BecomesBackup();
    }

    [SkippableFact]
    public async Task A_preempt_delay_that_runs_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90, interval: 0.2));
        await other.BecomesMaster();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, interval: 0.2, inside: "preempt_delay 6"));
        await daemon.Log.WaitFor("(VI_1) start preempt delay");
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        await daemon.Log.Has("has handed over");
        // It has become no master sooner, and is not put off once more.
        Assert.Contains("VI_1  BACKUP", daemon.Ask(segment, 1), StringComparison.Ordinal);
        await daemon.BecomesMaster();
        var text = daemon.Log.All;
        Assert.Equal(text.IndexOf("start preempt delay", StringComparison.Ordinal), text.LastIndexOf("start preempt delay", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_configuration_that_has_changed_is_a_reload_afterwards()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var gone = Conf.Instance("VI_2", 52, 100, "10.77.0.102/24");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100) + gone);
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("(VI_2) Entering MASTER STATE");
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90) + Conf.Instance("VI_2", 52, 90, "10.77.0.102/24"));
        await other.Log.Has("(VI_1) Entering BACKUP STATE");
        await other.Log.Has("(VI_2) Entering BACKUP STATE");
        daemon.Rewrite(text => text.Replace(gone, Conf.Instance("VI_3", 53, 100, "10.77.0.103/24"), StringComparison.Ordinal));
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        await daemon.BecomesMaster("VI_3");
        await other.Log.WaitFor("(VI_2) Backup received priority 0 advertisement");
        await other.BecomesMaster("VI_2");
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.Contains("10.77.0.103/24", segment.Addresses(1));
        Assert.DoesNotContain("10.77.0.102/24", segment.Addresses(1));
        Assert.DoesNotContain("(VI_1) Entering MASTER STATE", other.Log.All, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Scripts_readers_and_events_outlive_it()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var reader = Conf.WriteScript(segment, "reader.sh", $"echo $$ >> {segment.Folder}/readers\nexec cat \"$1\" > {segment.Folder}/read");
        var slow = Conf.WriteScript(segment, "slow.sh", $"read never < {segment.Folder}/gate\necho end >> {segment.Folder}/slow");
        using (var make = Process.Start("mkfifo", Path.Combine(segment.Folder, "gate"))) make.WaitForExit();
        using var slept = new FileAwaiter(segment.Folder, "slow");
        using var read = new FileAwaiter(segment.Folder, "read");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, inside: $"notify_master {slow}", global: $"vrrp_notify_fifo {segment.Folder}/fifo\nvrrp_notify_fifo_script {reader}"));
        await daemon.BecomesMaster();
        await read.Contains("INSTANCE \"VI_1\" MASTER 100");
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        var events = daemon.Ask(segment, 1, "events").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(events, line => line.EndsWith("VI_1 MASTER 100", StringComparison.Ordinal));
        Assert.EndsWith("restarted without failover", events[^1], StringComparison.Ordinal);
        // The script that lasted is reaped by the daemon's new program: it leaves no zombie.
        File.WriteAllText(Path.Combine(segment.Folder, "gate"), "\n");
        await slept.Contains("end");
        daemon.Ask(segment, 1, "maintenance on");
        await read.Contains("INSTANCE \"VI_1\" FAULT 100");
        Assert.Single(File.ReadAllLines(Path.Combine(segment.Folder, "readers")));
        await segment.Until(1, $"cat /proc/{daemon.Id}/task/{daemon.Id}/children", text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 2);
        Assert.Equal(0, await daemon.Stop());
        Assert.False(File.Exists(Path.Combine(segment.Folder, "fifo")));
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
