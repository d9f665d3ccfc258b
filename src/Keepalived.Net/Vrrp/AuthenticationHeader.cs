using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Keepalived.Net.Vrrp;

/// <summary>
/// The IPsec authentication header as keepalived puts it before a VRRPv2 message: SPI is the sender's address, the check value is HMAC-MD5-96.
/// Type of service and header checksum count as zero in it; against RFC 2402 §3.3.3.1 the TTL does not. (RFC 2402, RFC 2403)
/// </summary>
public static class AuthenticationHeader
{
    private const int Start = Packet.Ipv4HeaderLength;
    private const int LengthInWords = (Packet.AuthenticationHeaderLength / 4) - 2;
    private const int CheckValueOffset = Start + 12;
    private const int CheckValueLength = 12;

    /// <summary>The longest packet whose check value is looked at: 255 IPv4 addresses.</summary>
    private const int LongestPacket = Start + Packet.AuthenticationHeaderLength + Packet.HeaderLength + (255 * 4) + Packet.AuthenticationLength;

    /// <summary>Writes what never changes.</summary>
    /// <param name="packet">From the IPv4 header on.</param>
    /// <param name="source">4 bytes.</param>
    public static void Write(Span<byte> packet, ReadOnlySpan<byte> source)
    {
        packet[Start] = Packet.Protocol;
        packet[Start + 1] = LengthInWords;
        source.CopyTo(packet[(Start + 4)..]);
    }

    /// <summary>Numbers and signs a packet whose other bytes are final.</summary>
    /// <param name="packet">From the IPv4 header on, its checksum field still zero.</param>
    /// <param name="key">Eight bytes, zero padded.</param>
    public static void Sign(Span<byte> packet, uint sequence, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[(Start + 8)..], sequence);
        Span<byte> digest = stackalloc byte[16];
        Digest(packet, key, digest);
        digest[..CheckValueLength].CopyTo(packet[CheckValueOffset..]);
    }

    /// <param name="packet">As received, with its IPv4 header of 20 bytes.</param>
    /// <param name="source">The sender's address, which the SPI must be.</param>
    /// <param name="last">Sequence number of the last good packet of this sender, 0 for none: a replay is refused.</param>
    /// <param name="sequence">That of this packet.</param>
    public static CheckResult Check(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> source, uint last, ReadOnlySpan<byte> key, out uint sequence)
    {
        sequence = 0;
        if (packet.Length is < Start + Packet.AuthenticationHeaderLength + Packet.HeaderLength or > LongestPacket || packet[0] != 0x45) return new(Refusal.HeaderTooShort, packet.Length);
        if (!packet.Slice(Start + 4, 4).SequenceEqual(source))
        {
            return new(Refusal.SecurityParameters, (int)BinaryPrimitives.ReadUInt32BigEndian(packet[(Start + 4)..]), (int)BinaryPrimitives.ReadUInt32BigEndian(source));
        }

        sequence = BinaryPrimitives.ReadUInt32BigEndian(packet[(Start + 8)..]);
        if (last != 0 && sequence <= last) return new(Refusal.Replayed, (int)sequence, (int)last);
        Span<byte> digest = stackalloc byte[16];
        Digest(packet, key, digest);
        return CryptographicOperations.FixedTimeEquals(digest[..CheckValueLength], packet.Slice(CheckValueOffset, CheckValueLength)) ? default : new(Refusal.CheckValue);
    }

    [SuppressMessage("Security", "CA5351", Justification = "RFC 2338 §10.3 says HMAC-MD5-96; the other router speaks nothing else.")]
    private static void Digest(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> key, Span<byte> digest)
    {
        Span<byte> copy = stackalloc byte[LongestPacket];
        copy = copy[..packet.Length];
        packet.CopyTo(copy);
        copy[1] = 0;
        copy.Slice(10, 2).Clear();
        copy.Slice(CheckValueOffset, CheckValueLength).Clear();
        HMACMD5.HashData(key, copy, digest);
    }
}
