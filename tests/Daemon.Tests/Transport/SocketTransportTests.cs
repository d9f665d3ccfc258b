using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tests.Transport;

public sealed class SocketTransportTests
{
    [Fact]
    public async Task Connecting_to_a_port_nobody_listens_on_gives_the_error_number()
    {
        using var on = new OnLoop();
        var result = await on.Run(loop => SocketTransport.ConnectAsync(loop, SockAddr.IPv4(0x7f000001, 1), ConnectOptions.Default));
        Assert.Null(result.Transport);
        Assert.Equal(Errno.ConnectionRefused, result.ErrorNumber);
    }

    [Fact]
    public async Task Connecting_to_a_full_backlog_times_out()
    {
        using var on = new OnLoop();
        var listening = ListeningSocket.Open(SockAddr.IPv4(0x7f000001, 0), new ListenOptions { Backlog = 1 });
        var address = Sockets.LocalAddress(listening.Descriptor);
        await on.Run(async loop =>
        {
            var opened = new List<SocketTransport>();
            while (true)
            {
                var result = await SocketTransport.ConnectAsync(loop, address, new ConnectOptions { TimeoutMs = 100 });
                if (result.Transport is null)
                {
                    Assert.Equal(Errno.TimedOut, result.ErrorNumber);
                    break;
                }
                opened.Add(result.Transport);
                Assert.True(opened.Count < 10);
            }
            foreach (var transport in opened) transport.Close();
        });
        _ = Libc.Close(listening.Descriptor);
    }

    [Fact]
    public async Task A_source_address_is_seen_by_the_peer()
    {
        using var on = new OnLoop();
        var listening = ListeningSocket.Open(SockAddr.IPv4(0x7f000001, 0), new ListenOptions());
        await on.Run(async loop =>
        {
            var options = new ConnectOptions { Source = SockAddr.IPv4(0x7f000102, 0), TimeoutMs = 10_000 };
            var result = await SocketTransport.ConnectAsync(loop, Sockets.LocalAddress(listening.Descriptor), options);
            Assert.NotNull(result.Transport);
            var accepted = Sockets.Accept(listening.Descriptor, out var peer);
            Assert.Equal(0x7f000102u, peer.IPv4Address);
            _ = Libc.Close(accepted);
            result.Transport.Close();
        });
        _ = Libc.Close(listening.Descriptor);
    }

    [Fact]
    public async Task A_connection_goes_over_to_another_loop_and_lives_on_there()
    {
        using var on = new OnLoop(2);
        var (left, raw) = Pair.Sockets();
        var transport = await on.Run(async loop =>
        {
            var t = SocketTransport.Over(loop, left)!;
            Pair.Send(raw, "a"u8);
            Assert.Equal(TransportEnd.None, await t.Input.FillAsync());
            t.Input.Consume(1);
            t.Detach();
            return t;
        });
        await on.Run(async loop =>
        {
            Assert.Equal(0, transport.Adopt(loop));
            Pair.Send(raw, "b"u8);
            Assert.Equal(TransportEnd.None, await transport.Input.FillAsync());
            Assert.Same(on.Loops[1], EventLoop.Current);
            Assert.Equal("b"u8.ToArray(), transport.Input.Unread.ToArray());
            transport.Close();
        }, loop: 1);
        _ = Libc.Close(raw);
        Assert.Equal(0, on.Loops[0].Registered);
        Assert.Equal(0, on.Loops[1].Registered);
    }

    private sealed class NoWatcher : IIdleWatcher
    {
        public void OnReadable(LoopTransport transport)
        {
        }

        public void OnIdleTimeout(LoopTransport transport)
        {
        }
    }

    [Fact]
    public async Task An_idle_connection_holds_no_buffer_and_less_than_600_bytes()
    {
        using var on = new OnLoop();
        const int connections = 400;
        var pairs = Enumerable.Range(0, connections).Select(_ => Pair.Sockets()).ToArray();
        var bytes = await on.Run(async loop =>
        {
            var watcher = new NoWatcher();
            var transports = new SocketTransport[connections];
            await new LoopSignal(loop).WaitAsync(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < connections; i++)
            {
                transports[i] = SocketTransport.Over(loop, pairs[i].Left)!;
                Assert.True(transports[i].Park(watcher));
                transports[i].SetInactivityTimeout(50_000);
            }
            var used = GC.GetAllocatedBytesForCurrentThread() - before; // with the growth of the loop's tables
            Assert.Equal(0, loop.Buffers.Rented);
            foreach (var transport in transports) transport.Close();
            return used;
        });
        Assert.InRange(bytes / connections, 1, 599);
        foreach (var (_, right) in pairs) _ = Libc.Close(right);
    }

    [Fact]
    public async Task An_echo_of_requests_over_many_connections_allocates_nothing_in_the_steady_state()
    {
        using var on = new OnLoop();
        var allocated = await on.Run(async loop =>
        {
            const int connections = 100, rounds = 30, warmUp = 5;
            var clients = new SocketTransport[connections];
            var servers = new SocketTransport[connections];
            for (var i = 0; i < connections; i++) (clients[i], servers[i]) = Pair.Transports(loop);
            foreach (var server in servers) Echo(server).Forget();
            long before = 0;
            for (var round = 0; round < rounds + warmUp; round++)
            {
                if (round == warmUp) before = GC.GetAllocatedBytesForCurrentThread();
                foreach (var client in clients) client.Output.Send("a request of some bytes"u8);
                foreach (var client in clients)
                {
                    client.SetInactivityTimeout(10_000);
                    if (await client.Input.FillAsync() != TransportEnd.None) throw new InvalidOperationException("no echo");
                    client.Input.Consume(client.Input.Unread.Length);
                }
            }
            var used = GC.GetAllocatedBytesForCurrentThread() - before;
            foreach (var client in clients) client.Close();
            await new LoopSignal(loop).WaitAsync(1);
            return used;
        });
        Assert.Equal(0, allocated);

        static async LoopTask Echo(SocketTransport server)
        {
            while (await server.Input.FillAsync() == TransportEnd.None)
            {
                await server.Output.SendAsync(server.Input.Unread);
                server.Input.Consume(server.Input.Unread.Length);
            }
            server.Close();
        }
    }
}
