using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Tests.Transport;
using Daemon.Tls;
using Daemon.Transport;

namespace Daemon.Tests.Tls;

public sealed class TlsTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Echoes on the loop until the client ends; reports how the handshake went.</summary>
    private sealed class EchoServer : IAcceptor, IDisposable
    {
        private readonly TlsServerContext _context;
        private readonly Listener _listener;

        public EchoServer(OnLoop on, TlsServerContext context)
        {
            _context = context;
            var listening = ListeningSocket.Open(SockAddr.IPv4(0x7f000001, 0), new ListenOptions());
            _listener = new Listener(listening.Descriptor, this);
            _listener.Start(on.Loops);
        }

        public int Port => _listener.Address.Port;

        public TaskCompletionSource<string> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnAccepted(EventLoop loop, int fd, in SockAddr peer) => Serve(TlsTransport.Accept(loop, fd, _context)!).Forget();

        public void Dispose() => _listener.Close();

        private async LoopTask Serve(TlsTransport transport)
        {
            var end = await transport.HandshakeAsync();
            Seen.TrySetResult(end == TransportEnd.None
                ? $"{transport.Protocol} {transport.ServerName} {Encoding.ASCII.GetString(transport.Alpn)}"
                : $"{end}: {transport.ErrorText}");
            while (end == TransportEnd.None && (end = await transport.Input.FillAsync()) == TransportEnd.None)
            {
                end = await transport.Output.SendAsync(transport.Input.Unread);
                transport.Input.Consume(transport.Input.Unread.Length);
            }
            transport.Close();
        }
    }

    private static async Task<SslStream> Dial(int port, SslClientAuthenticationOptions options)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(options).WaitAsync(Patience);
        }
        catch (Exception)
        {
            await stream.DisposeAsync();
            throw;
        }
        return stream;
    }

    private static string NameOf(SslStream stream) => stream.RemoteCertificate!.Subject;

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLSv1.2")]
    [InlineData(SslProtocols.Tls13, "TLSv1.3")]
    public async Task A_client_shakes_hands_and_large_data_is_echoed_unchanged(SslProtocols version, string name)
    {
        using var on = new OnLoop();
        using var context = new TlsServerContext(new TlsServerSettings { Certificates = [Certificates.Pem("a")], Alpn = ["h2", "http/1.1"] });
        using var server = new EchoServer(on, context);
        await using var client = await Dial(server.Port, new SslClientAuthenticationOptions
        {
            TargetHost = "a.example",
            EnabledSslProtocols = version,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        });
        Assert.Equal($"{name} a.example http/1.1", await server.Seen.Task.WaitAsync(Patience));
        var all = Pair.Pattern(3_000_000);
        var got = new byte[all.Length];
        var writing = client.WriteAsync(all).AsTask();
        await client.ReadExactlyAsync(got).AsTask().WaitAsync(Patience);
        await writing.WaitAsync(Patience);
        Assert.True(all.AsSpan().SequenceEqual(got));
        await client.ShutdownAsync();
        Assert.Equal(0, await client.ReadAsync(got).AsTask().WaitAsync(Patience)); // our close_notify
    }

    [Theory]
    [InlineData("one.example", "CN=one")]
    [InlineData("ONE.example", "CN=one")]
    [InlineData("www.two.example", "CN=two")]
    [InlineData("exact.two.example", "CN=three")]
    [InlineData("deep.www.two.example", "CN=default")]
    [InlineData("nobody.example", "CN=default")]
    public async Task The_name_asked_for_chooses_the_certificate_exact_before_wildcard_before_the_first(string asked, string subject)
    {
        using var on = new OnLoop();
        using var context = new TlsServerContext(new TlsServerSettings
        {
            Certificates =
            [
                Certificates.Pem("default", "default.example"),
                Certificates.Pem("one", "one.example"),
                Certificates.Pem("two", "*.two.example"),
                Certificates.Pem("three", "exact.two.example"),
            ],
        });
        using var server = new EchoServer(on, context);
        await using var client = await Dial(server.Port, new SslClientAuthenticationOptions { TargetHost = asked });
        Assert.Equal(subject, NameOf(client));
    }

    [Fact]
    public async Task Strict_names_refuse_what_no_certificate_has()
    {
        using var on = new OnLoop();
        using var context = new TlsServerContext(new TlsServerSettings { Certificates = [Certificates.Pem("one", "one.example")], StrictSni = true });
        using var server = new EchoServer(on, context);
        await Assert.ThrowsAsync<AuthenticationException>(() => Dial(server.Port, new SslClientAuthenticationOptions { TargetHost = "other.example" }));
        Assert.StartsWith("Tls: ", await server.Seen.Task.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_below_the_minimum_and_plain_bytes_fail_the_handshake_as_values()
    {
        using var on = new OnLoop();
        using var context = new TlsServerContext(new TlsServerSettings { Certificates = [Certificates.Pem("a")], Minimum = TlsVersion.Tls13 });
        using var server = new EchoServer(on, context);
        await Assert.ThrowsAnyAsync<Exception>(() => Dial(server.Port, new SslClientAuthenticationOptions { TargetHost = "a", EnabledSslProtocols = SslProtocols.Tls12 }));
        Assert.Equal("Tls: unsupported protocol", await server.Seen.Task.WaitAsync(Patience));

        using var second = new EchoServer(on, context);
        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Loopback, second.Port);
        await plain.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        Assert.Equal("Tls: http request", await second.Seen.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_handshake_nobody_continues_times_out()
    {
        using var on = new OnLoop();
        using var context = new TlsServerContext(new TlsServerSettings { Certificates = [Certificates.Pem("a")] });
        var (left, right) = Pair.Sockets();
        await on.Run(async loop =>
        {
            var transport = TlsTransport.Accept(loop, left, context)!;
            transport.SetDeadline(loop.NowMs + 5);
            Assert.Equal(TransportEnd.TimedOut, await transport.HandshakeAsync());
            Assert.False(transport.IsEstablished);
            transport.Close();
        });
        _ = Libc.Close(right);
    }

    [Fact]
    public async Task Our_client_verifies_the_name_and_the_authority_when_told_to()
    {
        using var on = new OnLoop();
        var pem = Certificates.Pem("one", "one.example");
        using var context = new TlsServerContext(new TlsServerSettings { Certificates = [pem] });
        using var server = new EchoServer(on, context);
        using var trusting = new TlsClientContext(new TlsClientSettings());
        using var verifying = new TlsClientContext(new TlsClientSettings { Verify = true, Authorities = pem });
        using var distrusting = new TlsClientContext(new TlsClientSettings { Verify = true, Authorities = Certificates.Pem("another") });
        Assert.Equal("None", await Try(trusting, "other.example"));
        Assert.Equal("None", await Try(verifying, "one.example"));
        Assert.Equal("Tls certificate verify failed", await Try(verifying, "other.example"));
        Assert.Equal("Tls certificate verify failed", await Try(distrusting, "one.example"));

        Task<string> Try(TlsClientContext client, string name) => on.Run(async loop =>
        {
            var plain = await SocketTransport.ConnectAsync(loop, SockAddr.IPv4(0x7f000001, (ushort)server.Port), ConnectOptions.Default);
            var transport = TlsTransport.Connect(plain.Transport!, client, name)!;
            var end = await transport.HandshakeAsync();
            if (end == TransportEnd.None)
            {
                var request = Pair.Pattern(100_000);
                var sending = transport.Output.SendAsync(request.AsSpan(0, 10), request.AsSpan(10));
                var got = new List<byte>();
                while (got.Count < request.Length && await transport.Input.FillAsync() == TransportEnd.None)
                {
                    got.AddRange(transport.Input.Unread.ToArray());
                    transport.Input.Consume(transport.Input.Unread.Length);
                }
                Assert.Equal(TransportEnd.None, await sending);
                Assert.True(got.SequenceEqual(request));
            }
            var text = end == TransportEnd.None ? "None" : $"{end} {transport.ErrorText}";
            transport.Close();
            return text;
        });
    }

    [Fact]
    public void What_is_wrong_with_a_bundle_is_said()
    {
        var good = Certificates.Pem("a");
        var other = Certificates.Pem("b");
        static string Key(byte[] pem) => Encoding.ASCII.GetString(pem)[..(Encoding.ASCII.GetString(pem).IndexOf("-----BEGIN CERT", StringComparison.Ordinal))];
        static string Certificate(byte[] pem) => Encoding.ASCII.GetString(pem)[Encoding.ASCII.GetString(pem).IndexOf("-----BEGIN CERT", StringComparison.Ordinal)..];
        static string Refusal(string pem) => Assert.Throws<TlsException>(() => new TlsServerContext(new TlsServerSettings
        {
            Certificates = [Encoding.ASCII.GetBytes(pem)],
            CertificateNames = ["f.pem"],
        })).Message;

        Assert.Equal("unable to load certificate from file 'f.pem'", Refusal(Key(good)));
        Assert.Equal("No Private Key found in 'f.pem.key'", Refusal(Certificate(good)));
        Assert.Equal("inconsistencies between private key and certificate loaded 'f.pem'", Refusal(Certificate(good) + Key(other)));
        using var anyOrder = new TlsServerContext(new TlsServerSettings { Certificates = [Encoding.ASCII.GetBytes(Certificate(good) + Key(good))] });
        Assert.NotNull(anyOrder);
    }
}
