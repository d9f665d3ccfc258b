namespace Interop.Keepalived;

/// <summary>The same configuration on the same host: what both programs put on the wire must be the same frames, and those of one protocol in the same order.</summary>
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

    [SkippableFact]
    public Task Version_3_to_a_peer() => SameFrames(Conf.Router(150, inside: Conf.Peers("10.77.0.1", "10.77.0.2")), "ip proto 112");

    [SkippableFact]
    public Task Version_2_with_a_password_to_a_peer() => SameFrames(Conf.Router(150, 2, 1, Conf.Password("secret12") + "\n" + Conf.Peers("10.77.0.1", "10.77.0.2")), "ip proto 112");

    [SkippableFact]
    public Task Version_3_to_a_peer_with_another_time_to_live() => SameFrames(Conf.Router(150, inside: "unicast_ttl 33\n" + Conf.Peers("10.77.0.1", "10.77.0.2")), "ip proto 112");

    [SkippableFact]
    public Task Version_3_to_a_peer_with_the_old_checksum() => SameFrames(Conf.Router(150, inside: "old_unicast_checksum\n" + Conf.Peers("10.77.0.1", "10.77.0.2")), "ip proto 112");

    [SkippableFact]
    public Task Version_3_over_IPv6_to_a_peer() => SameFrames(Conf.Router(150, inside: Conf.Peers("fd77::1", "fd77::2"), addresses: "fe80::100/64\nfd77::100/64"), "ip6 proto 112");

    [SkippableFact]
    public Task Version_3_from_another_address_to_another_group() => SameFrames(Conf.Router(150, inside: "mcast_src_ip 10.77.0.55\nmcast_dst_ip 224.0.0.77"), Ipv4Frames);

    [SkippableFact]
    public Task A_virtual_hardware_address() => SameFrames(Conf.Router(150, inside: "use_vmac"), "ip proto 112");

    [SkippableFact]
    public Task A_virtual_hardware_address_that_advertises_from_below() => SameFrames(Conf.Router(150, inside: "use_vmac\nvmac_xmit_base"), "ip proto 112");

    [SkippableFact]
    public Task A_virtual_hardware_address_over_IPv6() => SameFrames(Conf.Router(150, inside: "use_vmac", addresses: "fe80::100/64\nfd77::100/64"), "ip6 proto 112");

    [SkippableFact]
    public async Task Version_2_behind_an_authentication_header()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(2);
        var configuration = Conf.Router(254, 2, 1, Conf.Signed("secret12"));
        var real = await Signed(segment, Which.Real, configuration);
        Assert.Equal(real, await Signed(segment, Which.Ours, configuration));
    }

    /// <summary>The first three advertisements.</summary>
    private static async Task<string[]> Signed(Segment segment, Which which, string configuration)
    {
        using var capture = await Capture.Start(segment, "ip proto 51");
        var daemon = Daemon.Start(segment, 1, which, configuration);
        var frames = new string[3];
        for (var i = 0; i < frames.Length; i++) frames[i] = Convert.ToHexStringLower(await capture.Next());
        Assert.Equal(0, await daemon.Stop());
        return frames;
    }

    private static async Task SameFrames(string configuration, string filter)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(2);
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
