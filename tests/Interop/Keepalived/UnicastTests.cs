namespace Interop.Keepalived;

/// <summary>Advertisements between named peers, over both families. (keepalived.conf(5) "unicast_peer")</summary>
public sealed class UnicastTests
{
    [SkippableTheory]
    [InlineData(Which.Real, Which.Real, "10.77.0.")]
    [InlineData(Which.Ours, Which.Real, "10.77.0.")]
    [InlineData(Which.Real, Which.Ours, "10.77.0.")]
    [InlineData(Which.Ours, Which.Real, "fd77::")]
    [InlineData(Which.Real, Which.Ours, "fd77::")]
    public async Task Peers_elect_and_hand_over(Which low, Which high, string network)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var addresses = network == "fd77::" ? "fe80::100/64\nfd77::100/64" : Conf.Virtual;
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, interval: 0.2, inside: Conf.Peers(network + 1, network + 2), addresses: addresses));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, interval: 0.2, inside: Conf.Peers(network + 2, network + 1), addresses: addresses));
        await second.BecomesMaster();
        await first.Log.WaitFor($"(VI_1) Master received advert from {network}2 with higher priority 150, ours 100");
        await first.BecomesBackup();
        Assert.Equal(0, await second.Stop());
        await first.Log.WaitFor("(VI_1) Backup received priority 0 advertisement");
        await first.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task A_peer_from_too_far_away_is_not_heard(Which near, Which far)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, far, Conf.Router(150, interval: 0.2, inside: "unicast_ttl 33\n" + Conf.Peers("10.77.0.1", "10.77.0.2")));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, near, Conf.Router(100, interval: 0.2, inside: Conf.Peers("10.77.0.2", "10.77.0.1 min_ttl 100")));
        await second.Log.WaitFor("(VI_1) TTL/HL 33 not in range 100 - 255");
        await second.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task A_stranger_is_not_heard_when_the_source_is_checked(Which local, Which stranger)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, stranger, Conf.Router(150, interval: 0.2, inside: Conf.Peers("10.77.0.1", "10.77.0.2")));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, local, Conf.Router(100, interval: 0.2, global: "vrrp_check_unicast_src", inside: Conf.Peers("10.77.0.2", "10.77.0.7")));
        await second.Log.WaitFor("(VI_1) unicast source address 10.77.0.1 not a unicast peer");
        await second.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Without_a_peer_it_is_in_FAULT_where_that_is_wanted(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, inside: "unicast_fault_no_peer\n" + Conf.Peers("10.77.0.1")));
        await daemon.Log.WaitFor("(VI_1) Cannot use unicast without any peers - going to fault state");
        await daemon.Stop();
        Assert.DoesNotContain("Entering MASTER", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task The_checksum_of_old_versions_is_recognised(Which old, Which newer)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, old, Conf.Router(150, interval: 0.2, inside: "old_unicast_checksum\n" + Conf.Peers("10.77.0.1", "10.77.0.2")));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, newer, Conf.Router(100, interval: 0.2, inside: Conf.Peers("10.77.0.2", "10.77.0.1")));
        await second.Log.WaitFor("(VI_1) Setting unicast VRRPv3 checksum to old version");
        Assert.Equal(0, await first.Stop());
        await second.Log.WaitFor("(VI_1) Backup received priority 0 advertisement");
        await second.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task An_old_version_is_answered_with_its_own_checksum(Which old)
    {
        // Of two 2.2.7, the one that has recognised it goes on with the new one, and is refused.
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, old, Conf.Router(100, interval: 0.2, inside: "old_unicast_checksum\n" + Conf.Peers("10.77.0.1", "10.77.0.2")));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, Which.Ours, Conf.Router(150, interval: 0.2, inside: Conf.Peers("10.77.0.2", "10.77.0.1")));
        await second.Log.WaitFor("(VI_1) Setting unicast VRRPv3 checksum to old version");
        await second.BecomesMaster();
        await first.Log.WaitFor("(VI_1) Master received advert from 10.77.0.2 with higher priority 150, ours 100");
    }
}
