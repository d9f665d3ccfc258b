using System.Buffers.Binary;

namespace Keepalived.Net.Vrrp;

/// <summary>
/// Takes an advertisement apart and checks it in the order of 2.2.7: length, TTL, version, authentication, interval of version 2, type,
/// number of addresses, checksum, addresses. A refused one is never acted upon. (RFC 3768 §7.1, RFC 5798 §7.1)
/// </summary>
public static class AdvertisementReader
{
    /// <summary>The VRID of a message, or 0 when it is too short to have one: which virtual router shall look at it.</summary>
    public static int RouterId(ReadOnlySpan<byte> message) => message.Length < Packet.HeaderLength ? 0 : message[1];

    /// <summary>
    /// Takes apart the IPv4 packet that a raw socket delivers; its message may be shorter than a VRRP header. False: not one of protocol 112, or 51 before
    /// 112, with all its bytes.
    /// </summary>
    public static bool TryReadIpv4(ReadOnlySpan<byte> packet, out ReceivedPacket received)
    {
        received = default;
        if (packet.Length < Packet.Ipv4HeaderLength || packet[0] >> 4 != 4) return false;
        var headerLength = (packet[0] & 15) * 4;
        var totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var hasHeader = packet[9] == Packet.AuthenticationHeaderProtocol;
        if (headerLength < Packet.Ipv4HeaderLength || (!hasHeader && packet[9] != Packet.Protocol) || totalLength != packet.Length) return false;
        var offset = headerLength;
        if (hasHeader)
        {
            if (packet.Length < headerLength + Packet.AuthenticationHeaderLength || packet[headerLength] != Packet.Protocol) return false;
            offset += Packet.AuthenticationHeaderLength;
        }

        if (packet.Length < offset) return false;
        received = new ReceivedPacket(packet, packet[offset..], packet.Slice(12, 4), packet.Slice(16, 4), packet[8], hasHeader);
        return true;
    }

    /// <param name="skipAddresses">Same sender as the last good advertisement, with vrrp_skip_check_adv_addr: the list is not compared again.</param>
    /// <param name="lastSequence">Of the last good authentication header of this sender; 0: none yet.</param>
    public static CheckResult Check(in ReceivedPacket packet, AdvertisementExpectation expected, bool skipAddresses, uint lastSequence, out CheckOutcome outcome)
    {
        outcome = default;
        var message = packet.Message;
        var result = CheckLength(packet, expected);
        if (result.Refusal == Refusal.None) result = CheckSender(packet, expected);
        if (result.Refusal != Refusal.None) return result;
        var version = message[0] >> 4;
        if (version != expected.Version) return new(Refusal.Version, version, expected.Version);
        outcome.Priority = message[2];
        outcome.IntervalUs = version == 2 ? message[5] * 1_000_000L : (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0xfff) * 10_000L;
        if (version == 2)
        {
            result = CheckAuthentication(packet, expected, lastSequence, ref outcome);
            if (result.Refusal != Refusal.None) return result;
            if (outcome.IntervalUs != expected.IntervalUs) return new(Refusal.Interval, (int)(outcome.IntervalUs / 1_000_000), (int)(expected.IntervalUs / 1_000_000));
        }

        if ((message[0] & 15) != Packet.AdvertisementType) return new(Refusal.Type, message[0] & 15, Packet.AdvertisementType);
        var addresses = message.Slice(Packet.HeaderLength, message[3] * expected.AddressLength);
        if (!skipAddresses && addresses.Length != expected.Addresses.Length) return new(Refusal.AddressCount, message[3], expected.Addresses.Length / expected.AddressLength);
        if (!HasRightChecksum(packet, version, expected, ref outcome)) return new(Refusal.Checksum, 0, version);
        return skipAddresses ? default : CheckAddresses(addresses, expected);
    }

    /// <summary>By the version that the packet has, with the headers before the message, as 2.2.7 counts.</summary>
    private static CheckResult CheckLength(in ReceivedPacket packet, AdvertisementExpectation expected)
    {
        var message = packet.Message;
        var before = packet.Packet.IsEmpty ? 0 : packet.Packet.Length - message.Length;
        if (message.Length < Packet.HeaderLength) return new(Refusal.Length, before + message.Length, before + Packet.HeaderLength);
        var length = Packet.HeaderLength + (message[3] * expected.AddressLength) + (message[0] >> 4 == 2 ? Packet.AuthenticationLength : 0);
        return message.Length == length ? default : new(Refusal.Length, before + message.Length, before + length);
    }

    /// <summary>Multicast never passes a router, so the TTL is still 255 (RFC 5798 §7.1); unicast peers say what to expect.</summary>
    private static CheckResult CheckSender(in ReceivedPacket packet, AdvertisementExpectation expected)
    {
        if (packet.HasAuthenticationHeader && expected.Authentication != AdvertisementAuthentication.Header) return new(Refusal.HeaderUnexpected);
        if (!packet.HasAuthenticationHeader && expected.Authentication == AdvertisementAuthentication.Header) return new(Refusal.HeaderMissing);
        if (expected.Peers.Length == 0) return packet.TimeToLive == Packet.TimeToLive ? default : new(Refusal.TimeToLive, packet.TimeToLive, Packet.TimeToLive);
        for (var i = 0; i < expected.Peers.Length; i++)
        {
            var peer = expected.Peers[i];
            if (!packet.Source.SequenceEqual(peer.Address)) continue;
            var inside = packet.TimeToLive < 0 || (packet.TimeToLive >= peer.MinTimeToLive && packet.TimeToLive <= peer.MaxTimeToLive);
            return inside ? default : new(Refusal.PeerTimeToLive, packet.TimeToLive, 0, i);
        }

        return expected.PeersOnly ? new(Refusal.NotAPeer) : default;
    }

    private static CheckResult CheckAuthentication(in ReceivedPacket packet, AdvertisementExpectation expected, uint lastSequence, ref CheckOutcome outcome)
    {
        var wanted = Packet.TypeNumber(expected.Authentication);
        if (packet.Message[4] != wanted) return new(Refusal.AuthenticationType, packet.Message[4], wanted);
        switch (expected.Authentication)
        {
            case AdvertisementAuthentication.Password:
                return packet.Message[^Packet.AuthenticationLength..].SequenceEqual(expected.Password) ? default : new(Refusal.Password);
            case AdvertisementAuthentication.Header:
                var result = AuthenticationHeader.Check(packet.Packet, packet.Source, lastSequence, expected.Password, out var sequence);
                outcome.Sequence = sequence;
                return result;
            default:
                return default;
        }
    }

    private static bool HasRightChecksum(in ReceivedPacket packet, int version, AdvertisementExpectation expected, ref CheckOutcome outcome)
    {
        var message = packet.Message;
        if (version == 2) return InternetChecksum.Finish(InternetChecksum.Add(0, message)) == 0;
        if (IsRight(packet.Destination, packet)) return true;
        outcome.HasOldChecksum = expected.OldSummedDestination is { } old && IsRight(old, packet);
        return outcome.HasOldChecksum;

        static bool IsRight(ReadOnlySpan<byte> destination, in ReceivedPacket packet) => InternetChecksum.Finish(InternetChecksum.Add(
            InternetChecksum.PseudoHeader(packet.Source, destination, Packet.Protocol, packet.Message.Length), packet.Message)) == 0;
    }

    private static CheckResult CheckAddresses(ReadOnlySpan<byte> received, AdvertisementExpectation expected)
    {
        var width = expected.AddressLength;
        for (var ours = 0; ours < expected.Addresses.Length; ours += width)
        {
            if (!Contains(received, expected.Addresses.AsSpan(ours, width))) return new(Refusal.AddressList, 0, 0, ours / width);
        }

        return default;
    }

    private static bool Contains(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> wanted)
    {
        for (; !addresses.IsEmpty; addresses = addresses[wanted.Length..])
        {
            if (addresses[..wanted.Length].SequenceEqual(wanted)) return true;
        }

        return false;
    }
}
