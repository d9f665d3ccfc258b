namespace Keepalived.Net.Vrrp;

/// <summary>What the advertisements of one virtual router say and how, as long as its configuration and its source address stay the same.</summary>
public sealed record AdvertisementForm
{
    /// <summary>2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>VRID 1..255.</summary>
    public required int RouterId { get; init; }

    /// <summary>Advertisement interval in microseconds: whole seconds go out in version 2, centiseconds in version 3.</summary>
    public required long IntervalUs { get; init; }

    public AdvertisementAuthentication Authentication { get; init; }

    /// <summary>Eight bytes, zero padded.</summary>
    public byte[] Password { get; init; } = new byte[Packet.AuthenticationLength];

    /// <summary>4 or 16 bytes; decides the family.</summary>
    public required byte[] Source { get; init; }

    /// <summary>Of the source's family: the multicast group, or each unicast peer.</summary>
    public required byte[][] Destinations { get; init; }

    /// <summary>Virtual addresses, concatenated, in the order of the configuration.</summary>
    public required byte[] Addresses { get; init; }

    /// <summary>Of the IPv4 header; IPv6 has its own way.</summary>
    public byte TimeToLive { get; init; } = Packet.TimeToLive;

    /// <summary>
    /// The destination that version 3's checksum covers, when it is not the packet's: keepalived up to 1.3.6 summed up the multicast group
    /// in unicast packets too. (keepalived.conf(5) "old_unicast_checksum")
    /// </summary>
    public byte[]? SummedDestination { get; init; }
}
