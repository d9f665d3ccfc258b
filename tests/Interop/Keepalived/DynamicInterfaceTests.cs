namespace Interop.Keepalived;

/// <summary>Interfaces that appear, vanish and change their names while the daemon runs. (keepalived.conf(5) "dynamic_interfaces")</summary>
public sealed class DynamicInterfaceTests
{
    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_interface_that_is_not_there_yet_is_used_when_it_comes_and_missed_when_it_goes(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var text = Conf.Router(150, interval: 0.2, global: "dynamic_interfaces").Replace("interface eth0", "interface eth1", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, which, text);
        await daemon.Log.WaitFor("(VI_1) entering FAULT state");
        segment.AddSecondLink();
        await daemon.Log.WaitFor("Interface eth1 added");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on eth1");
        Segment.Ip($"-n {segment.Host(1)} link del eth1");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.Has("Interface eth1 deleted");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_interface_that_is_renamed_is_another_one_until_it_has_its_name_back(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, global: "dynamic_interfaces"));
        await daemon.BecomesMaster();
        var host = segment.Host(1);
        Segment.Ip($"-n {host} link set eth0 down");
        Segment.Ip($"-n {host} link set eth0 name ethx");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.Has("Interface name has changed from eth0 to ethx");
        Segment.Ip($"-n {host} link set ethx name eth0");
        Segment.Ip($"-n {host} link set eth0 up");
        await daemon.Log.WaitFor("Interface name has changed from ethx to eth0");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_virtual_interface_follows_the_base_that_is_renamed_vanishes_and_comes_back(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        var host = segment.Host(1);
        var text = Conf.Router(150, interval: 0.2, global: "dynamic_interfaces", inside: "use_vmac", addresses: "10.78.0.100/24").Replace("interface eth0", "interface eth1", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, which, text);
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on vrrp.51");
        Segment.Ip($"-n {host} link set eth1 down");
        Segment.Ip($"-n {host} link set eth1 name ethx");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.Has("Interface ethx added");
        Segment.Ip($"-n {host} link set ethx name eth1");
        await daemon.Log.Has("Interface eth1 added");
        Segment.Ip($"-n {host} link set eth1 up");
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on vrrp.51");
        Segment.Ip($"-n {host} link del eth1");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.Has("Interface vrrp.51 deleted");
        segment.AddSecondLink(again: true);
        await daemon.Log.WaitFor("(VI_1): Success creating VMAC interface vrrp.51");
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP on vrrp.51");
        Assert.Contains("10.78.0.100/24", segment.Run(1, "ip -o addr show dev vrrp.51"), StringComparison.Ordinal);
    }
}
