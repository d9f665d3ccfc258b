using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Pipes as carriers of bytes that never enter the process (splice(2), pipe2(2)).</summary>
public static unsafe partial class Splice
{
    private const int Move = 1, NonBlock = 2, MoreFlag = 4;
    private const int SetPipeSize = 1031;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    /// <summary>A non-blocking, close-on-exec pipe; false with errno when the process has no descriptors left.</summary>
    public static bool OpenPipe(out int readEnd, out int writeEnd, int capacityBytes)
    {
        var ends = stackalloc int[2];
        readEnd = writeEnd = -1;
        if (PipeCore(ends, NonBlocking | CloseOnExec) < 0) return false;
        readEnd = ends[0];
        writeEnd = ends[1];
        _ = FcntlCore(writeEnd, SetPipeSize, capacityBytes); // the default 64 KB remains when the user's pipe quota is used up
        return true;
    }

    /// <summary>Moves at most <paramref name="length"/> bytes without blocking: the number moved, 0 at the end, or -1 with errno.</summary>
    public static nint Transfer(int from, int to, nint length, bool more) => SpliceCore(from, null, to, null, length, Move | NonBlock | (more ? MoreFlag : 0));

    [LibraryImport(Libc.Library, EntryPoint = "splice")]
    private static partial nint SpliceCore(int from, long* fromOffset, int to, long* toOffset, nint length, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "pipe2")]
    private static partial int PipeCore(int* ends, int flags);

    [LibraryImport(Libc.Library, EntryPoint = "fcntl")]
    private static partial int FcntlCore(int fd, int command, nint argument);
}
