using Keepalived.Net.Network;

namespace Keepalived.Net.Tests.Network;

/// <summary>Who says that an address is his.</summary>
public sealed class AddressClaimTests
{
    private static readonly byte[] Hardware = Convert.FromHexString("deca60d0a6d1");

    [Theory]
    [InlineData("0a4d0064")]
    [InlineData("fe800000000000000000000000000100")]
    public void An_announcement_claims_its_address(string address)
    {
        var frame = Announcement.Frame(Hardware, Convert.FromHexString(address));
        Assert.True(AddressClaim.TryRead(frame, out var claim));
        Assert.Equal(address, Convert.ToHexStringLower(claim.Address));
        Assert.Equal(Hardware, claim.HardwareAddress);
    }

    [Fact]
    public void Without_the_option_the_sender_of_the_frame_counts()
    {
        var frame = Announcement.Frame(Hardware, Convert.FromHexString("fe800000000000000000000000000100"));
        frame[78] = 14;
        Assert.True(AddressClaim.TryRead(frame, out var claim));
        Assert.Equal(Hardware, claim.HardwareAddress);
        frame[84] = 9;
        frame[78] = 2;
        Assert.True(AddressClaim.TryRead(frame, out claim));
        Assert.Equal("deca60d009d1", Convert.ToHexStringLower(claim.HardwareAddress));
    }

    [Fact]
    public void What_was_forwarded_asked_or_cut_short_claims_nothing()
    {
        var frame = Announcement.Frame(Hardware, Convert.FromHexString("fe800000000000000000000000000100"));
        for (var length = 0; length < 78; length++) Assert.False(AddressClaim.TryRead(frame.AsSpan(0, length), out _));
        frame[21] = 254;
        Assert.False(AddressClaim.TryRead(frame, out _));
        frame[21] = 255;
        frame[54] = 135;
        Assert.False(AddressClaim.TryRead(frame, out _));
        Assert.False(AddressClaim.TryRead(Announcement.Frame(Hardware, [10, 77, 0, 100]).AsSpan(0, 41), out _));
    }
}
