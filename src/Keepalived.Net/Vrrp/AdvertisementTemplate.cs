using System.Buffers.Binary;

namespace Keepalived.Net.Vrrp;

/// <summary>
/// The advertisement of one virtual router, built once; what changes from one to the next (identification, priority, destination, check values)
/// is written in place, so that sending allocates nothing. Bytes as keepalived 2.2.7 puts them on the wire.
/// </summary>
public sealed class AdvertisementTemplate
{
    private const int DestinationOffset = 16;

    private readonly AdvertisementForm form;
    private readonly byte[] bytes;
    private readonly int messageOffset;
    private readonly uint[] fixedSums;

    public AdvertisementTemplate(AdvertisementForm form)
    {
        this.form = form;
        var ipv6 = form.Source.Length == 16;
        var count = form.Addresses.Length / form.Source.Length;
        var messageLength = Packet.MessageLength(form.Version, count, ipv6);
        var authenticated = form.Authentication == AdvertisementAuthentication.Header;
        messageOffset = ipv6 ? 0 : Packet.Ipv4HeaderLength + (authenticated ? Packet.AuthenticationHeaderLength : 0);
        bytes = new byte[messageOffset + messageLength];
        if (!ipv6) WriteIpv4Header(bytes, form, authenticated);
        if (authenticated) AuthenticationHeader.Write(bytes, form.Source);
        WriteMessage(bytes.AsSpan(messageOffset), form, count);
        // Version 2 sums the whole message with its authentication data; version 3 a pseudo header as well.
        fixedSums = [.. form.Destinations.Select(destination => form.Version == 2 ? 0
            : InternetChecksum.PseudoHeader(form.Source, form.SummedDestination ?? destination, Packet.Protocol, messageLength))];
    }

    /// <summary>How many packets one advertisement is.</summary>
    public int Destinations => form.Destinations.Length;

    public ReadOnlySpan<byte> Destination(int index) => form.Destinations[index];

    /// <summary>Of the IP header of the last one; continued by whoever goes on in our place.</summary>
    public ushort Identification { get; set; }

    /// <summary>Of the authentication header of the last one; continued likewise.</summary>
    public uint Sequence { get; set; }

    /// <summary>Begins the next advertisement: all its packets carry the same numbers.</summary>
    /// <param name="priority">0..255</param>
    public void Begin(int priority)
    {
        // 0 would make the kernel choose one.
        if (++Identification == 0) Identification = 1;
        Sequence++;
        bytes[messageOffset + 2] = (byte)priority;
    }

    /// <summary>The bytes to send to one destination: with the IP header for IPv4, without it for IPv6 (the kernel writes that one).</summary>
    public ReadOnlySpan<byte> Towards(int destination)
    {
        var message = bytes.AsSpan(messageOffset);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], InternetChecksum.Finish(InternetChecksum.Add(fixedSums[destination], message)));
        if (messageOffset == 0) return bytes;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), Identification);
        form.Destinations[destination].CopyTo(bytes.AsSpan(DestinationOffset));
        if (form.Authentication == AdvertisementAuthentication.Header) AuthenticationHeader.Sign(bytes, Sequence, form.Password);
        return bytes;
    }

    private static void WriteMessage(Span<byte> message, AdvertisementForm form, int count)
    {
        message[0] = (byte)((form.Version << 4) | Packet.AdvertisementType);
        message[1] = (byte)form.RouterId;
        message[3] = (byte)count;
        if (form.Version == 2)
        {
            message[4] = Packet.TypeNumber(form.Authentication);
            message[5] = (byte)(form.IntervalUs / 1_000_000);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[4..], (ushort)((form.IntervalUs / 10_000) & 0xfff));
        }

        form.Addresses.CopyTo(message[Packet.HeaderLength..]);
        if (form.Authentication == AdvertisementAuthentication.Password) form.Password.CopyTo(message[^Packet.AuthenticationLength..]);
    }

    private static void WriteIpv4Header(Span<byte> packet, AdvertisementForm form, bool authenticated)
    {
        packet[0] = 0x45;
        packet[1] = Packet.TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        packet[8] = form.TimeToLive;
        packet[9] = authenticated ? (byte)Packet.AuthenticationHeaderProtocol : (byte)Packet.Protocol;
        // The header checksum stays zero: the kernel fills it in for raw sockets (raw(7)).
        form.Source.CopyTo(packet[12..]);
    }
}
