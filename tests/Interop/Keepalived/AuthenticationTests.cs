namespace Interop.Keepalived;

/// <summary>Version 2 behind IPsec authentication headers. (keepalived.conf(5) "auth_type AH")</summary>
public sealed class AuthenticationTests
{
    [SkippableTheory]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task Sequence_numbers_go_on_from_master_to_master(Which low, Which high)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        using var capture = await Capture.Start(segment, "ip proto 51");
        var first = Daemon.Start(segment, 1, low, Conf.Router(100, 2, 1, Conf.Signed("secret12")));
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, high, Conf.Router(150, 2, 1, Conf.Signed("secret12")));
        await second.BecomesMaster();
        await first.BecomesBackup();
        Assert.Equal(0, await second.Stop());
        await first.BecomesMaster();
        // 34: behind Ethernet and IP; 8 more: the sequence number.
        uint last = 0;
        byte host;
        do
        {
            var frame = await capture.Next();
            host = frame[29];
            var sequence = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(34 + 8));
            Assert.Equal(last + 1, sequence);
            last = sequence;
            if (frame[34 + 24 + 2] == 0) break;
        }
        while (true);

        Assert.Equal(2, host);
        Assert.Equal(last + 1, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian((await capture.Next()).AsSpan(34 + 8)));
    }

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    public async Task Another_password_is_a_bad_check_value_on_both_sides(Which one, Which other)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var first = Daemon.Start(segment, 1, one, Conf.Router(200, 2, 1, Conf.Signed("secret12")));
        var second = Daemon.Start(segment, 2, other, Conf.Router(200, 2, 1, Conf.Signed("another1")));
        await first.Log.WaitFor("(VI_1) IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !");
        await second.Log.WaitFor("(VI_1) IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !");
    }
}
