using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tests.Transport;

public sealed class RelayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_body_passes_unchanged_by_copy_and_by_splice(bool maySplice)
    {
        using var on = new OnLoop();
        var all = Pair.Pattern(20_000_000);
        var got = await on.Run(async loop =>
        {
            var (origin, from) = Pair.Transports(loop);
            var (to, client) = Pair.Transports(loop);
            var sending = Send(origin, all);
            var relaying = Relay.CopyAsync(from, to, -1, maySplice);
            var receiving = Receive(client, all.Length);
            await sending;
            origin.ShutdownWrite();
            var result = await relaying;
            Assert.Equal(new RelayResult(all.Length, TransportEnd.Eof, TransportEnd.None), result with { Spliced = 0 });
            var bytes = await receiving;
            Assert.Equal(all.Length, from.BytesIn);
            Assert.Equal(all.Length, to.BytesOut);
            foreach (var transport in new[] { origin, from, to, client }) transport.Close();
            return bytes;
        });
        Assert.True(all.AsSpan().SequenceEqual(got));
        Assert.Equal(0, on.Loop.Buffers.Rented);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task Exactly_the_counted_bytes_are_moved_and_what_follows_stays(int count)
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (origin, from) = Pair.Transports(loop);
            var (to, client) = Pair.Transports(loop);
            var all = Pair.Pattern(count + 5);
            var sending = Send(origin, all);
            await from.Input.FillAsync(); // some are in the buffer already
            var relaying = Relay.CopyAsync(from, to, count);
            var got = await Receive(client, count);
            Assert.True(all.AsSpan(0, count).SequenceEqual(got));
            Assert.Equal(new RelayResult(count, TransportEnd.None, TransportEnd.None), (await relaying) with { Spliced = 0 });
            await sending;
            while (from.Input.Unread.Length < 5) Assert.Equal(TransportEnd.None, await from.Input.FillAsync());
            Assert.Equal(all[count..], from.Input.Unread.ToArray());
            foreach (var transport in new[] { origin, from, to, client }) transport.Close();
        });
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(40_000_000)]
    public async Task A_destination_that_goes_away_ends_the_copy_with_its_reason(int size)
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (origin, from) = Pair.Transports(loop);
            var (to, client) = Pair.Transports(loop);
            from.SetInactivityTimeout(30_000);
            var relaying = Relay.CopyAsync(from, to);
            Send(origin, new byte[size]).Forget();
            if (size > 1000) await Receive(client, 1_000_000);
            client.Abort();
            await new LoopSignal(loop).WaitAsync(1);
            origin.Output.Send(new byte[1]);
            await new LoopSignal(loop).WaitAsync(1);
            origin.Output.Send(new byte[1]);
            Assert.Equal(TransportEnd.Reset, (await relaying).WriteEnd);
            origin.Close();
            from.Close();
            to.Close();
        });
    }

    private static async LoopTask Send(LoopTransport to, byte[] bytes) => await to.Output.SendAsync(bytes);

    private static async LoopTask<byte[]> Receive(LoopTransport from, int count)
    {
        var got = new MemoryStream();
        while (got.Length < count && await from.Input.FillAsync() == TransportEnd.None)
        {
            got.Write(from.Input.Unread);
            from.Input.Consume(from.Input.Unread.Length);
        }
        return got.ToArray();
    }
}
