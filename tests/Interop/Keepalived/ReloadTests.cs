namespace Interop.Keepalived;

/// <summary>
/// What a reload takes for the same instance and what for another one: VRID, family, interface and the way of speaking decide, not the name.
/// VI_1 is in all of these and stays master without a word.
/// </summary>
public sealed class ReloadTests
{
    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_instance_of_another_name_stays_master(Which which)
    {
        using var segment = Begin();
        var daemon = await Masters(segment, which);
        Change(daemon, text => text.Replace("VI_2", "VI_9", StringComparison.Ordinal));
        await daemon.Log.WaitFor("(VI_9) setting VIPs.");
        await Unmoved(segment, daemon, "VI_9");
        Assert.Contains("10.77.0.101/24", segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_removed_instance_says_priority_0_and_lets_its_address_go(Which which)
    {
        using var segment = Begin();
        var fifo = Fifo.Read(segment, "fifo");
        var daemon = await Masters(segment, which, $"vrrp_notify_fifo {fifo.Path}");
        using var capture = await Capture.Start(segment, "ip proto 112 and ip[21] == 52 and ip[22] == 0");
        Change(daemon, text => text[..text.IndexOf("vrrp_instance VI_2", StringComparison.Ordinal)]);
        await daemon.Log.WaitFor("(VI_2) sent 0 priority");
        await daemon.Log.WaitFor("(VI_2) removing VIPs.");
        await capture.Next();
        await fifo.Lines.WaitFor("INSTANCE \"VI_2\" FAULT 150");
        await Unmoved(segment, daemon, "VI_1");
        Assert.DoesNotContain("10.77.0.101/24", segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real, "interface eth0", "interface eth1")]
    [InlineData(Which.Ours, "interface eth0", "interface eth1")]
    [InlineData(Which.Real, "virtual_router_id 52", "virtual_router_id 53")]
    [InlineData(Which.Ours, "virtual_router_id 52", "virtual_router_id 53")]
    [InlineData(Which.Real, "virtual_router_id 52", "virtual_router_id 52\nuse_vmac")]
    [InlineData(Which.Ours, "virtual_router_id 52", "virtual_router_id 52\nuse_vmac")]
    [InlineData(Which.Real, "virtual_router_id 52", "virtual_router_id 52\nunicast_src_ip 10.77.0.1\nunicast_peer {\n10.77.0.2\n}")]
    [InlineData(Which.Ours, "virtual_router_id 52", "virtual_router_id 52\nunicast_src_ip 10.77.0.1\nunicast_peer {\n10.77.0.2\n}")]
    public async Task What_makes_it_another_instance_starts_it_anew(Which which, string before, string after)
    {
        using var segment = Begin();
        var daemon = await Masters(segment, which);
        Change(daemon, text =>
        {
            var second = text.IndexOf("vrrp_instance VI_2", StringComparison.Ordinal);
            return text[..second] + text[second..].Replace(before, after, StringComparison.Ordinal);
        });
        await daemon.Log.WaitFor("(VI_2) sent 0 priority");
        await daemon.Log.WaitFor("(VI_2) removing VIPs.");
        await daemon.Log.WaitFor("(VI_2) Entering BACKUP STATE (init)");
        await daemon.Log.WaitFor("(VI_2) Entering MASTER STATE");
        await daemon.Log.WaitFor("Sending gratuitous ARP on");
        await Unmoved(segment, daemon, "VI_1");
        Assert.Contains("10.77.0.101/24", segment.Run(1, "ip -o -4 addr"), StringComparison.Ordinal);
    }

    /// <summary>2.2.7 says that it sets the addresses, and has none.</summary>
    [SkippableFact]
    public async Task A_virtual_interface_of_another_name_takes_the_addresses_over()
    {
        using var segment = Begin();
        var daemon = await Masters(segment, Which.Ours, second: "use_vmac");
        Change(daemon, text => text.Replace("use_vmac", "use_vmac vm9", StringComparison.Ordinal));
        await daemon.Log.WaitFor("(VI_2): Success creating VMAC interface vm9");
        await daemon.Log.WaitFor("(VI_2) setting VIPs.");
        await Unmoved(segment, daemon, "VI_2");
        Assert.Contains("10.77.0.101/24", segment.Run(1, "ip -o -4 addr show dev vm9"), StringComparison.Ordinal);
        Assert.DoesNotContain("vrrp.52", segment.Run(1, "ip -o link"), StringComparison.Ordinal);
    }

    private static Segment Begin()
    {
        Segment.SkipWithoutMeans();
        var segment = new Segment(1);
        segment.AddSecondLink();
        return segment;
    }

    private static async Task<Daemon> Masters(Segment segment, Which which, string global = "", string second = "")
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, global: global) + Conf.InstanceOn("VI_2", 52, "eth0", "10.77.0.101/24", 150, second));
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("(VI_2) Entering MASTER STATE");
        await daemon.Log.Has("for 10.77.0.101");
        return daemon;
    }

    private static void Change(Daemon daemon, Func<string, string> change)
    {
        daemon.Log.SkipToEnd();
        daemon.Rewrite(change);
        daemon.Signal("HUP");
    }

    /// <summary>Its advertisements go on, and it was not in another state in between.</summary>
    private static async Task Unmoved(Segment segment, Daemon daemon, string instance)
    {
        using var capture = await Capture.Start(segment, "ip proto 112");
        for (var i = 0; i < 6; i++) await capture.Next();
        var since = daemon.Log.All[daemon.Log.All.LastIndexOf("Reloading", StringComparison.Ordinal)..];
        Assert.DoesNotContain($"({instance}) Entering", since, StringComparison.Ordinal);
        Assert.DoesNotContain($"({instance}) sent 0 priority", since, StringComparison.Ordinal);
    }
}
