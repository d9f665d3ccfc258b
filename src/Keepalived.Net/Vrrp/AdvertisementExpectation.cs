namespace Keepalived.Net.Vrrp;

/// <summary>A unicast neighbour and the TTLs its packets may have on arrival. (keepalived.conf(5) "unicast_peer")</summary>
/// <param name="Address">4 or 16 bytes.</param>
public sealed record ExpectedPeer(byte[] Address, int MinTimeToLive = 0, int MaxTimeToLive = 255);

/// <summary>What one virtual router expects of the advertisements it accepts.</summary>
public sealed class AdvertisementExpectation
{
    public required int Version { get; init; }

    public required int RouterId { get; init; }

    /// <summary>Microseconds; only version 2 insists on it.</summary>
    public required long IntervalUs { get; init; }

    public AdvertisementAuthentication Authentication { get; init; }

    /// <summary>Eight bytes, zero padded.</summary>
    public byte[] Password { get; init; } = new byte[Packet.AuthenticationLength];

    /// <summary>Our virtual addresses, concatenated, 4 or 16 bytes each.</summary>
    public required byte[] Addresses { get; init; }

    public required int AddressLength { get; init; }

    public required bool SkipAddressCheck { get; init; }

    /// <summary>Empty: multicast, with a TTL of 255.</summary>
    public ExpectedPeer[] Peers { get; init; } = [];

    /// <summary>Who is not among the peers is not heard.</summary>
    public bool PeersOnly { get; init; }

    /// <summary>
    /// The multicast group when unicast checksums of version 3 may be the old ones that covered it; null: never.
    /// (keepalived.conf(5) "old_unicast_checksum")
    /// </summary>
    public byte[]? OldSummedDestination { get; init; }
}
