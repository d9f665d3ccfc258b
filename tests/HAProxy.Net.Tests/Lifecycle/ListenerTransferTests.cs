using Daemon.Hosting;
using Daemon.Linux;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tests.Lifecycle;

/// <summary>Listening sockets between processes, in the bytes that 2.6.12 puts on the wire.</summary>
public sealed class ListenerTransferTests
{
    [Fact]
    public void Sockets_go_as_a_count_and_six_bytes_each_with_the_descriptors_beside()
    {
        var (own, peer) = ReadyPipe.Create();
        var listener = Daemon.Transport.ListeningSocket.Open(SockAddr.IPv4(0x7f000001, 0), new Daemon.Transport.ListenOptions()).Descriptor;
        var address = Sockets.LocalAddress(listener);
        Assert.True(ListenerTransfer.Send(own, [listener, listener]));

        Span<byte> count = stackalloc byte[4];
        Span<int> descriptors = stackalloc int[8];
        Assert.Equal(4, DescriptorPassing.Receive(peer, count, descriptors, out var none));
        Assert.Equal(0, none);
        Assert.Equal(new byte[] { 2, 0, 0, 0 }, count.ToArray());
        Span<byte> rest = stackalloc byte[64];
        Assert.Equal(12, DescriptorPassing.Receive(peer, rest, descriptors, out var received));
        Assert.Equal(2, received);
        Assert.Equal(address, Sockets.LocalAddress(descriptors[0]));
        foreach (var fd in (int[])[own, peer, listener, descriptors[0], descriptors[1]]) _ = Libc.Close(fd);
    }

    [Fact]
    public void An_inherited_socket_goes_to_the_address_it_is_bound_to_and_only_once()
    {
        var folder = Directory.CreateTempSubdirectory("inherit").FullName;
        var path = Path.Combine(folder, "x.sock");
        var unix = Daemon.Transport.ListeningSocket.Open(SockAddr.Unix(path), new Daemon.Transport.ListenOptions()).Descriptor;
        var tcp = Daemon.Transport.ListeningSocket.Open(SockAddr.IPv4(0x7f000001, 0), new Daemon.Transport.ListenOptions()).Descriptor;
        var address = Sockets.LocalAddress(tcp);
        var inherited = new InheritedSockets([unix, tcp]);
        // The kernel still knows the unix socket by the temporary name under which it was bound.
        Assert.Equal(unix, inherited.Take(SockAddr.Unix(path), null));
        Assert.Null(inherited.Take(SockAddr.Unix(path), null));
        Assert.Null(inherited.Take(address.WithPort(1), null));
        Assert.Equal(tcp, inherited.Take(address, null));
        _ = Libc.Close(unix);
        _ = Libc.Close(tcp);
        Directory.Delete(folder, recursive: true);
    }
}
