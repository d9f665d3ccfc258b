using System.Buffers.Binary;

namespace Keepalived.Net.Vrrp;

/// <summary>What the state machine needs of a received advertisement that passed every check.</summary>
/// <param name="Priority">0..255; 0: the master gives up.</param>
/// <param name="IntervalUs">The sender's advertisement interval in microseconds.</param>
/// <param name="SourceComparison">Negative, zero, positive: the sender's address compared with our primary address.</param>
public readonly record struct Advertisement(int Priority, long IntervalUs, int SourceComparison);

/// <summary>Why an advertisement is dropped. The order is the order of the checks.</summary>
public enum Refusal
{
    None,
    TimeToLive,
    Length,
    Version,
    Type,
    AuthenticationType,
    Password,
    AddressCount,
    AddressList,
    Checksum,
    Interval,
}

/// <param name="Received">The offending value and <paramref name="Expected"/> the right one, for the log line.</param>
/// <param name="AddressIndex">Of AddressList: which of our addresses is not in the advertisement.</param>
public readonly record struct CheckResult(Refusal Refusal, int Received = 0, int Expected = 0, int AddressIndex = 0);

/// <summary>What one virtual router expects of the advertisements it accepts.</summary>
public sealed class AdvertisementExpectation
{
    public required int Version { get; init; }

    public required int RouterId { get; init; }

    /// <summary>Microseconds; only version 2 insists on it.</summary>
    public required long IntervalUs { get; init; }

    public required bool Authenticated { get; init; }

    /// <summary>Eight bytes, zero padded.</summary>
    public required byte[] Password { get; init; }

    /// <summary>Our virtual addresses, concatenated, 4 or 16 bytes each.</summary>
    public required byte[] Addresses { get; init; }

    public required int AddressLength { get; init; }

    public required bool SkipAddressCheck { get; init; }
}

/// <summary>
/// Takes an advertisement apart and checks it in keepalived's order: TTL, length, version, type, authentication, addresses,
/// checksum, interval. A refused one is never acted upon. (RFC 3768 §7.1, RFC 5798 §7.1)
/// </summary>
public static class AdvertisementReader
{
    /// <summary>The VRID of a message, or 0 when it is too short to have one: which virtual router shall look at it.</summary>
    public static int RouterId(ReadOnlySpan<byte> message) => message.Length < Packet.HeaderLength ? 0 : message[1];

    /// <summary>Separates the IPv4 header a raw socket delivers from the message. False: not an IPv4 packet of protocol 112 with all its bytes.</summary>
    public static bool TryStripIpv4(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> message, out ReadOnlySpan<byte> source,
        out ReadOnlySpan<byte> destination, out int timeToLive)
    {
        message = source = destination = default;
        timeToLive = 0;
        if (packet.Length < Packet.Ipv4HeaderLength || packet[0] >> 4 != 4) return false;
        var headerLength = (packet[0] & 15) * 4;
        var totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (headerLength < Packet.Ipv4HeaderLength || packet[9] != Packet.Protocol || totalLength != packet.Length || totalLength < headerLength + Packet.HeaderLength) return false;
        timeToLive = packet[8];
        source = packet.Slice(12, 4);
        destination = packet.Slice(16, 4);
        message = packet[headerLength..];
        return true;
    }

    /// <param name="skipAddresses">Same sender as the last good advertisement, with vrrp_skip_check_adv_addr: the list is not compared again.</param>
    /// <param name="learnedIntervalUs">Version 3: the interval last announced, for the caller's comparison; unused by version 2.</param>
    public static CheckResult Check(ReadOnlySpan<byte> message, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, int timeToLive,
        AdvertisementExpectation expected, bool skipAddresses, out int priority, out long intervalUs)
    {
        priority = 0;
        intervalUs = 0;
        if (timeToLive != Packet.TimeToLive) return new(Refusal.TimeToLive, timeToLive, Packet.TimeToLive);
        if (message.Length < Packet.HeaderLength) return new(Refusal.Length, message.Length, Packet.HeaderLength);
        var version = message[0] >> 4;
        var count = message[3];
        if (version != expected.Version) return new(Refusal.Version, version, expected.Version);
        var length = Packet.HeaderLength + (count * expected.AddressLength) + (version == 2 ? Packet.AuthenticationLength : 0);
        if (message.Length != length) return new(Refusal.Length, message.Length, length);
        if ((message[0] & 15) != Packet.AdvertisementType) return new(Refusal.Type, message[0] & 15, Packet.AdvertisementType);
        if (version == 2)
        {
            var authentication = expected.Authenticated ? Packet.AuthenticationPass : Packet.AuthenticationNone;
            if (message[4] != authentication) return new(Refusal.AuthenticationType, message[4], authentication);
            if (expected.Authenticated && !message[^Packet.AuthenticationLength..].SequenceEqual(expected.Password)) return new(Refusal.Password);
        }

        var checksum = version == 2 ? 0 : InternetChecksum.PseudoHeader(source, destination, Packet.Protocol, message.Length);
        var checksumRight = InternetChecksum.Finish(InternetChecksum.Add(checksum, message)) == 0;
        if (!skipAddresses)
        {
            var addresses = CheckAddresses(message.Slice(Packet.HeaderLength, count * expected.AddressLength), expected);
            if (addresses.Refusal != Refusal.None) return addresses;
        }

        if (!checksumRight) return new(Refusal.Checksum, 0, version);
        priority = message[2];
        intervalUs = version == 2 ? message[5] * 1_000_000L : (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0xfff) * 10_000L;
        if (version == 2 && intervalUs != expected.IntervalUs) return new(Refusal.Interval, (int)(intervalUs / 1_000_000), (int)(expected.IntervalUs / 1_000_000));
        return default;
    }

    private static CheckResult CheckAddresses(ReadOnlySpan<byte> received, AdvertisementExpectation expected)
    {
        var width = expected.AddressLength;
        if (received.Length != expected.Addresses.Length) return new(Refusal.AddressCount, received.Length / width, expected.Addresses.Length / width);
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
