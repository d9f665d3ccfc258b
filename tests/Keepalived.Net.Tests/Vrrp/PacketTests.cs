using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>Bytes against captures of keepalived 2.2.7. The IPv4 header checksum is the kernel's and is zero in what we hand to it.</summary>
public sealed class PacketTests
{
    private static readonly byte[] Source = [10, 77, 0, 1];
    private static readonly byte[] Group = [224, 0, 0, 18];
    private static readonly byte[] Virtual = [10, 77, 0, 100];

    [Fact]
    public void Version_2_with_a_password_is_the_captured_packet()
    {
        var template = new AdvertisementTemplate(2, 51, 1_000_000, "secret12"u8, authenticated: true, Source, Group, Virtual);

        Assert.Equal("45c0002800010000ff700000" + "0a4d0001e0000012" + "213396010101cf9a" + "0a4d0064" + "7365637265743132", Hex(template.Next(150)));
    }

    [Fact]
    public void Version_3_is_the_captured_packet_with_the_pseudo_header_in_its_checksum()
    {
        var template = new AdvertisementTemplate(3, 51, 200_000, default, authenticated: false, Source, Group, Virtual);

        Assert.Equal("45c0002000010000ff700000" + "0a4d0001e0000012" + "3133640100147529" + "0a4d0064", Hex(template.Next(100)));
    }

    [Fact]
    public void Version_3_over_IPv6_is_the_captured_message_without_an_IP_header()
    {
        var source = Convert.FromHexString("fe80000000000000dcca60fffed0a6d1");
        var group = Convert.FromHexString("ff020000000000000000000000000012");
        var addresses = Convert.FromHexString("fe800000000000000000000000000100" + "fd770000000000000000000000000100");
        var template = new AdvertisementTemplate(3, 51, 200_000, default, authenticated: false, source, group, addresses);

        Assert.Equal("3133960200145922" + "fe800000000000000000000000000100" + "fd770000000000000000000000000100", Hex(template.Next(150)));
    }

    [Fact]
    public void Version_2_without_a_password_still_carries_eight_bytes_of_authentication_data()
    {
        var template = new AdvertisementTemplate(2, 51, 1_000_000, default, authenticated: false, Source, Group, Virtual);
        var packet = template.Next(100);

        Assert.Equal(Packet.Ipv4HeaderLength + 20, packet.Length);
        Assert.Equal(0, packet[Packet.Ipv4HeaderLength + 4]);
        Assert.Equal(new byte[8], packet[^8..].ToArray());
    }

    [Fact]
    public void The_identification_counts_from_one_and_never_becomes_zero()
    {
        var template = new AdvertisementTemplate(2, 51, 1_000_000, default, authenticated: false, Source, Group, Virtual);
        for (var expected = 1; expected <= 65535; expected++)
        {
            var packet = template.Next(100);
            if (expected is 1 or 2 or 65535) Assert.Equal(expected, (packet[4] << 8) | packet[5]);
        }

        var wrapped = template.Next(100);
        Assert.Equal(1, (wrapped[4] << 8) | wrapped[5]);
    }

    [Fact]
    public void Sending_allocates_nothing()
    {
        var template = new AdvertisementTemplate(3, 51, 200_000, default, authenticated: false, Source, Group, Virtual);
        template.Next(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) template.Next(i & 255);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var version in (int[])[2, 3])
        {
            var packet = new AdvertisementTemplate(version, 7, 3_000_000, "abc"u8, version == 2, Source, Group, Virtual).Next(42).ToArray();
            Assert.True(AdvertisementReader.TryStripIpv4(packet, out var message, out var from, out var to, out var timeToLive));
            var result = AdvertisementReader.Check(message, from, to, timeToLive, Expected(version, 7, 3_000_000, "abc"), skipAddresses: false, out var priority, out var interval);

            Assert.Equal(default, result);
            Assert.Equal((42, 3_000_000L), (priority, interval));
            Assert.Equal(7, AdvertisementReader.RouterId(message));
        }
    }

    [Theory]
    [InlineData(0, 8, 0x46, Refusal.None)] // a longer IP header than there are bytes: not even looked at
    [InlineData(20, 0, 0x31, Refusal.Version)]
    [InlineData(20, 0, 0x22, Refusal.Type)]
    [InlineData(20, 3, 2, Refusal.Length)]
    [InlineData(20, 4, 0, Refusal.AuthenticationType)]
    [InlineData(20, 12, (byte)'x', Refusal.Password)]
    [InlineData(20, 8, 11, Refusal.AddressList)]
    [InlineData(20, 2, 99, Refusal.Checksum)]
    [InlineData(0, 8, 254, Refusal.TimeToLive)]
    public void One_wrong_byte_is_refused_for_its_own_reason(int part, int offset, byte value, Refusal expected)
    {
        var packet = new AdvertisementTemplate(2, 51, 1_000_000, "abc"u8, authenticated: true, Source, Group, Virtual).Next(100).ToArray();
        // The first row breaks the header's length, not a field.
        packet[expected == Refusal.None ? 0 : part + offset] = expected == Refusal.None ? (byte)0x4f : value;
        if (expected == Refusal.None)
        {
            Assert.False(AdvertisementReader.TryStripIpv4(packet, out _, out _, out _, out _));
            return;
        }

        Assert.True(AdvertisementReader.TryStripIpv4(packet, out var message, out var from, out var to, out var timeToLive));
        Assert.Equal(expected, AdvertisementReader.Check(message, from, to, timeToLive, Expected(2, 51, 1_000_000, "abc"), skipAddresses: false, out _, out _).Refusal);
    }

    [Fact]
    public void Another_interval_is_refused_by_version_2_and_taken_by_version_3()
    {
        var second = new AdvertisementTemplate(2, 51, 2_000_000, default, authenticated: false, Source, Group, Virtual).Next(100).ToArray();
        AdvertisementReader.TryStripIpv4(second, out var message, out var from, out var to, out var timeToLive);
        var refused = AdvertisementReader.Check(message, from, to, timeToLive, Expected(2, 51, 1_000_000, null), skipAddresses: false, out _, out _);
        Assert.Equal("advertisement interval mismatch mine=1 sec rcv'd=2 sec", RouterLog.Text(refused, 51, ""));

        var third = new AdvertisementTemplate(3, 51, 2_000_000, default, authenticated: false, Source, Group, Virtual).Next(100).ToArray();
        AdvertisementReader.TryStripIpv4(third, out message, out from, out to, out timeToLive);
        Assert.Equal(Refusal.None, AdvertisementReader.Check(message, from, to, timeToLive, Expected(3, 51, 1_000_000, null), skipAddresses: false, out _, out var interval).Refusal);
        Assert.Equal(2_000_000, interval);
    }

    [Fact]
    public void The_address_list_is_not_compared_again_when_the_sender_was_already_checked()
    {
        var packet = new AdvertisementTemplate(3, 51, 1_000_000, default, authenticated: false, Source, Group, [10, 77, 0, 101]).Next(100).ToArray();
        AdvertisementReader.TryStripIpv4(packet, out var message, out var from, out var to, out var timeToLive);
        var expected = Expected(3, 51, 1_000_000, null);

        Assert.Equal(Refusal.AddressList, AdvertisementReader.Check(message, from, to, timeToLive, expected, skipAddresses: false, out _, out _).Refusal);
        Assert.Equal(Refusal.None, AdvertisementReader.Check(message, from, to, timeToLive, expected, skipAddresses: true, out _, out _).Refusal);
    }

    [Fact]
    public void Any_other_byte_in_the_message_is_refused_and_any_cut_is_too()
    {
        var good = new AdvertisementTemplate(2, 51, 1_000_000, "abc"u8, authenticated: true, Source, Group, Virtual).Next(100).ToArray();
        var expected = Expected(2, 51, 1_000_000, "abc");
        // Byte 1 is the VRID: it chooses the router before the checks; the checksum catches it all the same.
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[0, 19], CsCheck.Gen.Int[1, 255]), pair =>
        {
            var packet = (byte[])good.Clone();
            packet[20 + pair.Item1] ^= (byte)pair.Item2;
            AdvertisementReader.TryStripIpv4(packet, out var message, out var from, out var to, out var timeToLive);
            return AdvertisementReader.Check(message, from, to, timeToLive, expected, skipAddresses: false, out _, out _).Refusal != Refusal.None;
        });
        for (var length = 0; length < good.Length; length++) Assert.False(AdvertisementReader.TryStripIpv4(good.AsSpan(0, length), out _, out _, out _, out _));
        for (var length = 0; length < 20; length++)
        {
            Assert.NotEqual(Refusal.None, AdvertisementReader.Check(good.AsSpan(20, length), Source, Group, 255, expected, skipAddresses: false, out _, out _).Refusal);
        }
    }

    private static AdvertisementExpectation Expected(int version, int routerId, long interval, string? password)
    {
        var padded = new byte[8];
        System.Text.Encoding.ASCII.GetBytes(password ?? "", padded);
        return new AdvertisementExpectation
        {
            Version = version,
            RouterId = routerId,
            IntervalUs = interval,
            Authenticated = password is not null,
            Password = padded,
            Addresses = Virtual,
            AddressLength = 4,
            SkipAddressCheck = false,
        };
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
