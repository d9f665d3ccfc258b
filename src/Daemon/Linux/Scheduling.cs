using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>How urgent a process is, what stays in memory, and what new files may be. (setpriority(2), sched(7), mlockall(2), umask(2))</summary>
public static unsafe partial class Scheduling
{
    private const int RoundRobin = 2;
    private const int ResetOnFork = 0x40000000;
    private const int LockCurrent = 1;
    private const int LockFuture = 2;
    private const int LockOnFault = 4;

    /// <summary>-20, the most urgent, to 19, for the whole process. 0, or errno.</summary>
    public static int SetPriority(int nice) => setpriority(0, 0, nice) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>SCHED_RR 1 to 99 for the calling thread; children do not inherit it. 0, or errno.</summary>
    public static int SetRealTime(int priority)
    {
        var parameter = priority;
        return sched_setscheduler(0, RoundRobin | ResetOnFork, &parameter) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>
    /// Keeps every page that is or will be touched in memory. Address space that is only reserved, as a garbage collector does by gigabytes, costs nothing:
    /// pages are locked when they are first used. 0, or errno.
    /// </summary>
    public static int LockMemory() => mlockall(LockCurrent | LockFuture | LockOnFault) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>The mask of new files and directories; returns the one before.</summary>
    public static int SetUmask(int mask) => (int)umask((uint)mask);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setpriority(int which, int who, int priority);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setscheduler(int process, int policy, int* parameter);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mlockall(int flags);

    [LibraryImport("libc")]
    private static partial uint umask(uint mask);
}
