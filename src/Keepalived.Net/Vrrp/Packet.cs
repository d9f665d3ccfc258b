using System.Buffers.Binary;

namespace Keepalived.Net.Vrrp;

/// <summary>The layout of an advertisement and of the IPv4 header that stands in front of it on a raw socket. (RFC 3768 §5, RFC 5798 §5)</summary>
public static class Packet
{
    public const int Protocol = 112;
    public const int Ipv4HeaderLength = 20;
    public const int HeaderLength = 8;

    /// <summary>keepalived always sends and expects the eight bytes of authentication data in version 2, also without authentication.</summary>
    public const int AuthenticationLength = 8;

    public const byte AdvertisementType = 1;
    public const byte AuthenticationNone = 0;
    public const byte AuthenticationPass = 1;
    public const byte TimeToLive = 255;

    /// <summary>Precedence internetwork control.</summary>
    public const byte TypeOfService = 0xc0;

    /// <summary>Bytes of a message without the IP header.</summary>
    public static int MessageLength(int version, int addresses, bool ipv6) =>
        HeaderLength + (addresses * (ipv6 ? 16 : 4)) + (version == 2 ? AuthenticationLength : 0);
}

/// <summary>
/// The advertisement of one virtual router, built once; what changes from one to the next (identification, priority) is
/// written in place, so that sending allocates nothing. Bytes as keepalived 2.2.7 puts them on the wire.
/// </summary>
public sealed class AdvertisementTemplate
{
    private readonly byte[] bytes;
    private readonly int messageOffset;
    private readonly uint fixedSum;

    /// <summary>Of the IP header of the last one; continued by whoever goes on in our place. 0 with IPv6.</summary>
    public ushort Identification { get; set; }

    /// <param name="version">2 or 3.</param>
    /// <param name="routerId">VRID 1..255.</param>
    /// <param name="intervalUs">Advertisement interval in microseconds: whole seconds go out in version 2, centiseconds in version 3.</param>
    /// <param name="password">At most 8 bytes for PASS of version 2, null for none.</param>
    /// <param name="source">4 or 16 bytes; decides the family.</param>
    /// <param name="destination">Same family; the multicast group.</param>
    /// <param name="addresses">Virtual addresses, concatenated, in the order of the configuration.</param>
    public AdvertisementTemplate(int version, int routerId, long intervalUs, ReadOnlySpan<byte> password, bool authenticated,
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> addresses)
    {
        var ipv6 = source.Length == 16;
        var count = addresses.Length / source.Length;
        var messageLength = Packet.MessageLength(version, count, ipv6);
        messageOffset = ipv6 ? 0 : Packet.Ipv4HeaderLength;
        bytes = new byte[messageOffset + messageLength];
        if (!ipv6) WriteIpv4Header(bytes, source, destination);

        var message = bytes.AsSpan(messageOffset);
        message[0] = (byte)((version << 4) | Packet.AdvertisementType);
        message[1] = (byte)routerId;
        message[3] = (byte)count;
        if (version == 2)
        {
            message[4] = authenticated ? Packet.AuthenticationPass : Packet.AuthenticationNone;
            message[5] = (byte)(intervalUs / 1_000_000);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[4..], (ushort)((intervalUs / 10_000) & 0xfff));
        }

        addresses.CopyTo(message[Packet.HeaderLength..]);
        if (version == 2) password[..Math.Min(password.Length, Packet.AuthenticationLength)].CopyTo(message[^Packet.AuthenticationLength..]);
        // Version 2 sums the whole message with its authentication data; version 3 a pseudo header as well.
        fixedSum = version == 2 ? 0 : InternetChecksum.PseudoHeader(source, destination, Packet.Protocol, messageLength);
    }

    /// <summary>The bytes to send next: with the IP header for IPv4, without it for IPv6 (the kernel writes that one).</summary>
    /// <param name="priority">0..255</param>
    public ReadOnlySpan<byte> Next(int priority)
    {
        if (messageOffset != 0)
        {
            Identification++;
            // 0 would make the kernel choose one.
            if (Identification == 0) Identification = 1;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), Identification);
        }

        var message = bytes.AsSpan(messageOffset);
        message[2] = (byte)priority;
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], InternetChecksum.Finish(InternetChecksum.Add(fixedSum, message)));
        return bytes;
    }

    private static void WriteIpv4Header(Span<byte> header, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        header[0] = 0x45;
        header[1] = Packet.TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)header.Length);
        header[8] = Packet.TimeToLive;
        header[9] = Packet.Protocol;
        // The header checksum stays zero: the kernel fills it in for raw sockets (raw(7)).
        source.CopyTo(header[12..]);
        destination.CopyTo(header[16..]);
    }
}
