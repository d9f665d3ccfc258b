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
        var template = Template(2, 51, 1_000_000, "secret12");

        Assert.Equal("45c0002800010000ff700000" + "0a4d0001e0000012" + "213396010101cf9a" + "0a4d0064" + "7365637265743132", Hex(template.Next(150)));
    }

    [Fact]
    public void Version_3_is_the_captured_packet_with_the_pseudo_header_in_its_checksum()
    {
        var template = Template(3, 51, 200_000, null);

        Assert.Equal("45c0002000010000ff700000" + "0a4d0001e0000012" + "3133640100147529" + "0a4d0064", Hex(template.Next(100)));
    }

    [Fact]
    public void Version_3_over_IPv6_is_the_captured_message_without_an_IP_header()
    {
        var source = Convert.FromHexString("fe80000000000000dcca60fffed0a6d1");
        var group = Convert.FromHexString("ff020000000000000000000000000012");
        var addresses = Convert.FromHexString("fe800000000000000000000000000100" + "fd770000000000000000000000000100");
        var template = Template(3, 51, 200_000, null, source, group, addresses);

        Assert.Equal("3133960200145922" + "fe800000000000000000000000000100" + "fd770000000000000000000000000100", Hex(template.Next(150)));
    }

    [Fact]
    public void Version_2_without_a_password_still_carries_eight_bytes_of_authentication_data()
    {
        var template = Template(2, 51, 1_000_000, null);
        var packet = template.Next(100);

        Assert.Equal(Packet.Ipv4HeaderLength + 20, packet.Length);
        Assert.Equal(0, packet[Packet.Ipv4HeaderLength + 4]);
        Assert.Equal(new byte[8], packet[^8..].ToArray());
    }

    [Fact]
    public void The_identification_counts_from_one_and_never_becomes_zero()
    {
        var template = Template(2, 51, 1_000_000, null);
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
        var template = Template(3, 51, 200_000, null);
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
            var packet = Template(version, 7, 3_000_000, "abc").Next(42).ToArray();
            var result = Read(packet, Expected(version, 7, 3_000_000, "abc"), out var outcome);

            Assert.Equal(default, result);
            Assert.Equal((42, 3_000_000L), (outcome.Priority, outcome.IntervalUs));
            Assert.Equal(7, AdvertisementReader.RouterId(packet.AsSpan(20)));
        }
    }

    [Theory]
    [InlineData(20, 0, 0x31, Refusal.Length)]
    [InlineData(20, 5, 9, Refusal.Interval)]
    [InlineData(20, 0, 0x22, Refusal.Type)]
    [InlineData(20, 3, 2, Refusal.Length)]
    [InlineData(20, 4, 0, Refusal.AuthenticationType)]
    [InlineData(20, 12, (byte)'x', Refusal.Password)]
    [InlineData(20, 8, 11, Refusal.Checksum)]
    [InlineData(20, 2, 99, Refusal.Checksum)]
    [InlineData(0, 8, 254, Refusal.TimeToLive)]
    public void One_wrong_byte_is_refused_for_its_own_reason(int part, int offset, byte value, Refusal expected)
    {
        var packet = Template(2, 51, 1_000_000, "abc").Next(100).ToArray();
        packet[part + offset] = value;
        Assert.Equal(expected, Read(packet, Expected(2, 51, 1_000_000, "abc"), out _).Refusal);
    }

    [Fact]
    public void Another_version_of_the_right_length_is_refused_for_its_version()
    {
        var packet = Template(2, 51, 1_000_000, null).Next(100).ToArray();
        var result = Read(packet, Expected(3, 51, 1_000_000, null), out _);
        Assert.Equal("wrong version. Received 2 and expect 3", RouterLog.Text(result, 51, ""));
    }

    [Fact]
    public void An_IP_header_longer_than_the_packet_is_not_looked_at()
    {
        var packet = Template(2, 51, 1_000_000, "abc").Next(100).ToArray();
        packet[0] = 0x4f;
        Assert.False(AdvertisementReader.TryReadIpv4(packet, out _));
    }

    [Fact]
    public void Another_interval_is_refused_by_version_2_and_taken_by_version_3()
    {
        var refused = Read(Template(2, 51, 2_000_000, null).Next(100).ToArray(), Expected(2, 51, 1_000_000, null), out _);
        Assert.Equal("advertisement interval mismatch mine=1 sec rcv'd=2 sec", RouterLog.Text(refused, 51, ""));

        Assert.Equal(Refusal.None, Read(Template(3, 51, 2_000_000, null).Next(100).ToArray(), Expected(3, 51, 1_000_000, null), out var outcome).Refusal);
        Assert.Equal(2_000_000, outcome.IntervalUs);
    }

    [Fact]
    public void The_address_list_is_not_compared_again_when_the_sender_was_already_checked()
    {
        var packet = Template(3, 51, 1_000_000, null, Source, Group, [10, 77, 0, 101]).Next(100).ToArray();
        var expected = Expected(3, 51, 1_000_000, null);

        Assert.Equal(Refusal.AddressList, Read(packet, expected, out _).Refusal);
        Assert.Equal(Refusal.None, Read(packet, expected, out _, skipAddresses: true).Refusal);
    }

    [Fact]
    public void Any_other_byte_in_the_message_is_refused_and_any_cut_is_too()
    {
        var good = Template(2, 51, 1_000_000, "abc").Next(100).ToArray();
        var expected = Expected(2, 51, 1_000_000, "abc");
        // Byte 1 is the VRID: it chooses the router before the checks; the checksum catches it all the same.
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[0, 19], CsCheck.Gen.Int[1, 255]), pair =>
        {
            var packet = (byte[])good.Clone();
            packet[20 + pair.Item1] ^= (byte)pair.Item2;
            return Read(packet, expected, out _).Refusal != Refusal.None;
        });
        for (var length = 0; length < good.Length; length++) Assert.False(AdvertisementReader.TryReadIpv4(good.AsSpan(0, length), out _));
        for (var length = 0; length < 20; length++)
        {
            var cut = new ReceivedPacket(default, good.AsSpan(20, length), Source, Group, 255, hasAuthenticationHeader: false);
            Assert.NotEqual(Refusal.None, AdvertisementReader.Check(cut, expected, skipAddresses: false, 0, out _).Refusal);
        }
    }

    internal static CheckResult Read(byte[] packet, AdvertisementExpectation expected, out CheckOutcome outcome, bool skipAddresses = false, uint lastSequence = 0)
    {
        Assert.True(AdvertisementReader.TryReadIpv4(packet, out var received));
        return AdvertisementReader.Check(received, expected, skipAddresses, lastSequence, out outcome);
    }

    private static AdvertisementTemplate Template(int version, int routerId, long interval, string? password) => Template(version, routerId, interval, password, Source, Group, Virtual);

    private static AdvertisementTemplate Template(int version, int routerId, long interval, string? password, byte[] source, byte[] group, byte[] addresses) => new(new AdvertisementForm
    {
        Version = version,
        RouterId = routerId,
        IntervalUs = interval,
        Authentication = password is null || version == 3 ? AdvertisementAuthentication.None : AdvertisementAuthentication.Password,
        Password = Padded(password),
        Source = source,
        Destinations = [group],
        Addresses = addresses,
    });

    private static AdvertisementExpectation Expected(int version, int routerId, long interval, string? password) => new()
    {
        Version = version,
        RouterId = routerId,
        IntervalUs = interval,
        Authentication = password is null ? AdvertisementAuthentication.None : AdvertisementAuthentication.Password,
        Password = Padded(password),
        Addresses = Virtual,
        AddressLength = 4,
        SkipAddressCheck = false,
    };

    private static byte[] Padded(string? password)
    {
        var padded = new byte[8];
        System.Text.Encoding.ASCII.GetBytes(password ?? "", padded);
        return padded;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}

internal static class TemplateExtensions
{
    /// <summary>The next advertisement to the only destination.</summary>
    public static ReadOnlySpan<byte> Next(this AdvertisementTemplate template, int priority)
    {
        template.Begin(priority);
        return template.Towards(0);
    }
}
