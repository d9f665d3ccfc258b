using System.Buffers.Binary;

namespace Keepalived.Net.Network;

/// <summary>Who says in a frame that an address is his: the sender of any ARP packet, and the target of a neighbour advertisement. (RFC 5227 §2.4, RFC 4861 §4.4)</summary>
public readonly ref struct AddressClaim
{
    private const int EthernetHeader = 14;
    private const int Advertised = EthernetHeader + 40 + 8;
    private const byte TargetLinkLayerAddress = 2;

    private AddressClaim(ReadOnlySpan<byte> hardwareAddress, ReadOnlySpan<byte> address)
    {
        HardwareAddress = hardwareAddress;
        Address = address;
    }

    /// <summary>Six bytes.</summary>
    public ReadOnlySpan<byte> HardwareAddress { get; }

    /// <summary>4 or 16 bytes.</summary>
    public ReadOnlySpan<byte> Address { get; }

    /// <param name="frame">From the destination MAC on.</param>
    /// <returns>False: it is neither, or cut short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> frame, out AddressClaim claim)
    {
        claim = default;
        if (frame.Length < EthernetHeader) return false;
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            // Ethernet, IPv4, lengths 6 and 4.
            case 0x0806 when frame.Length >= Announcement.ArpLength && frame[EthernetHeader..].StartsWith((ReadOnlySpan<byte>)[0, 1, 8, 0, 6, 4]):
                claim = new AddressClaim(frame.Slice(EthernetHeader + 8, 6), frame.Slice(EthernetHeader + 14, 4));
                return true;
            // Hop limit 255: it comes from this link and nowhere else.
            case 0x86dd when frame.Length >= Advertised + 16 && frame[EthernetHeader + 6] == Announcement.NextHeaderIcmpv6 && frame[EthernetHeader + 7] == 255
                    && frame[EthernetHeader + 40] == Announcement.NeighbourAdvertisement:
                claim = new AddressClaim(LinkLayerAddress(frame), frame.Slice(Advertised, 16));
                return true;
            default:
                return false;
        }
    }

    /// <summary>As its option says; without one, as the frame itself.</summary>
    private static ReadOnlySpan<byte> LinkLayerAddress(ReadOnlySpan<byte> frame)
    {
        for (var options = frame[(Advertised + 16)..]; options.Length >= 8 && options[1] > 0 && options.Length >= options[1] * 8; options = options[(options[1] * 8)..])
        {
            if (options[0] == TargetLinkLayerAddress) return options.Slice(2, 6);
        }

        return frame.Slice(6, 6);
    }
}
