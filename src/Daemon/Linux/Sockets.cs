using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>One part of a vectored send (writev(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct IoVector
{
    public byte* Base;
    public nint Length;
}

/// <summary><c>struct msghdr</c> of sendmsg(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct MessageHeader
{
    public byte* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nint VectorCount;
    public byte* Control;
    public nint ControlLength;
    public int Flags;
}

/// <summary><c>struct mmsghdr</c> of sendmmsg(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BatchHeader
{
    public MessageHeader Header;

    /// <summary>Bytes sent, set by the kernel.</summary>
    public uint Length;
}

/// <summary>
/// The socket calls, thin: each returns what the system call returns (-1: look at <see cref="Libc.Errno"/>). Sockets made here
/// are non-blocking and close on exec. (socket(2), ip(7), tcp(7), unix(7))
/// </summary>
public static unsafe partial class Sockets
{
    public const int Stream = 1;
    public const int Datagram = 2;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    /// <summary>MSG_NOSIGNAL: a broken pipe is an error number, not a signal.</summary>
    public const int NoSignal = 0x4000;
    public const int DontWait = 0x40;
    public const int Peek = 0x2;

    /// <summary>MSG_MORE: more bytes follow at once, do not send a short segment.</summary>
    public const int More = 0x8000;

    public const int ShutdownRead = 0;
    public const int ShutdownWrite = 1;
    public const int ShutdownBoth = 2;

    /// <summary>A new non-blocking, close-on-exec socket of the address's family, or -1.</summary>
    public static int Create(SockFamily family, int type) => SocketCore((int)family, type | NonBlocking | CloseOnExec, 0);

    /// <summary>A new blocking stream socket, close-on-exec, whose reads give up after so many seconds; or -1.</summary>
    public static int CreateBlocking(SockFamily family, int receiveTimeoutSeconds)
    {
        var fd = SocketCore((int)family, Stream | CloseOnExec, 0);
        if (fd >= 0) _ = SocketOptions.SetReceiveTimeout(fd, receiveTimeoutSeconds);
        return fd;
    }

    public static int Bind(int fd, in SockAddr address)
    {
        var raw = stackalloc byte[SockAddr.MaxRawBytes];
        return BindCore(fd, raw, (uint)address.Write(new Span<byte>(raw, SockAddr.MaxRawBytes)));
    }

    public static int Connect(int fd, in SockAddr address)
    {
        var raw = stackalloc byte[SockAddr.MaxRawBytes];
        return ConnectCore(fd, raw, (uint)address.Write(new Span<byte>(raw, SockAddr.MaxRawBytes)));
    }

    /// <summary>The next connection of the queue, non-blocking and close-on-exec, with its peer; or -1.</summary>
    public static int Accept(int fd, out SockAddr peer)
    {
        var raw = stackalloc byte[SockAddr.MaxRawBytes];
        var length = (uint)SockAddr.MaxRawBytes;
        var accepted = Accept4Core(fd, raw, &length, NonBlocking | CloseOnExec);
        peer = accepted < 0 ? default : SockAddr.Read(new ReadOnlySpan<byte>(raw, (int)Math.Min(length, SockAddr.MaxRawBytes)));
        return accepted;
    }

    /// <summary>The address the socket is bound to; Unspecified on error.</summary>
    public static SockAddr LocalAddress(int fd)
    {
        var raw = stackalloc byte[SockAddr.MaxRawBytes];
        var length = (uint)SockAddr.MaxRawBytes;
        return GetSockNameCore(fd, raw, &length) < 0 ? default : SockAddr.Read(new ReadOnlySpan<byte>(raw, (int)Math.Min(length, SockAddr.MaxRawBytes)));
    }

    /// <summary>The address of the peer; Unspecified on error.</summary>
    public static SockAddr PeerAddress(int fd)
    {
        var raw = stackalloc byte[SockAddr.MaxRawBytes];
        var length = (uint)SockAddr.MaxRawBytes;
        return GetPeerNameCore(fd, raw, &length) < 0 ? default : SockAddr.Read(new ReadOnlySpan<byte>(raw, (int)Math.Min(length, SockAddr.MaxRawBytes)));
    }

    [LibraryImport(Libc.Library, EntryPoint = "listen")]
    public static partial int Listen(int fd, int backlog);

    [LibraryImport(Libc.Library, EntryPoint = "recv")]
    public static partial nint Receive(int fd, byte* buffer, nint length, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "send")]
    public static partial nint Send(int fd, byte* buffer, nint length, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "sendto")]
    public static partial nint SendTo(int fd, byte* buffer, nint length, int flags, byte* address, uint addressLength);

    [LibraryImport(Libc.Library, EntryPoint = "sendmsg")]
    public static partial nint SendMessage(int fd, MessageHeader* message, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "recvmsg")]
    public static partial nint ReceiveMessage(int fd, MessageHeader* message, int flags);

    /// <summary>Sends several datagrams with one call: the number sent, or -1 when not even the first one was.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "sendmmsg")]
    public static partial int SendBatch(int fd, BatchHeader* messages, uint count, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "shutdown")]
    public static partial int Shutdown(int fd, int how);

    [LibraryImport(Libc.Library, EntryPoint = "socketpair")]
    public static partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport(Libc.Library, EntryPoint = "socket")]
    private static partial int SocketCore(int family, int type, int protocol);

    [LibraryImport(Libc.Library, EntryPoint = "bind")]
    private static partial int BindCore(int fd, byte* address, uint length);

    [LibraryImport(Libc.Library, EntryPoint = "connect")]
    private static partial int ConnectCore(int fd, byte* address, uint length);

    [LibraryImport(Libc.Library, EntryPoint = "accept4")]
    private static partial int Accept4Core(int fd, byte* address, uint* length, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "getsockname")]
    private static partial int GetSockNameCore(int fd, byte* address, uint* length);

    [LibraryImport(Libc.Library, EntryPoint = "getpeername")]
    private static partial int GetPeerNameCore(int fd, byte* address, uint* length);
}
