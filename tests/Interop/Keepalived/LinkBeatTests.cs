namespace Interop.Keepalived;

/// <summary>Links whose drivers are asked. (keepalived.conf(5) "linkbeat_use_polling", "linkbeat_interfaces")</summary>
public sealed class LinkBeatTests
{
    [SkippableTheory]
    [InlineData(Which.Real, "linkbeat_use_polling", "")]
    [InlineData(Which.Ours, "linkbeat_use_polling", "")]
    [InlineData(Which.Real, "", "linkbeat_use_polling")]
    [InlineData(Which.Ours, "", "linkbeat_use_polling")]
    [InlineData(Which.Real, "linkbeat_interfaces {\neth0 IOCTL\n}", "")]
    [InlineData(Which.Ours, "linkbeat_interfaces {\neth0 IOCTL\n}", "")]
    public async Task A_driver_without_a_link_means_FAULT(Which which, string root, string inside)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, before: root, inside: inside));
        await daemon.Log.WaitFor("Using MII-BMSR/ETHTOOL NIC polling thread(s)...");
        await daemon.BecomesMaster();
        segment.Plug(1, up: false);
        await daemon.Log.WaitFor("Linkbeat reports eth0 down");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        segment.Plug(1, up: true);
        await daemon.Log.WaitFor("Linkbeat reports eth0 up");
        await daemon.BecomesMaster();
        Assert.DoesNotContain("Netlink reports", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task What_a_driver_does_not_know_is_asked_otherwise(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var host = segment.Host(1);
        foreach (var bridge in (string[])["br7", "br8", "br9"])
        {
            Segment.Ip($"-n {host} link add {bridge} type bridge");
            Segment.Ip($"-n {host} link set {bridge} up");
        }

        Segment.Ip($"-n {host} link add mac9 link eth0 type macvlan");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, before: "linkbeat_interfaces {\neth0 MII\nbr7\nbr8 IOCTL\nbr9\nmac9\n}",
            inside: "track_interface {\nbr7 weight 5\nbr8 weight 5\nmac9 weight 5\n}"));
        await daemon.BecomesMaster();
        await daemon.Log.Has("(eth0): Configured linkbeat type MII not supported, using ETHTOOL");
        await daemon.Log.Has("Turning off linkbeat for br9 since not used for tracking");
        await daemon.Log.Has("(mac9): linkbeat not supported for vmacs since netlink works");
        var ways = (await daemon.Dump("USR1", "keepalived.data")).Split('\n').Where(line => line.StartsWith("   NIC ", StringComparison.Ordinal)).Select(line => line[7..]);
        Assert.Equal(
        [
            "netlink status update", "support ETHTOOL GLINK interface", "support ETHTOOL GLINK interface", "ioctl refresh polling", "netlink status update", "netlink status update",
        ], ways);
    }
}
