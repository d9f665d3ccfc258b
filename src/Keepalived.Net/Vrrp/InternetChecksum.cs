using System.Buffers.Binary;

namespace Keepalived.Net.Vrrp;

/// <summary>The ones' complement sum of 16-bit words that IPv4, VRRP and ICMPv6 headers carry. (RFC 1071)</summary>
public static class InternetChecksum
{
    /// <summary>Adds the words of <paramref name="bytes"/> to a running sum; an odd last byte counts as the high half of a word.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return bytes.IsEmpty ? sum : sum + ((uint)bytes[0] << 8);
    }

    /// <summary>Folds the carries and complements. Over a message whose checksum field is right, the result is 0.</summary>
    public static ushort Finish(uint sum)
    {
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The pseudo header in front of VRRPv3 and ICMPv6: both addresses, the length and the protocol. (RFC 5798 §5.2.8, RFC 8200 §8.1)</summary>
    public static uint PseudoHeader(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, int protocol, int length) =>
        Add(Add((uint)protocol + (uint)length, source), destination);
}
