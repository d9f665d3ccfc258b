using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Testing;

namespace Interop.Keepalived;

/// <summary>What the original has no counterpart for: status, maintenance, metrics, split brain, restart without failover.</summary>
public sealed partial class StatusTests
{
    [SkippableFact]
    public async Task Status_names_the_tracker_that_holds_the_priority_down()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var script = Conf.WriteScript(segment, "bad.sh", "exit 3");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, before: Conf.Script(script, -30), inside: Conf.TrackScript));
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90));
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 70");
        await other.BecomesMaster();
        await daemon.Log.Has("(VI_1) Entering BACKUP STATE");
        var text = daemon.Ask(segment, 1);
        Assert.Matches(@"(?m)^VI_1  BACKUP for [\d.]+ s  vrid 51 on eth0$", text);
        Assert.Contains("priority   70 instead of 100", text, StringComparison.Ordinal);
        Assert.Matches(@"tracks     script chk: failed \(last exit 3\) for [\d.]+ s, priority -30", text);
    }

    [SkippableFact]
    public async Task Maintenance_hands_over_and_takes_back()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100));
        await daemon.BecomesMaster();
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90));
        await other.BecomesBackup();
        Assert.Equal("maintenance on\n", daemon.Ask(segment, 1, "maintenance on"));
        await other.BecomesMaster();
        var text = daemon.Ask(segment, 1);
        Assert.Contains("MAINTENANCE: this node takes no part", text, StringComparison.Ordinal);
        Assert.Contains("because of maintenance", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
        daemon.Ask(segment, 1, "maintenance off");
        await daemon.BecomesMaster();
        await other.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("use_vmac")]
    public async Task Who_claims_an_IPv6_address_of_ours_is_told_it_is_ours(string inside)
    {
        Segment.SkipWithoutMeans();
        Skip.IfNot(File.Exists("/usr/sbin/nft"), "nft is not installed");
        using var segment = new Segment();
        var link = inside.Length == 0 ? "eth0" : "vrrp.51";
        var fifo = Fifo.Read(segment, "fifo");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, addresses: "fe80::100/64\nfd77::100/64", inside: inside, global: $"vrrp_notify_fifo {fifo.Path}"), "--metrics=127.0.0.1:9650");
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor($"Sending unsolicited Neighbour Advert on {link} for fd77::100");
        // Neither hears the other's advertisements: the real one announces what it believes to be its own.
        foreach (var host in (int[])[1, 2])
        {
            segment.Run(host, "nft add table ip6 deaf");
            segment.Run(host, "nft add chain ip6 deaf in { type filter hook input priority 0 ; }");
            segment.Run(host, "nft add rule ip6 deaf in meta l4proto 112 drop");
        }

        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90, addresses: "fe80::100/64\nfd77::100/64"));
        await other.BecomesMaster();
        await daemon.Log.WaitFor("(VI_1) 020000000002 claims ");
        await daemon.Log.WaitFor($"Sending unsolicited Neighbour Advert on {link} for fd77::100");
        await fifo.Lines.WaitFor("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 100");
        Assert.Contains("split brain seen ", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.Contains("VI_1: 020000000002 claims its addresses", daemon.Ask(segment, 1, "events"), StringComparison.Ordinal);
        Assert.Matches("keepalived_net_split_brain_total{[^}]*} [1-9]", daemon.Ask(segment, 1, "metrics"));
    }

    [SkippableFact]
    public async Task Who_claims_an_address_of_ours_is_told_it_is_ours()
    {
        Segment.SkipWithoutMeans();
        Skip.IfNot(File.Exists("/usr/sbin/arping") || File.Exists("/usr/bin/arping"), "arping is not installed");
        using var segment = new Segment();
        var fifo = Fifo.Read(segment, "fifo");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, global: $"vrrp_notify_fifo {fifo.Path}"));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.100");
        Segment.Ip($"-n {segment.Host(2)} addr add {Conf.Virtual} dev eth0");
        using var claim = Process.Start("ip", ["netns", "exec", segment.Host(2), "arping", "-q", "-c", "1", "-U", "-i", "eth0", "-S", "10.77.0.100", "10.77.0.100"]);
        await daemon.Log.WaitFor("(VI_1) 020000000002 claims 10.77.0.100 on eth0");
        await daemon.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.100");
        await fifo.Lines.WaitFor("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 100");
        Assert.Contains("split brain seen 1 times", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.Contains("VI_1: 020000000002 claims its addresses", daemon.Ask(segment, 1, "events"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Metrics_have_the_names_of_keepalived_exporter_and_more()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100), "--metrics=127.0.0.1:9650");
        await daemon.BecomesMaster();
        var text = await Run(segment, 1, "curl", "-s", "http://127.0.0.1:9650/metrics");
        const string labels = "iname=\"VI_1\",intf=\"eth0\",vrid=\"51\"";
        Assert.Contains("keepalived_up 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"keepalived_vrrp_state{{{labels},ip_address=\"10.77.0.100\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"keepalived_become_master_total{{{labels}}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"keepalived_net_effective_priority{{{labels}}} 100\n", text, StringComparison.Ordinal);
        Assert.Matches($"keepalived_net_advertisement_lateness_seconds_count{{{Regex.Escape(labels)},direction=\"sent\"}} \\d+\n", text);
        Assert.Equal("404", await Run(segment, 1, "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:9650/"));
        Assert.Equal("405", await Run(segment, 1, "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", "http://127.0.0.1:9650/metrics"));
        if (File.Exists("/usr/bin/promtool"))
        {
            var file = Path.Combine(segment.Folder, "metrics");
            File.WriteAllText(file, text);
            Assert.Equal("", await Run(segment, 1, "sh", "-c", $"promtool check metrics < {file} 2>&1 | grep -v total"));
        }
    }

    private static async Task<string> Run(Segment segment, int host, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", segment.Host(host), program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}
