using System.Buffers;
using CsCheck;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tests.Transport;

public sealed class TransportReaderTests
{
    [Fact]
    public async Task Any_split_of_the_bytes_into_sends_is_read_as_the_same_bytes()
    {
        using var on = new OnLoop(bufferSize: 512);
        var plan = Gen.Select(Gen.Int[1, 700].Array[1, 12], Gen.Int[1, 600].Array[1, 8], Gen.Bool);
        await Task.Run(() => plan.Sample((sends, takes, pipe) =>
        {
            var all = Pair.Pattern(sends.Sum());
            var got = on.Run(loop => ReadAll(loop, all, sends, takes, pipe)).GetAwaiter().GetResult();
            Assert.Equal(all, got);
        }, iter: 200));
        Assert.Equal(0, on.Loop.Buffers.Rented);
    }

    /// <summary>Sends in the given pieces, one each time the reader has to wait, and takes in the given portions.</summary>
    private static async LoopTask<byte[]> ReadAll(EventLoop loop, byte[] all, int[] sends, int[] takes, bool asPipe)
    {
        var (fd, raw) = Pair.Sockets();
        var transport = SocketTransport.Over(loop, fd)!;
        var got = new List<byte>();
        var sent = 0;
        var next = 0;
        var take = 0;
        while (got.Count < all.Length || transport.ReadEnd == TransportEnd.None)
        {
            if (got.Count == sent)
            {
                if (next < sends.Length)
                {
                    Pair.Send(raw, all.AsSpan(sent, sends[next]));
                    sent += sends[next++];
                }
                else
                {
                    _ = Libc.Close(raw);
                }
            }
            if (asPipe)
            {
                var result = await transport.Input.ReadAsync();
                Assert.True(result.Buffer.IsSingleSegment);
                var portion = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, takes[take++ % takes.Length]));
                got.AddRange(portion.ToArray());
                transport.Input.AdvanceTo(portion.End);
                if (result.IsCompleted) break;
            }
            else
            {
                // Filling on top of what is unread, whenever there is more to come without a further send.
                var end = transport.Input.HasUnread && transport.BytesIn == sent ? TransportEnd.None : await transport.Input.FillAsync();
                var portion = Math.Min(transport.Input.Unread.Length, takes[take++ % takes.Length]);
                got.AddRange(transport.Input.Unread[..portion].ToArray());
                transport.Input.Consume(portion);
                if (end is not (TransportEnd.None or TransportEnd.BufferFull)) break;
            }
        }
        got.AddRange(transport.Input.Unread.ToArray());
        Assert.Equal(TransportEnd.Eof, transport.ReadEnd);
        Assert.Equal(all.Length, transport.BytesIn);
        transport.Close();
        return [.. got];
    }

    [Fact]
    public async Task What_was_examined_but_not_consumed_is_read_again_only_together_with_more()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            right.Output.Send("GET "u8);
            var result = await left.Input.ReadAsync();
            left.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            var pending = left.Input.ReadAsync();
            Assert.False(pending.IsCompleted);
            right.Output.Send("/"u8);
            result = await pending;
            Assert.Equal("GET /"u8.ToArray(), result.Buffer.ToArray());
            left.Input.AdvanceTo(result.Buffer.GetPosition(4), result.Buffer.GetPosition(4));
            result = await left.Input.ReadAsync();
            Assert.Equal("/"u8.ToArray(), result.Buffer.ToArray());
            left.Close();
            right.Close();
        });
    }

    [Fact]
    public async Task More_than_a_buffer_that_nobody_consumes_is_reported_as_full()
    {
        using var on = new OnLoop(bufferSize: 256);
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            var all = Pair.Pattern(300);
            right.Output.Send(all);
            while (await left.Input.FillAsync() == TransportEnd.None)
            {
            }
            Assert.Equal(TransportEnd.BufferFull, left.Input.End);
            Assert.True((await left.Input.ReadAsync()) is { Buffer.Length: 256 });
            left.Input.Consume(100);
            Assert.Equal(TransportEnd.None, await left.Input.FillAsync());
            Assert.Equal(all[100..], left.Input.Unread.ToArray());
            left.Close();
            right.Close();
        });
    }

    [Fact]
    public async Task A_reset_by_the_peer_is_a_value_and_not_an_exception()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            var pending = left.Input.FillAsync();
            right.Abort();
            Assert.Equal(TransportEnd.Reset, await pending);
            Assert.Equal(Errno.ConnectionReset, left.ErrorNumber);
            Assert.True((await left.Input.ReadAsync()).IsCompleted);
            left.Close();
        });
    }

    [Fact]
    public async Task A_half_close_ends_reading_and_leaves_writing_open()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            right.Output.Send("request"u8);
            right.ShutdownWrite();
            Assert.Equal(TransportEnd.None, await left.Input.FillAsync());
            Assert.Equal(TransportEnd.Eof, await left.Input.FillAsync());
            Assert.Equal("request"u8.ToArray(), left.Input.Unread.ToArray());
            Assert.Equal(TransportEnd.None, await left.Output.SendAsync("answer"u8));
            Assert.Equal(TransportEnd.None, await right.Input.FillAsync());
            Assert.Equal("answer"u8.ToArray(), right.Input.Unread.ToArray());
            left.Close();
            right.Close();
        });
    }

    [Fact]
    public async Task A_wait_ends_as_timed_out_and_the_next_one_still_brings_the_bytes()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            left.SetDeadline(loop.NowMs + 5);
            Assert.Equal(TransportEnd.TimedOut, await left.Input.FillAsync());
            left.ClearTimeout();
            var pending = left.Input.ReadAsync();
            right.Output.Send("x"u8);
            Assert.Equal(1, (await pending).Buffer.Length);
            left.Input.Consume(1);
            left.SetInactivityTimeout(5);
            var result = await left.Input.ReadAsync();
            Assert.True(result.IsCanceled);
            Assert.Equal(TransportEnd.TimedOut, left.Input.End);
            Assert.Equal(TransportEnd.None, left.ReadEnd);
            left.Close();
            right.Close();
        });
    }

    [Fact]
    public async Task A_pending_read_is_ended_by_cancelling_and_by_closing()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            var pending = left.Input.FillAsync();
            left.Input.CancelPendingRead();
            Assert.Equal(TransportEnd.Cancelled, await pending);
            pending = left.Input.FillAsync();
            left.Close();
            Assert.Equal(TransportEnd.Closed, await pending);
            right.Close();
        });
        Assert.Equal(0, on.Loop.Buffers.Rented);
    }

    private sealed class Watcher(EventLoop loop) : IIdleWatcher
    {
        public LoopSignal Told { get; } = new(loop);

        public string? What { get; private set; }

        public void OnReadable(LoopTransport transport) => Tell("readable");

        public void OnIdleTimeout(LoopTransport transport) => Tell("timeout");

        private void Tell(string what)
        {
            What = what;
            Told.Set();
        }
    }

    [Fact]
    public async Task A_parked_connection_tells_its_watcher_of_bytes_of_the_end_and_of_its_timeout()
    {
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            var (left, right) = Pair.Transports(loop);
            var watcher = new Watcher(loop);
            Assert.True(left.Park(watcher));
            left.SetInactivityTimeout(5);
            await watcher.Told.WaitAsync();
            Assert.Equal("timeout", watcher.What);
            left.ClearTimeout();
            Assert.False(left.IsParked);

            Assert.True(left.Park(watcher));
            right.Output.Send("hello"u8);
            await watcher.Told.WaitAsync();
            Assert.Equal("readable", watcher.What);
            Assert.False(left.Park(watcher)); // there are bytes, which it has received
            Assert.Equal("hello"u8.ToArray(), left.Input.Unread.ToArray());
            Assert.False(left.Park(watcher)); // and they are not consumed
            left.Input.Consume(5);

            // A read of exactly as many bytes as there were: whether more has come is not known, but parking finds out.
            right.Output.Send(new byte[loop.Buffers.Size]);
            Assert.Equal(TransportEnd.None, await left.Input.FillAsync());
            Assert.Equal(loop.Buffers.Size, left.Input.Unread.Length);
            left.Input.Consume(loop.Buffers.Size);
            Assert.True(left.Park(watcher));
            Assert.Equal(0, loop.Buffers.Rented);
            Assert.False(left.WakeIfReadable());

            // Bytes that have come, but that the loop has not told of yet.
            right.Output.Send("late"u8);
            Assert.True(left.WakeIfReadable());
            await watcher.Told.WaitAsync();
            Assert.Equal("late"u8.ToArray(), left.Input.Unread.ToArray());
            left.Input.Consume(4);
            Assert.True(left.Park(watcher));
            right.Close();
            await watcher.Told.WaitAsync();
            Assert.Equal("readable", watcher.What);
            Assert.True(left.IsPeerFinished);
            left.Close();
        });
    }
}
