using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Socket options by name (socket(7), tcp(7), ip(7), ipv6(7)). Each setter answers 0, or -1 with errno.</summary>
public static unsafe partial class SocketOptions
{
    private const int SolSocket = 1, IpProtoIp = 0, IpProtoTcp = 6, IpProtoIpv6 = 41;
    private const int ReuseAddr = 2, ErrorOption = 4, LingerOption = 13, ReusePortOption = 15, AcceptConnections = 30, TypeOption = 3, KeepAliveOption = 9;

    public static int SetReuseAddress(int fd, bool on) => Set(fd, SolSocket, ReuseAddr, on ? 1 : 0);

    /// <summary>Lets several sockets, also of several processes, listen on one port.</summary>
    public static int SetReusePort(int fd, bool on) => Set(fd, SolSocket, ReusePortOption, on ? 1 : 0);

    public static int SetKeepAlive(int fd, bool on) => Set(fd, SolSocket, KeepAliveOption, on ? 1 : 0);

    public static int SetNoDelay(int fd, bool on) => Set(fd, IpProtoTcp, 1, on ? 1 : 0);

    public static int SetQuickAck(int fd, bool on) => Set(fd, IpProtoTcp, 12, on ? 1 : 0);

    /// <summary>The connection is reported only when its first bytes are there, for at most this long.</summary>
    public static int SetDeferAccept(int fd, int seconds) => Set(fd, IpProtoTcp, 9, seconds);

    public static int SetV6Only(int fd, bool on) => Set(fd, IpProtoIpv6, 26, on ? 1 : 0);

    /// <summary>Allows binding to an address that is not (yet) on this machine.</summary>
    public static int SetFreeBind(int fd, bool on) => Set(fd, IpProtoIp, 15, on ? 1 : 0);

    /// <summary>Binds the source address without choosing the port yet, so that connect chooses from all four-tuples.</summary>
    public static int SetBindAddressNoPort(int fd, bool on) => Set(fd, IpProtoIp, 24, on ? 1 : 0);

    /// <summary>With 0 seconds a close sends a reset instead of the unsent rest.</summary>
    public static int SetLinger(int fd, bool on, int seconds)
    {
        var value = stackalloc int[2];
        value[0] = on ? 1 : 0;
        value[1] = seconds;
        return SetCore(fd, SolSocket, LingerOption, value, 8);
    }

    /// <summary>Blocking reads give up with EAGAIN after so many seconds.</summary>
    public static int SetReceiveTimeout(int fd, int seconds)
    {
        var value = stackalloc nint[2];
        value[0] = seconds;
        value[1] = 0;
        return SetCore(fd, SolSocket, 20, value, (uint)(2 * sizeof(nint)));
    }

    /// <summary><c>interface</c>: bound to a device by name.</summary>
    public static int SetBindToDevice(int fd, string device)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(device + "\0");
        fixed (byte* name = bytes) return SetCore(fd, SolSocket, 25, name, (uint)bytes.Length);
    }

    /// <summary>SO_ERROR: the pending error number of the socket, and clears it. An error of the call itself is returned alike.</summary>
    public static int TakeError(int fd)
    {
        int value;
        var length = 4u;
        return GetCore(fd, SolSocket, ErrorOption, &value, &length) < 0 ? Libc.Errno : value;
    }

    /// <summary>True when the descriptor is a socket that listens.</summary>
    public static bool IsListening(int fd) => Get(fd, SolSocket, AcceptConnections) == 1;

    /// <summary><see cref="Sockets.Stream"/>, <see cref="Sockets.Datagram"/>, or -1 when the descriptor is no socket.</summary>
    public static int TypeOf(int fd) => Get(fd, SolSocket, TypeOption);

    private static int Get(int fd, int level, int name)
    {
        int value;
        var length = 4u;
        return GetCore(fd, level, name, &value, &length) < 0 ? -1 : value;
    }

    private static int Set(int fd, int level, int name, int value) => SetCore(fd, level, name, &value, 4);

    [LibraryImport(Libc.Library, EntryPoint = "setsockopt")]
    private static partial int SetCore(int fd, int level, int name, void* value, uint length);

    [LibraryImport(Libc.Library, EntryPoint = "getsockopt")]
    private static partial int GetCore(int fd, int level, int name, void* value, uint* length);
}
