using System.Net;
using System.Text;
using CsCheck;
using Daemon.Linux;

namespace Daemon.Tests.SystemCalls;

public sealed class SockAddrTests
{
    [Fact]
    public void An_address_survives_the_way_through_the_kernels_form_and_through_IPEndPoint()
    {
        var ipv4 = Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes));
        var ipv6 = Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes));
        Gen.Select(Gen.OneOf(ipv4, ipv6), Gen.Int[0, 65535]).Sample((ip, port) =>
        {
            var address = SockAddr.From(new IPEndPoint(ip, port));
            Span<byte> raw = stackalloc byte[SockAddr.MaxRawBytes];
            var length = address.Write(raw);
            Assert.Equal(address, SockAddr.Read(raw[..length]));
            Assert.Equal(new IPEndPoint(ip, port), address.ToIPEndPoint());
            Span<byte> text = stackalloc byte[64];
            Assert.Equal(ip.ToString(), Encoding.ASCII.GetString(text[..address.FormatAddress(text)]));
            Assert.Equal($"{ip}:{port}", address.ToString());
        });
    }

    [Fact]
    public void Unix_paths_and_abstract_names_survive_and_a_path_that_is_too_long_is_refused()
    {
        Span<byte> raw = stackalloc byte[SockAddr.MaxRawBytes];
        foreach (var address in new[] { SockAddr.Unix("/run/haproxy/admin.sock"), SockAddr.AbstractUnix("name"), SockAddr.Unix("/" + new string('p', 106)) })
        {
            Assert.Equal(address, SockAddr.Read(raw[..address.Write(raw)]));
        }
        Assert.Throws<ArgumentException>(() => SockAddr.Unix("/" + new string('p', 107)));
    }

    [Fact]
    public unsafe void Descriptors_are_passed_beside_bytes()
    {
        var pair = stackalloc int[2];
        const int unixFamily = 1;
        Assert.Equal(0, Sockets.SocketPair(unixFamily, Sockets.Stream, 0, pair));
        var passed = Enumerable.Range(0, 5).Select(_ => EventFd.Create()).ToArray();
        Assert.Equal(4, DescriptorPassing.Send(pair[0], "five"u8, passed));
        var bytes = new byte[16];
        var received = new int[3]; // two do not fit and are closed
        Assert.Equal(4, DescriptorPassing.Receive(pair[1], bytes, received, out var count));
        Assert.Equal(3, count);
        Assert.Equal("five"u8.ToArray(), bytes[..4]);
        // A received one is another number of the same eventfd: what is signalled on one is read on the other.
        EventFd.Signal(passed[2]);
        ulong signals = 0;
        Assert.Equal(8, Libc.Read(received[2], (byte*)&signals, 8));
        Assert.Equal(1ul, signals);
        foreach (var fd in passed.Concat(received).Append(pair[0]).Append(pair[1])) _ = Libc.Close(fd);
    }

    [Fact]
    public void The_user_root_has_the_ids_zero_and_an_unknown_user_has_none()
    {
        Assert.Equal(new Credentials.User(0, 0), Credentials.FindUser("root"));
        Assert.Equal(0u, Credentials.FindGroup("root"));
        Assert.Null(Credentials.FindUser("no-such-user-here"));
        Assert.Null(Credentials.FindGroup("no-such-group-here"));
    }
}
