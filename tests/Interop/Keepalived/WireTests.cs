namespace Interop.Keepalived;

/// <summary>The same configuration on the same host: what both programs put on the wire must be the same frames, and those of one protocol in the same order.</summary>
[Collection("keepalived")]
public sealed class WireTests
{
    private const string Ipv4Frames = "ip proto 112 or arp";
    private const string Ipv6Frames = "ip6 proto 112 or (icmp6 and ip6[40] == 136)";

    [SkippableFact]
    public Task Version_2_with_a_password() => SameFrames(Conf.Router(150, 2, 1, Conf.Password("secret12")), Ipv4Frames);

    [SkippableFact]
    public Task Version_2_without_a_password() => SameFrames(Conf.Router(150, 2, 1), Ipv4Frames);

    [SkippableFact]
    public Task Version_3() => SameFrames(Conf.Router(150), Ipv4Frames);

    [SkippableFact]
    // The third advertisement must not fall on the second burst of announcements, one second after the first.
    public Task Version_3_with_three_addresses() => SameFrames(Conf.Router(254, interval: 0.3, addresses: "10.77.0.100/24\n10.77.0.101/32 label eth0:v\n10.77.0.102"), Ipv4Frames);

    [SkippableFact]
    public Task Version_3_over_IPv6() => SameFrames(Conf.Router(150, addresses: "fe80::100/64\nfd77::100/64"), Ipv6Frames);

    [SkippableFact]
    public Task Fewer_announcements() => SameFrames(Conf.Router(150, global: "vrrp_garp_master_repeat 2"), Ipv4Frames);

    private static async Task SameFrames(string configuration, string filter)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var real = await Frames(segment, Which.Real, configuration, filter);
        var ours = await Frames(segment, Which.Ours, configuration, filter);
        Assert.Equal(real, ours);
    }

    /// <summary>
    /// From the first frame to the third advertisement, and the one of priority 0 after SIGTERM: advertisements first, then announcements, because
    /// which of two timers that fall due together is served first depends on the machine. How many went out before the signal arrived
    /// depends on the machine: that last one's number is checked and then cleared.
    /// </summary>
    private static async Task<string[]> Frames(Segment segment, Which which, string configuration, string filter)
    {
        using var capture = await Capture.Start(segment, filter);
        var daemon = Daemon.Start(segment, 1, which, configuration);
        var advertised = new List<string>();
        var announced = new List<string>();
        var advertisements = 0;
        while (true)
        {
            var frame = await capture.Next();
            var isIpv6 = frame[12] == 0x86;
            var isAdvertisement = isIpv6 ? frame[20] == 112 : frame[12] == 8 && frame[13] == 0;
            // The kernel chooses the flow label.
            if (isIpv6) frame.AsSpan(15, 3).Clear();
            if (isAdvertisement) advertisements++;
            if ((advertisements < 3 || (advertisements == 3 && isAdvertisement)) || (isAdvertisement && frame[(isIpv6 ? 54 : 34) + 2] == 0))
            {
                if (!isIpv6 && advertisements > 3)
                {
                    Assert.Equal(advertisements, (frame[18] << 8) | frame[19]);
                    frame.AsSpan(18, 2).Clear();
                    frame.AsSpan(24, 2).Clear();
                }

                (isAdvertisement ? advertised : announced).Add(Convert.ToHexStringLower(frame));
            }

            if (advertisements == 3 && isAdvertisement) daemon.Signal("TERM");
            if (isAdvertisement && frame[(isIpv6 ? 54 : 34) + 2] == 0) break;
        }

        Assert.Equal(0, await daemon.Exit());
        return [.. advertised, .. announced];
    }
}
