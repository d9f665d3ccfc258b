using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// Moves the calling thread into another network namespace, with a mount namespace of its own. A process that shall be there as a whole does this on its
/// first thread and then executes itself anew: the other threads of the runtime stay behind and are gone. (setns(2), unshare(2), ip-netns(8))
/// </summary>
public static partial class Namespaces
{
    private const int NewNetwork = 0x40000000;
    private const int NewMounts = 0x20000;
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;
    private const nuint Bind = 0x1000;
    private const nuint SlaveRecursive = 0x80000 | 0x4000;

    /// <summary>Enters the namespace that a file stands for, such as /run/netns/NAME. 0, or errno.</summary>
    public static int EnterNetwork(string path)
    {
        var descriptor = open(path, ReadOnly | CloseOnExec);
        if (descriptor < 0) return Marshal.GetLastPInvokeError();
        var error = setns(descriptor, NewNetwork) == 0 ? 0 : Marshal.GetLastPInvokeError();
        PosixProcess.Close(descriptor);
        return error;
    }

    /// <summary>From here on mounts are our own; those of others still arrive. 0, or errno.</summary>
    public static int UnshareMounts()
    {
        if (unshare(NewMounts) != 0) return Marshal.GetLastPInvokeError();
        return mount("", "/", null, SlaveRecursive, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Shows one directory in the place of another. 0, or errno.</summary>
    public static int BindDirectory(string from, string to) => mount(from, to, null, Bind, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(int descriptor, int kind);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string? kind, nuint flags, nint data);
}
