using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>A counter descriptor by which another thread wakes a loop out of its wait (eventfd(2)).</summary>
public static unsafe partial class EventFd
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    /// <summary>A new non-blocking eventfd, or -1 with errno.</summary>
    public static int Create() => CreateCore(0, NonBlocking | CloseOnExec);

    /// <summary>Makes the descriptor readable.</summary>
    public static void Signal(int fd)
    {
        var one = 1UL;
        _ = Libc.Write(fd, (byte*)&one, sizeof(ulong));
    }

    [LibraryImport(Libc.Library, EntryPoint = "eventfd")]
    private static partial int CreateCore(uint initial, int flags);
}
