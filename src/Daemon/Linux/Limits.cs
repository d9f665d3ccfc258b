using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Resource limits of the process (getrlimit(2)); the number of open files is the one that a proxy sets.</summary>
public static unsafe partial class Limits
{
    private const int OpenFiles = 7;

    [StructLayout(LayoutKind.Sequential)]
    private struct Pair
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>RLIMIT_NOFILE: what is in force, and up to where it may be raised without privileges.</summary>
    public static (long Soft, long Hard) GetOpenFiles()
    {
        Pair pair;
        return GetCore(OpenFiles, &pair) == 0 ? (Clamp(pair.Soft), Clamp(pair.Hard)) : (1024, 1024);
    }

    /// <summary>0, or -1 with errno.</summary>
    public static int SetOpenFiles(long soft, long hard)
    {
        var pair = new Pair { Soft = (ulong)soft, Hard = (ulong)hard };
        return SetCore(OpenFiles, &pair);
    }

    private static long Clamp(ulong value) => value > int.MaxValue ? int.MaxValue : (long)value;

    [LibraryImport(Libc.Library, EntryPoint = "getrlimit")]
    private static partial int GetCore(int resource, Pair* limit);

    [LibraryImport(Libc.Library, EntryPoint = "setrlimit")]
    private static partial int SetCore(int resource, Pair* limit);
}
