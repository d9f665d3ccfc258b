using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Resource limits of the process (getrlimit(2)): open files, core dumps, processor time of a real-time thread.</summary>
public static unsafe partial class Limits
{
    private const int OpenFiles = 7;
    private const int Core = 4;
    private const int RealTimeMicroseconds = 15;
    private const ulong Unlimited = ulong.MaxValue;

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

    /// <summary>RLIMIT_CORE without a limit. 0, or -1 with errno.</summary>
    public static int AllowCoreDumps()
    {
        var pair = new Pair { Soft = Unlimited, Hard = Unlimited };
        return SetCore(Core, &pair);
    }

    /// <summary>RLIMIT_RTTIME: how long a real-time thread may run without sleeping before it is killed. 0, or -1 with errno.</summary>
    public static int SetRealTimeLimit(TimeSpan limit)
    {
        var pair = new Pair { Soft = (ulong)(limit.Ticks / TimeSpan.TicksPerMicrosecond), Hard = (ulong)(limit.Ticks / TimeSpan.TicksPerMicrosecond) };
        return SetCore(RealTimeMicroseconds, &pair);
    }

    private static long Clamp(ulong value) => value > int.MaxValue ? int.MaxValue : (long)value;

    [LibraryImport(Libc.Library, EntryPoint = "getrlimit")]
    private static partial int GetCore(int resource, Pair* limit);

    [LibraryImport(Libc.Library, EntryPoint = "setrlimit")]
    private static partial int SetCore(int resource, Pair* limit);
}
