using ConfParsers.Keepalived;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Status;

/// <summary>The memory shared by parent and VRRP child.</summary>
public sealed class StatusPageTests
{
    private static readonly VrrpInstance Instance = new("VI_1", default!) { Interface = "eth0", VirtualRouterId = 51 };

    [Fact]
    public void A_router_keeps_its_record_and_its_name_is_found()
    {
        using var page = StatusPage.Create();
        var slot = page.TakeRouter(Instance, ipv6: false);
        page.Routers[slot].NoteSent(100, 7, 9);
        Assert.Equal(slot, page.TakeRouter(Instance with { Name = "renamed" }, ipv6: false));
        Assert.NotEqual(slot, page.TakeRouter(Instance, ipv6: true));
        Assert.True(page.TryFind("renamed", out var record));
        Assert.Equal((1L, 7, 9u), (record.Counters.Sent, record.Identification, record.Sequence));
        page.ReleaseRouter(slot);
        Assert.False(page.TryFind("renamed", out _));
    }

    [Fact]
    public void What_another_process_puts_back_at_the_end_is_kept_until_the_page_is_cleared()
    {
        using var page = StatusPage.Create();
        page.Settings = "/proc/a 1\n";
        page.Settings = "/b 0\n";
        page.FilterParts = 3;
        Assert.Equal(("/b 0\n", 3), (page.Settings, page.FilterParts));
        page.Clear();
        Assert.Equal(("", 0), (page.Settings, page.FilterParts));
        Assert.True(page.IsOfThisLayout);
    }

    [Fact]
    public void A_change_of_state_is_counted_once()
    {
        var record = default(RouterRecord);
        record.Note(new RouterState { State = VrrpState.Backup });
        record.Note(new RouterState { State = VrrpState.Master });
        record.Note(new RouterState { State = VrrpState.Master, EffectivePriority = 3 });
        record.Note(new RouterState { State = VrrpState.Fault });
        Assert.Equal((3, 1, 1), (record.Transitions, record.Counters.BecameMaster, record.Counters.ReleasedMaster));
    }

    [Fact]
    public void Lateness_is_measured_from_one_advertisement_of_a_peer_to_its_next()
    {
        var record = default(RouterRecord);
        record.NoteReceived([10, 0, 0, 1], 100, 100_000, now: 1_000_000);
        record.NoteReceived([10, 0, 0, 2], 90, 100_000, now: 1_050_000);
        record.NoteReceived([10, 0, 0, 1], 100, 100_000, now: 1_103_000);
        // Gone for a while: that was no lateness.
        record.NoteReceived([10, 0, 0, 1], 100, 100_000, now: 9_000_000);
        Assert.Equal(3_000, record.ReceivedLateness.SumUs);
        Assert.Equal(1, record.ReceivedLateness[3]);
        Assert.Equal(4, record.Counters.Received);
        Assert.Equal("10.0.0.1", record.Peers[0].Address.ToString());
        Assert.Equal(90, record.Peers[1].Priority);
    }

    [Fact]
    public void Of_too_many_peers_the_one_silent_for_longest_gives_way()
    {
        var peers = default(PeerTable);
        for (byte i = 1; i <= PeerTable.Capacity; i++) Assert.Equal(0, peers.Heard([10, 0, 0, i], 100, i));
        Assert.Equal(1, peers.Heard([10, 0, 0, 1], 100, 20));
        Assert.Equal(0, peers.Heard([10, 0, 0, 9], 100, 30));
        Assert.Equal("10.0.0.9", peers[1].Address.ToString());
        Assert.Equal(20, peers.Heard([10, 0, 0, 1], 100, 40));
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        using var page = StatusPage.Create();
        var name = new string('é', 100);
        page.TakeTracker(TrackerKind.File, name);
        Assert.True(page.TryFind(TrackerKind.File, name, out var record));
        Assert.True(record.Name.Length < 100);
    }
}
