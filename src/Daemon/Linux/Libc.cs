using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// What every other file of this folder needs from the C library: errno, closing and plain reads and writes.
/// The calls are declared without SetLastError: errno is read only after a failure, and both runtimes keep it over the
/// return from a P/Invoke. (errno(3), close(2), read(2))
/// </summary>
public static unsafe partial class Libc
{
    internal const string Library = "libc";

    /// <summary>The error number of the last failed call of this thread; read it before anything else is called.</summary>
    public static int Errno => Marshal.GetLastSystemError();

    /// <summary>The C library's text for an error number, such as <c>Address already in use</c>.</summary>
    public static string ErrorText(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport(Library, EntryPoint = "read")]
    public static partial nint Read(int fd, byte* buffer, nint length);

    [LibraryImport(Library, EntryPoint = "write")]
    public static partial nint Write(int fd, byte* buffer, nint length);

    [LibraryImport(Library, EntryPoint = "getpid")]
    public static partial int GetPid();

    [LibraryImport(Library, EntryPoint = "fcntl")]
    private static partial int FcntlCore(int fd, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    [LibraryImport(Library, EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport(Library, EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chmod(string path, uint mode);

    [LibraryImport(Library, EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chown(string path, uint owner, uint group);

    /// <summary>Turns O_NONBLOCK on for an inherited descriptor. 0, or -1 with errno.</summary>
    public static int SetNonBlocking(int fd)
    {
        const int getFlags = 3, setFlags = 4, nonBlocking = 0x800;
        var flags = FcntlCore(fd, getFlags, 0);
        if (flags < 0) return -1;
        return (flags & nonBlocking) != 0 ? 0 : FcntlCore(fd, setFlags, flags | nonBlocking);
    }

    /// <summary>Sets or clears FD_CLOEXEC: a descriptor without it is inherited by a process started from here. 0, or -1 with errno.</summary>
    public static int SetCloseOnExec(int fd, bool close)
    {
        const int setDescriptorFlags = 2;
        return FcntlCore(fd, setDescriptorFlags, close ? 1 : 0);
    }
}
