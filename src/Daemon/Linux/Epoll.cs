using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>What epoll reports or is asked for (epoll_ctl(2)).</summary>
[Flags]
public enum EpollEvents : uint
{
    None = 0,
    In = 0x001,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
    ReadHangUp = 0x2000,
    Exclusive = 1u << 28,
    EdgeTriggered = 1u << 31,
}

/// <summary>
/// The kernel's event notification (epoll(7)). <c>struct epoll_event</c> is packed on x64 and padded on other machines, so that
/// events are read through <see cref="EventAt"/> and <see cref="DataAt"/> instead of through a struct.
/// </summary>
public static unsafe partial class Epoll
{
    /// <summary>Bytes from one event to the next.</summary>
    public static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Modify = 3;

    /// <summary>A new epoll descriptor, or -1 with errno.</summary>
    public static int Create() => CreateCore(CloseOnExec);

    /// <summary>Starts watching a descriptor; <paramref name="data"/> comes back with each event. 0, or -1 with errno.</summary>
    public static int Watch(int epoll, int fd, EpollEvents events, ulong data) => Control(epoll, Add, fd, events, data);

    /// <summary>Changes what is watched. Not allowed for <see cref="EpollEvents.Exclusive"/>: remove and add instead.</summary>
    public static int Change(int epoll, int fd, EpollEvents events, ulong data) => Control(epoll, Modify, fd, events, data);

    /// <summary>Stops watching. A closed descriptor leaves by itself once no duplicate of it is open.</summary>
    public static int Forget(int epoll, int fd) => Control(epoll, Delete, fd, EpollEvents.None, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EpollEvents EventAt(byte* events, int index) => (EpollEvents)Unsafe.ReadUnaligned<uint>(events + (index * Stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong DataAt(byte* events, int index) => Unsafe.ReadUnaligned<ulong>(events + (index * Stride) + DataOffset);

    /// <summary>Waits at most <paramref name="timeoutMs"/> (-1: for ever, 0: only looks). The number of events, or -1 with errno.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "epoll_wait")]
    public static partial int Wait(int epoll, byte* events, int capacity, int timeoutMs);

    private static int Control(int epoll, int operation, int fd, EpollEvents events, ulong data)
    {
        var raw = stackalloc byte[16];
        Unsafe.WriteUnaligned(raw, (uint)events);
        Unsafe.WriteUnaligned(raw + DataOffset, data);
        return ControlCore(epoll, operation, fd, raw);
    }

    [LibraryImport(Libc.Library, EntryPoint = "epoll_create1")]
    private static partial int CreateCore(int flags);

    [LibraryImport(Libc.Library, EntryPoint = "epoll_ctl")]
    private static partial int ControlCore(int epoll, int operation, int fd, byte* raw);
}
