using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>Advertisements to peers instead of a group: numbers, checksums, and who is heard.</summary>
public sealed class UnicastTests
{
    private static readonly byte[] Group = [224, 0, 0, 18];
    private static readonly byte[] First = [10, 77, 0, 2];
    private static readonly byte[] Second = [10, 77, 0, 3];

    private static readonly AdvertisementForm Form = new()
    {
        Version = 3,
        RouterId = 51,
        IntervalUs = 200_000,
        Source = [10, 77, 0, 1],
        Destinations = [First, Second],
        Addresses = [10, 77, 0, 100],
        TimeToLive = 33,
    };

    [Fact]
    public void All_peers_get_the_same_number_and_each_a_checksum_of_its_own()
    {
        var template = new AdvertisementTemplate(Form);
        template.Begin(100);
        var packets = new[] { template.Towards(0).ToArray(), template.Towards(1).ToArray() };
        Assert.Equal([First, Second], packets.Select(each => each[16..20]));
        Assert.All(packets, each => Assert.Equal((0, 1, 33), (each[4], each[5], each[8])));
        Assert.NotEqual(packets[0][26..28], packets[1][26..28]);
        Assert.All(packets, each => Assert.Equal(Refusal.None, PacketTests.Read(each, Expected([new([10, 77, 0, 1])]), out _).Refusal));
    }

    [Theory]
    [InlineData(0, 255, Refusal.None)]
    [InlineData(33, 33, Refusal.None)]
    [InlineData(34, 255, Refusal.PeerTimeToLive)]
    [InlineData(0, 32, Refusal.PeerTimeToLive)]
    public void A_peer_is_heard_within_its_limits(int min, int max, Refusal expected) =>
        Assert.Equal(expected, PacketTests.Read(new AdvertisementTemplate(Form).Next(100).ToArray(), Expected([new(Second), new([10, 77, 0, 1], min, max)]), out _).Refusal);

    [Fact]
    public void A_stranger_is_heard_unless_the_source_is_to_be_checked()
    {
        var packet = new AdvertisementTemplate(Form).Next(100).ToArray();
        Assert.Equal(Refusal.None, PacketTests.Read(packet, Expected([new(Second)]), out _).Refusal);
        var refused = PacketTests.Read(packet, Expected([new(Second)], peersOnly: true), out _);
        Assert.Equal("unicast source address 10.77.0.1 not a unicast peer", RouterLog.Text(refused, 51, "", "10.77.0.1"));
    }

    [Fact]
    public void The_old_checksum_is_recognised_where_it_is_allowed()
    {
        var packet = new AdvertisementTemplate(Form with { SummedDestination = Group }).Next(100).ToArray();
        Assert.Equal(Refusal.Checksum, PacketTests.Read(packet, Expected([new([10, 77, 0, 1])]), out _).Refusal);
        Assert.Equal(Refusal.None, PacketTests.Read(packet, Expected([new([10, 77, 0, 1])], old: Group), out var outcome).Refusal);
        Assert.True(outcome.HasOldChecksum);
    }

    private static AdvertisementExpectation Expected(ExpectedPeer[] peers, bool peersOnly = false, byte[]? old = null) => new()
    {
        Version = 3,
        RouterId = 51,
        IntervalUs = 200_000,
        Addresses = [10, 77, 0, 100],
        AddressLength = 4,
        SkipAddressCheck = false,
        Peers = peers,
        PeersOnly = peersOnly,
        OldSummedDestination = old,
    };
}
