using System.Net;
using System.Net.Sockets;
using System.Text;
using ConfParsers.Haproxy;
using Daemon.Linux;
using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace Interop.HAProxy;

/// <summary>Nothing is allocated for a request in the steady state: counted by the runtime on the loop's own thread.</summary>
public class SteadyStateTests
{
    private const int Requests = 1000;

    [Fact]
    public void A_thousand_kept_alive_requests_allocate_nothing_on_the_loop()
    {
        var front = Open();
        var origin = Open();
        var originPort = Sockets.LocalAddress(origin).Port;
        var loaded = HaproxyConfig.Parse($$"""
            global
                nbthread 1
                maxconn 100
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            listen origin
                bind 127.0.0.1:1
                http-request return status 200 content-type text/plain string hello
            frontend fe
                bind 127.0.0.1:2
                acl static path_beg /static /img
                http-request set-header x-forwarded-proto http
                http-request deny if static
                default_backend be
            backend be
                server s1 127.0.0.1:{{originPort}}

            """);
        Assert.NotNull(loaded.Model);
        using var engine = new Engine(loaded.Model, new EngineOptions());
        engine.Start([new BoundSocket(origin, loaded.Model.Proxies[0].Binds[0]), new BoundSocket(front, loaded.Model.Proxies[1].Binds[0])]);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, Sockets.LocalAddress(front).Port);
        Ask(client, Requests);
        var before = Allocated(engine);
        Ask(client, Requests);
        var allocated = Allocated(engine) - before;
        engine.HardStop();
        // Less than a byte a request: what the count itself and the housekeeping of the seconds in between take.
        Assert.True(allocated < Requests, $"{allocated} bytes for {Requests} requests");
    }

    private static int Open()
    {
        var opened = ListeningSocket.Open(SockAddr.From(IPAddress.Loopback, 0), new ListenOptions());
        Assert.Null(opened.Error);
        return opened.Descriptor;
    }

    private static void Ask(Socket client, int times)
    {
        var request = Encoding.ASCII.GetBytes("GET /index.html?q=1 HTTP/1.1\r\nHost: example\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n");
        var buffer = new byte[4096];
        for (var i = 0; i < times; i++)
        {
            client.Send(request);
            var received = 0;
            while (!buffer.AsSpan(0, received).EndsWith("\r\n\r\nhello"u8))
            {
                var more = client.Receive(buffer, received, buffer.Length - received, SocketFlags.None);
                Assert.True(more > 0, "the proxy closed the connection");
                received += more;
            }

            Assert.True(buffer.AsSpan().StartsWith("HTTP/1.1 200 OK\r\n"u8));
        }
    }

    private static long Allocated(Engine engine)
    {
        using var done = new ManualResetEventSlim();
        long bytes = 0;
        engine.Loops[0].Post(_ =>
        {
            bytes = GC.GetAllocatedBytesForCurrentThread();
            done.Set();
        }, null);
        Assert.True(done.Wait(TimeSpan.FromSeconds(30)));
        return bytes;
    }
}
