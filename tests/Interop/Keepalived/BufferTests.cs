using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>Receive buffers of sockets. (keepalived.conf(5) "vrrp_rx_bufs_policy", "kernel_rx_buf_size")</summary>
public sealed partial class BufferTests
{
    [SkippableTheory]
    [InlineData("vrrp_rx_bufs_policy MTU", "")]
    [InlineData("vrrp_rx_bufs_policy ADVERT\nvrrp_rx_bufs_multiplier 200", "")]
    [InlineData("vrrp_rx_bufs_policy 40000", "")]
    [InlineData("vrrp_rx_bufs_policy 40000", "kernel_rx_buf_size 30000")]
    [InlineData("", "kernel_rx_buf_size 30000")]
    public async Task The_socket_has_room_for_every_instance_that_uses_it(string global, string inside)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var real = await Room(segment, Which.Real, global, inside);
        var ours = await Room(segment, Which.Ours, global, inside);
        Assert.Equal(real, ours);
    }

    /// <summary>What the kernel says of the socket that hears the group, and what keepalived.data does.</summary>
    private static async Task<string> Room(Segment segment, Which which, string global, string inside)
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, interval: 0.2, global: global, inside: inside) + Conf.Instance("VI_2", 52, 150, "10.77.0.101/24"));
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("(VI_2) Entering MASTER STATE");
        var data = await daemon.Dump("USR1", "keepalived.data");
        var lines = data.Split('\n').Where(line => line.Contains("Rx buf size", StringComparison.Ordinal) || line.Contains("rx_bufs_", StringComparison.Ordinal));
        var size = ReceiveBufferOf(daemon.ChildId, int.Parse(Descriptor().Match(data).Groups["fd"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(0, await daemon.Stop());
        return string.Join('\n', [.. lines, size.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>SO_RCVBUF of another process's socket, through a duplicate of it (pidfd_getfd(2)).</summary>
    private static int ReceiveBufferOf(int process, int descriptor)
    {
        const nint pidfdOpen = 434, pidfdGetfd = 438;
        var handle = syscall(pidfdOpen, process, 0, 0);
        Assert.True(handle >= 0, "pidfd_open");
        var copy = syscall(pidfdGetfd, handle, descriptor, 0);
        _ = close((int)handle);
        Assert.True(copy >= 0, "pidfd_getfd");
        using var socket = new Socket(new SafeSocketHandle(copy, ownsHandle: true));
        return socket.ReceiveBufferSize;
    }

    [GeneratedRegex(@"^ fd_in (?<fd>\d+)", RegexOptions.Multiline)]
    private static partial Regex Descriptor();

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
