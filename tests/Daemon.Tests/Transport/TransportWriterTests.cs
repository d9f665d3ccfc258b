using CsCheck;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tests.Transport;

public sealed class TransportWriterTests
{
    [Fact]
    public async Task Whatever_is_written_by_whichever_way_arrives_in_order_although_the_socket_is_full_at_times()
    {
        using var on = new OnLoop(bufferSize: 4096);
        var plan = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 4000], Gen.OneOf(Gen.Int[0, 5000], Gen.Int[0, 400_000])).Array[1, 20];
        await Task.Run(() => plan.Sample(steps =>
        {
            var all = Pair.Pattern(steps.Sum(s => s.Item2 + s.Item3));
            var got = on.Run(async loop =>
            {
                var (left, right) = Pair.Transports(loop);
                var reading = ReadToEnd(right);
                await WriteAll(left, all, steps);
                Assert.Equal(all.Length, left.BytesOut);
                left.Output.Complete();
                var bytes = await reading;
                left.Close();
                right.Close();
                return bytes;
            }).GetAwaiter().GetResult();
            Assert.True(all.AsSpan().SequenceEqual(got));
        }, iter: 30));
        Assert.Equal(0, on.Loop.Buffers.Rented);
    }

    private static async LoopTask WriteAll(LoopTransport to, byte[] all, (int How, int Head, int Body)[] steps)
    {
        var at = 0;
        foreach (var (how, head, body) in steps)
        {
            var first = all.AsMemory(at, head);
            var second = all.AsMemory(at + head, body);
            at += head + body;
            switch (how)
            {
                case 0:
                    Assert.Equal(TransportEnd.None, await to.Output.SendAsync(first.Span, second.Span));
                    break;
                case 1:
                    first.Span.CopyTo(to.Output.GetSpan(head));
                    to.Output.Advance(head);
                    Assert.False((await to.Output.WriteAsync(second)).IsCompleted);
                    break;
                case 2:
                    to.Output.Write(first.Span);
                    to.Output.Send(second.Span);
                    break;
                default:
                    to.Output.Write(first.Span);
                    to.Output.Write(second.Span);
                    await to.Output.FlushAsync();
                    break;
            }
        }
        Assert.Equal(TransportEnd.None, await to.Output.DrainAsync());
        Assert.False(to.Output.HasPending);
    }

    private static async LoopTask<byte[]> ReadToEnd(LoopTransport from)
    {
        var got = new MemoryStream();
        while (await from.Input.FillAsync() == TransportEnd.None)
        {
            got.Write(from.Input.Unread);
            from.Input.Consume(from.Input.Unread.Length);
        }
        Assert.Equal(TransportEnd.Eof, from.ReadEnd);
        return got.ToArray();
    }

    [Fact]
    public async Task The_memory_handed_over_may_be_reused_at_once_although_the_peer_does_not_read()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            var memory = new byte[20_000_000];
            memory.AsSpan().Fill(1);
            var pending = left.Output.SendAsync(memory);
            Assert.False(pending.IsCompleted);
            Assert.True(left.Output.PendingBytes > 0);
            memory.AsSpan().Fill(2);
            var got = ReadToEnd(right);
            Assert.Equal(TransportEnd.None, await pending);
            left.ShutdownWrite();
            Assert.DoesNotContain((byte)2, await got);
            left.Close();
            right.Close();
        });
        Assert.Equal(0, on.Loop.Buffers.Rented);
    }

    [Fact]
    public async Task Writing_to_a_peer_that_has_gone_is_a_value_and_not_an_exception()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            right.Abort();
            TransportEnd end;
            while ((end = await left.Output.SendAsync("x"u8)) == TransportEnd.None)
            {
            }
            Assert.Equal(TransportEnd.Reset, end);
            Assert.True((await left.Output.WriteAsync("y"u8.ToArray())).IsCompleted);
            left.Close();
        });
    }

    [Fact]
    public async Task A_write_nobody_takes_ends_as_timed_out()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            left.SetInactivityTimeout(10);
            Assert.Equal(TransportEnd.TimedOut, await left.Output.SendAsync(new byte[20_000_000]));
            Assert.True(left.Output.HasPending);
            left.Close();
            right.Close();
        });
        Assert.Equal(0, on.Loop.Buffers.Rented);
    }

    [Fact]
    public async Task Shutting_down_waits_for_the_bytes_that_are_still_held()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            Assert.False(left.Output.Send(new byte[10_000_000]));
            left.ShutdownWrite();
            Assert.Equal(10_000_000, (await ReadToEnd(right)).Length);
            left.Close();
            right.Close();
        });
    }
}
