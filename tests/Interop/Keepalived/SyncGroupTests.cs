namespace Interop.Keepalived;

/// <summary>Instances that change their state together. (keepalived.conf(5) "vrrp_sync_group")</summary>
public sealed class SyncGroupTests
{
    private static string Pair(int priority) => Conf.Router(priority, interval: 0.2, before: Conf.Group) + Conf.InstanceOn("VI_2", 52, "eth1", "10.78.0.100/24", priority);

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Both_members_are_taken_over_and_handed_back(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        segment.AddSecondLink();
        var first = Daemon.Start(segment, 1, low, Pair(100));
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
        await first.Log.Has("(VI_1) Entering MASTER STATE");
        await first.Log.Has("(VI_2) Entering MASTER STATE");
        var second = Daemon.Start(segment, 2, high, Pair(150));
        await second.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to BACKUP state");
        Assert.Equal(0, await second.Stop());
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task A_fault_of_one_member_is_the_fault_of_both(Which high, Which low)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        segment.AddSecondLink();
        var first = Daemon.Start(segment, 1, high, Pair(150));
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
        var second = Daemon.Start(segment, 2, low, Pair(100));
        await second.Log.WaitFor("(VI_2) Entering BACKUP STATE");
        Segment.Ip($"-n {segment.Bridge} link set q1 down");
        await first.Log.WaitFor("(VI_2) Entering FAULT STATE");
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to FAULT state");
        await first.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await second.Log.WaitFor("(VI_1) Backup received priority 0 advertisement");
        await second.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
        Segment.Ip($"-n {segment.Bridge} link set q1 up");
        await first.Log.WaitFor("(VI_2) Entering BACKUP STATE");
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to BACKUP state");
        await first.Log.WaitFor("(VI_1) Entering BACKUP STATE");
        await first.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_group_with_a_fault_starts_in_FAULT(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        Segment.Ip($"-n {segment.Host(1)} link set eth1 down");
        var daemon = Daemon.Start(segment, 1, which, Pair(150));
        await daemon.Log.WaitFor("(VI_2): entering FAULT state (interface eth1 down)");
        await daemon.Log.Has("(VI_1) entering FAULT state");
        Segment.Ip($"-n {segment.Host(1)} link set eth1 up");
        await daemon.Log.WaitFor("VRRP_Group(G1) Syncing instances to BACKUP state");
        await daemon.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_member_that_hears_a_master_holds_the_other_back(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        segment.AddSecondLink();
        var other = Daemon.Start(segment, 1, Which.Real, Conf.Router(200, interval: 0.2));
        await other.BecomesMaster();
        var daemon = Daemon.Start(segment, 2, which, Pair(100));
        await daemon.Log.WaitFor("(VI_2) Receive advertisement timeout");
        await daemon.Log.WaitFor("(VI_2) Receive advertisement timeout");
        Assert.DoesNotContain("Entering MASTER", daemon.Log.All, StringComparison.Ordinal);
        Assert.Equal(0, await other.Stop());
        await daemon.Log.WaitFor("VRRP_Group(G1) Syncing instances to MASTER state");
    }

    [SkippableTheory]
    [InlineData(Which.Real, "global_tracking")]
    [InlineData(Which.Ours, "global_tracking")]
    [InlineData(Which.Real, "sync_group_tracking_weight")]
    [InlineData(Which.Ours, "sync_group_tracking_weight")]
    public async Task Members_may_keep_weights_of_their_own(Which which, string setting)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "number");
        File.WriteAllText(file, "5\n");
        var text = Conf.Router(150, interval: 0.2, before: $"track_file f {{\nfile {file}\n}}\nvrrp_sync_group G1 {{\ngroup {{\nVI_1\nVI_2\n}}\n{setting}\n}}", inside: "track_file {\nf weight 2\n}")
            + Conf.Instance("VI_2", 52, 100, "10.77.0.101/24");
        var daemon = Daemon.Start(segment, 1, which, text);
        await daemon.Log.Has("(VI_1) Changing effective priority from 150 to 160");
        await daemon.BecomesMaster();
        File.WriteAllText(file, "6\n");
        await daemon.Log.Has("(VI_1) Changing effective priority from 160 to 162");
        Assert.DoesNotContain("(VI_2) Changing", daemon.Log.All, StringComparison.Ordinal);
        Assert.Contains("   sync group tracking weight set\n", await daemon.Dump("USR1", "keepalived.data"), StringComparison.Ordinal);
    }
}
