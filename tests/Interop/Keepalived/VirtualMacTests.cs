using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>Virtual routers with a hardware address of their own. (keepalived.conf(5) "use_vmac"; RFC 5798 §7.3)</summary>
public sealed partial class VirtualMacTests
{
    [SkippableTheory]
    [InlineData("use_vmac", Conf.Virtual)]
    [InlineData("use_vmac\nvmac_xmit_base", Conf.Virtual)]
    [InlineData("use_vmac vm0 02:11:22:33:44:55", "10.77.0.100/32")]
    [InlineData("use_vmac\nno_accept", Conf.Virtual)]
    [InlineData("use_vmac", "fe80::100/64\nfd77::100/64")]
    public async Task Links_addresses_settings_and_packet_filter_are_the_same(string inside, string addresses)
    {
        Segment.SkipWithoutMeans();
        Skip.IfNot(File.Exists("/usr/sbin/nft"), "nft is not installed");
        using var segment = new Segment(1);
        var real = await Standing(segment, Which.Real, inside, addresses);
        var ours = await Standing(segment, Which.Ours, inside, addresses);
        Assert.Equal(real, ours);
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task The_higher_priority_takes_the_hardware_address_over(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, interval: 0.2, inside: "use_vmac"));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, interval: 0.2, inside: "use_vmac"));
        await second.BecomesMaster();
        await second.Log.WaitFor("Sending gratuitous ARP on vrrp.51 for 10.77.0.100");
        await first.BecomesBackup();
        await first.Log.WaitFor("(VI_1) removing VIPs.");
        Assert.Contains("10.77.0.100/24", segment.Run(2, "ip -o addr show dev vrrp.51"), StringComparison.Ordinal);
        Assert.Equal(0, await second.Stop());
        await second.Log.WaitFor("(VI_1) Success removing VMAC interface vrrp.51");
        await first.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_interface_removed_by_somebody_else_is_made_again(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "use_vmac"));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        Segment.Ip($"-n {segment.Host(1)} link del vrrp.51");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.Has("Interface vrrp.51 deleted");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on vrrp.51");
        Assert.Contains("10.77.0.100/24", segment.Run(1, "ip -o addr show dev vrrp.51"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Without_its_base_it_is_in_FAULT(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: "use_vmac"));
        await daemon.BecomesMaster();
        Segment.Ip($"-n {segment.Host(1)} link set eth0 down");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        Segment.Ip($"-n {segment.Host(1)} link set eth0 up");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_address_on_another_interface_may_have_one_too(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, addresses: Conf.Virtual + "\n10.78.0.100/24 dev eth1 use_vmac"));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on vrrp.51 for 10.78.0.100");
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.Contains("00:00:5e:00:01:33", segment.Run(1, "ip -o link show dev vrrp.51"), StringComparison.Ordinal);
        Assert.Contains("10.78.0.100/24", segment.Run(1, "ip -o addr show dev vrrp.51"), StringComparison.Ordinal);
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain("vrrp.51", segment.Run(1, "ip -o link"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_ipvlan_that_the_kernel_refuses_is_a_FAULT_with_a_reason(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        Skip.If(CanIpvlan(segment), "this kernel has ipvlan");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, inside: "use_ipvlan iv0 10.77.0.60/24"));
        await daemon.Log.WaitFor("Netlink: error: Operation not supported(95), type=RTM_NEWLINK(16)");
        await daemon.Log.WaitFor("(VI_1): Unable to create ipvlan interface iv0");
        await daemon.Log.WaitFor("(VI_1): entering FAULT state (interface iv0 down)");
    }

    [SkippableFact]
    public async Task The_addresses_are_announced_once_more_when_the_old_master_has_let_go()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        using var capture = await Capture.Start(segment, "arp and ether src 00:00:5e:00:01:33");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(150, interval: 0.2, inside: "use_vmac\ngarp_master_delay 0"));
        await daemon.BecomesMaster();
        // Five at once, and without any other burst configured five more.
        for (var i = 0; i < 10; i++) Assert.Equal((byte)100, (await capture.Next())[31]);
    }

    private static async Task<string> Standing(Segment segment, Which which, string inside, string addresses)
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, inside: inside, addresses: addresses));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending/queueing");
        var name = segment.Run(1, "ip -br link").Split('\n').Select(line => line.Split(' ', '@')[0]).First(each => each is not ("lo" or "eth0"));
        var standing = string.Join('\n', ((string[])
        [
            "ip -d link show dev " + name,
            "ip addr show dev " + name,
            "nft list ruleset",
            $"grep -s . -r /proc/sys/net/ipv4/conf/{name} /proc/sys/net/ipv4/conf/eth0 /proc/sys/net/ipv6/conf/{name} --include=arp_* --include=rp_filter --include=promote_* --include=disable_ipv6 --include=addr_gen_mode --include=accept_dad",
        ]).Select(command => string.Join('\n', segment.Run(1, command).Split('\n').Order(StringComparer.Ordinal))));
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain(name, segment.Run(1, "ip -o link"), StringComparison.Ordinal);
        // The number of an interface counts on from run to run.
        return LinkNumber().Replace(standing, "N: ");
    }

    private static bool CanIpvlan(Segment segment)
    {
        try
        {
            Segment.Ip($"-n {segment.Host(1)} link add probe0 link eth0 type ipvlan");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\d+: ", RegexOptions.Multiline)]
    private static partial Regex LinkNumber();
}
