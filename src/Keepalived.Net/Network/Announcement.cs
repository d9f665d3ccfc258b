using System.Buffers.Binary;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Network;

/// <summary>
/// The frame that tells the neighbours where a virtual address lives now: a gratuitous ARP request, or for IPv6 an unsolicited
/// neighbour advertisement with the override flag. Bytes as keepalived 2.2.7 sends them. (RFC 5227 §3, RFC 4861 §7.2.6)
/// </summary>
public static class Announcement
{
    public const int ArpLength = 42;
    public const int NeighbourLength = 86;

    public const byte NextHeaderIcmpv6 = 58;
    public const byte NeighbourAdvertisement = 136;

    private const byte Override = 0x20;
    private const byte TargetLinkLayerAddress = 2;

    /// <param name="hardwareAddress">Six bytes of the interface.</param>
    /// <param name="address">4 or 16 bytes.</param>
    public static byte[] Frame(ReadOnlySpan<byte> hardwareAddress, ReadOnlySpan<byte> address) =>
        address.Length == 4 ? Arp(hardwareAddress, address) : Neighbour(hardwareAddress, address);

    private static byte[] Arp(ReadOnlySpan<byte> hardwareAddress, ReadOnlySpan<byte> address)
    {
        var frame = new byte[ArpLength];
        var bytes = frame.AsSpan();
        bytes[..6].Fill(0xff);
        hardwareAddress.CopyTo(bytes[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[12..], 0x0806);
        // Ethernet, IPv4, lengths 6 and 4, request.
        ReadOnlySpan<byte> kind = [0, 1, 8, 0, 6, 4, 0, 1];
        kind.CopyTo(bytes[14..]);
        hardwareAddress.CopyTo(bytes[22..]);
        address.CopyTo(bytes[28..]);
        bytes.Slice(32, 6).Fill(0xff);
        address.CopyTo(bytes[38..]);
        return frame;
    }

    private static byte[] Neighbour(ReadOnlySpan<byte> hardwareAddress, ReadOnlySpan<byte> address)
    {
        var frame = new byte[NeighbourLength];
        var bytes = frame.AsSpan();
        ReadOnlySpan<byte> allNodesMac = [0x33, 0x33, 0, 0, 0, 1];
        ReadOnlySpan<byte> allNodes = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        allNodesMac.CopyTo(bytes);
        hardwareAddress.CopyTo(bytes[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[12..], 0x86dd);
        bytes[14] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[18..], 32);
        bytes[20] = NextHeaderIcmpv6;
        bytes[21] = Packet.TimeToLive;
        address.CopyTo(bytes[22..]);
        allNodes.CopyTo(bytes[38..]);
        var message = bytes[54..];
        message[0] = NeighbourAdvertisement;
        message[4] = Override;
        address.CopyTo(message[8..]);
        message[24] = TargetLinkLayerAddress;
        message[25] = 1;
        hardwareAddress.CopyTo(message[26..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Finish(InternetChecksum.Add(
            InternetChecksum.PseudoHeader(address, allNodes, NextHeaderIcmpv6, message.Length), message)));
        return frame;
    }
}
