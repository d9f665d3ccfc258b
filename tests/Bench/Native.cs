using System.Runtime.InteropServices;

namespace Bench;

/// <summary>The system calls of the origin and of the log receiver (man 2 of each name). Linux x64 and arm64.</summary>
internal static unsafe partial class Native
{
    public const int EpollIn = 1;
    public const int EpollOut = 4;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;

    /// <summary>MSG_WAITFORONE: block for the first message only.</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>SO_RCVBUFFORCE: root may exceed net.core.rmem_max.</summary>
    public const int ReceiveBufferForce = 33;

    /// <summary>struct epoll_event is packed on x64 and naturally aligned elsewhere.</summary>
    public static int EventSize { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static int EventDataOffset { get; } = EventSize - 8;

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, byte* events, int max, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int descriptor, void* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int descriptor, void* address, void* length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int descriptor, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    public static partial int SetAffinity(int pid, nint size, ulong* mask);

    /// <summary>posix_spawn(3).</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(out int pid, string path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "wait4")]
    public static partial int Wait(int pid, out int status, int options, Usage* usage);

    /// <summary>struct rusage (getrusage(2)): two times, the largest resident set, and thirteen counters.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
        public long PeakKilobytes;
        public fixed long Counters[13];
    }

    /// <summary>Pins the calling thread, and the threads and processes it starts later, to one core.</summary>
    public static void Pin(int core)
    {
        var mask = 1UL << core;
        _ = SetAffinity(0, sizeof(ulong), &mask);
    }
}
