using Keepalived.Net.Network;

namespace Keepalived.Net.Tests.Network;

/// <summary>Frames against captures of keepalived 2.2.7.</summary>
public sealed class AnnouncementTests
{
    private static readonly byte[] Hardware = Convert.FromHexString("deca60d0a6d1");

    [Fact]
    public void Gratuitous_ARP_is_the_captured_request()
    {
        Assert.Equal("ffffffffffff" + "deca60d0a6d1" + "0806" + "0001080006040001" + "deca60d0a6d1" + "0a4d0064" + "ffffffffffff" + "0a4d0064",
            Convert.ToHexStringLower(Announcement.Frame(Hardware, [10, 77, 0, 100])));
    }

    [Fact]
    public void The_unsolicited_neighbour_advertisement_is_the_captured_one()
    {
        Assert.Equal("333300000001" + "deca60d0a6d1" + "86dd" + "6000000000203aff" + "fe800000000000000000000000000100" + "ff020000000000000000000000000001"
            + "8800713120000000" + "fe800000000000000000000000000100" + "0201" + "deca60d0a6d1",
            Convert.ToHexStringLower(Announcement.Frame(Hardware, Convert.FromHexString("fe800000000000000000000000000100"))));
    }
}
