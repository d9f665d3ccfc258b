using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>Version 2 behind an authentication header, against a capture of keepalived 2.2.7.</summary>
public sealed class AuthenticationHeaderTests
{
    private static readonly AdvertisementForm Form = new()
    {
        Version = 2,
        RouterId = 51,
        IntervalUs = 1_000_000,
        Authentication = AdvertisementAuthentication.Header,
        Password = [.. "secret12"u8],
        Source = [10, 77, 0, 2],
        Destinations = [[224, 0, 0, 18]],
        Addresses = [10, 77, 0, 100],
    };

    [Fact]
    public void The_first_two_advertisements_are_the_captured_packets()
    {
        var template = new AdvertisementTemplate(Form);
        Assert.Equal("45c0004000010000ff330000" + "0a4d0002e0000012" + "700400000a4d0002000000010bdf2620cf55082d580e5619" + "2133960102013c19" + "0a4d0064" + "0000000000000000",
            Convert.ToHexStringLower(template.Next(150)));
        Assert.Equal("700400000a4d000200000002acaf92381bb85fddc5ae6e19", Convert.ToHexStringLower(template.Next(150).Slice(20, 24)));
    }

    [Fact]
    public void A_signed_packet_is_accepted_once()
    {
        var packet = new AdvertisementTemplate(Form).Next(150).ToArray();
        Assert.Equal(Refusal.None, PacketTests.Read(packet, Expected("secret12"), out var outcome).Refusal);
        Assert.Equal(1u, outcome.Sequence);
        var replayed = PacketTests.Read(packet, Expected("secret12"), out _, lastSequence: 1);
        Assert.Equal("IPSEC-AH : sequence number 1 already processed. Packet dropped. Local(1)", RouterLog.Text(replayed, 51, ""));
    }

    [Fact]
    public void Another_key_or_any_changed_byte_is_refused()
    {
        var good = new AdvertisementTemplate(Form).Next(150).ToArray();
        Assert.Equal(Refusal.CheckValue, PacketTests.Read(good, Expected("other"), out _).Refusal);
        for (var offset = 0; offset < good.Length; offset++)
        {
            // Type of service and header checksum may change on the way; a packet that no longer says it is one is not looked at.
            if (offset is 1 or 10 or 11) continue;
            var packet = (byte[])good.Clone();
            packet[offset] ^= 1;
            if (!AdvertisementReader.TryReadIpv4(packet, out _)) continue;
            Assert.NotEqual(Refusal.None, PacketTests.Read(packet, Expected("secret12"), out _).Refusal);
        }
    }

    [Fact]
    public void A_packet_with_the_wrong_kind_of_authentication_is_named()
    {
        var signed = new AdvertisementTemplate(Form).Next(150).ToArray();
        var plain = new AdvertisementTemplate(Form with { Authentication = AdvertisementAuthentication.Password }).Next(150).ToArray();
        var password = Expected("secret12", AdvertisementAuthentication.Password);
        Assert.Equal("Received AH header but auth type not AH", RouterLog.Text(PacketTests.Read(signed, password, out _), 51, ""));
        Assert.Equal("No AH header but auth type is AH", RouterLog.Text(PacketTests.Read(plain, Expected("secret12"), out _), 51, ""));
    }

    [Fact]
    public void Signing_and_checking_allocate_nothing()
    {
        var template = new AdvertisementTemplate(Form);
        var expected = Expected("secret12");
        var packet = template.Next(1).ToArray();
        void Round()
        {
            template.Next(150);
            AdvertisementReader.TryReadIpv4(packet, out var received);
            AdvertisementReader.Check(received, expected, skipAddresses: false, 0, out _);
        }

        for (var i = 0; i < 100; i++) Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Round();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static AdvertisementExpectation Expected(string key, AdvertisementAuthentication authentication = AdvertisementAuthentication.Header)
    {
        var padded = new byte[8];
        System.Text.Encoding.ASCII.GetBytes(key, padded);
        return new()
        {
            Version = 2,
            RouterId = 51,
            IntervalUs = 1_000_000,
            Authentication = authentication,
            Password = padded,
            Addresses = [10, 77, 0, 100],
            AddressLength = 4,
            SkipAddressCheck = false,
        };
    }
}
