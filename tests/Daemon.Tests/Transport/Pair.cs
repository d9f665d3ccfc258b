using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tests.Transport;

/// <summary>Two ends of one TCP connection over loopback: ours on a loop, and a raw descriptor or a second transport.</summary>
internal static unsafe class Pair
{
    /// <summary>Two connected, non-blocking TCP sockets.</summary>
    public static (int Left, int Right) Sockets()
    {
        var listening = ListeningSocket.Open(SockAddr.IPv4(0x7f000001, 0), new ListenOptions());
        Assert.Null(listening.Error);
        var left = Linux.Sockets.Create(SockFamily.IPv4, Linux.Sockets.Stream);
        var connected = Linux.Sockets.Connect(left, Linux.Sockets.LocalAddress(listening.Descriptor));
        Assert.True(connected == 0 || Libc.Errno == Errno.InProgress);
        int right;
        while ((right = Linux.Sockets.Accept(listening.Descriptor, out _)) < 0) Thread.Yield();
        _ = Libc.Close(listening.Descriptor);
        return (left, right);
    }

    public static (SocketTransport Left, SocketTransport Right) Transports(EventLoop loop)
    {
        var (left, right) = Sockets();
        return (SocketTransport.Over(loop, left)!, SocketTransport.Over(loop, right)!);
    }

    /// <summary>Sends all of it on a raw non-blocking descriptor that is known to have room.</summary>
    public static void Send(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes) Assert.Equal(bytes.Length, Linux.Sockets.Send(fd, data, bytes.Length, Linux.Sockets.NoSignal));
    }

    /// <summary>What is there now: bytes, an empty array at the end, null when nothing.</summary>
    public static byte[]? Receive(int fd)
    {
        var buffer = new byte[65536];
        fixed (byte* data = buffer)
        {
            var received = Linux.Sockets.Receive(fd, data, buffer.Length, 0);
            return received < 0 ? null : buffer[..(int)received];
        }
    }

    /// <summary>Bytes of which each position can be told from its neighbours.</summary>
    public static byte[] Pattern(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)((i * 7) ^ (i >> 8) ^ (i >> 16));
        return bytes;
    }
}
