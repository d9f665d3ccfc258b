using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>What a process does to itself and to others by number: signals as readable descriptors, parent's death, exec. (signalfd(2), prctl(2))</summary>
public static unsafe partial class PosixProcess
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigUser1 = 10;
    public const int SigUser2 = 12;
    public const int SigTerm = 15;

    /// <summary>glibc keeps the first two real-time signals for itself, so SIGRTMIN is 34: this is SIGRTMIN+2.</summary>
    public const int SigJson = 36;

    /// <summary>SIGRTMAX-1</summary>
    public const int SigStatsClear = 63;

    private const int CloseOnExec = 0x80000;
    private const int SetDescriptorFlags = 2;
    private const int Block = 0;
    private const int Unblock = 1;
    private const int NonBlock = 0x800;
    private const int ParentDeathSignal = 1;
    private const int SetName = 15;
    private const int SeqPacket = 5;
    private const int Unix = 1;

    /// <summary>
    /// A descriptor that delivers the given signals, which must already be blocked in every thread: a child is started that way
    /// (<see cref="ChildSettings.BlockedSignals"/>).
    /// </summary>
    public static int OpenSignals(ReadOnlySpan<int> signals)
    {
        byte* set = stackalloc byte[128];
        sigemptyset(set);
        foreach (var signal in signals) sigaddset(set, signal);
        return signalfd(-1, set, CloseOnExec | NonBlock);
    }

    /// <summary>The next signal's number, or 0 when there is none.</summary>
    public static int ReadSignal(int descriptor)
    {
        byte* information = stackalloc byte[128];
        return read(descriptor, information, 128) == 128 ? *(int*)information : 0;
    }

    /// <summary>This process gets the signal when the thread that started it ends.</summary>
    public static void DieWithParent(int signal) => prctl(ParentDeathSignal, (nuint)signal, 0, 0, 0);

    /// <summary>What ps and /proc/PID/comm show; at most 15 bytes count.</summary>
    public static void SetTitle(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) prctl(SetName, (nuint)text, 0, 0, 0);
    }

    public static int ParentId() => getppid();

    /// <summary>Signal 0 asks whether the process exists. False: it does not.</summary>
    public static bool Kill(int processId, int signal) => kill(processId, signal) == 0;

    /// <summary>Two connected sockets that keep message borders; both close on exec.</summary>
    public static (int Ours, int Theirs) MessagePair()
    {
        int* pair = stackalloc int[2];
        if (socketpair(Unix, SeqPacket | CloseOnExec | NonBlock, 0, pair) != 0) throw new IOException("socketpair: " + Marshal.GetLastPInvokeErrorMessage());
        return (pair[0], pair[1]);
    }

    /// <summary>Bytes read; 0 at the end, negative errno otherwise.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            var length = read(descriptor, bytes, (nuint)buffer.Length);
            return length < 0 ? -Marshal.GetLastPInvokeError() : (int)length;
        }
    }

    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var length = write(descriptor, start, (nuint)bytes.Length);
            return length < 0 ? -Marshal.GetLastPInvokeError() : (int)length;
        }
    }

    /// <summary>An anonymous file in memory, closed on exec unless it is passed on.</summary>
    public static int MemoryFile(string name)
    {
        var descriptor = memfd_create(name, 1);
        return descriptor >= 0 ? descriptor : throw new IOException("memfd_create: " + Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Makes the bytes the whole contents of a file in memory.</summary>
    public static void ReplaceContents(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (ftruncate(descriptor, 0) != 0) throw new IOException("ftruncate: " + Marshal.GetLastPInvokeErrorMessage());
        fixed (byte* start = bytes)
        {
            nint done = 0;
            while (done < bytes.Length)
            {
                var length = pwrite(descriptor, start + done, (nuint)(bytes.Length - done), done);
                if (length <= 0) throw new IOException("pwrite: " + Marshal.GetLastPInvokeErrorMessage());
                done += length;
            }
        }
    }

    /// <summary>The whole contents of a file, wherever its offset stands.</summary>
    public static byte[] ReadContents(int descriptor)
    {
        var bytes = new byte[4096];
        var done = 0;
        while (true)
        {
            if (done == bytes.Length) Array.Resize(ref bytes, done * 2);
            fixed (byte* start = bytes)
            {
                var length = pread(descriptor, start + done, (nuint)(bytes.Length - done), done);
                if (length < 0) throw new IOException("pread: " + Marshal.GetLastPInvokeErrorMessage());
                if (length == 0) return bytes[..done];
                done += (int)length;
            }
        }
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>Sets the default action of every signal that can have one.</summary>
    public static void DefaultSignals()
    {
        for (var number = 1; number <= 31; number++) signal(number, 0);
    }

    /// <summary>A descriptor that this process got from the one it was before does not go to its children.</summary>
    public static void KeepToSelf(int descriptor) => _ = fcntl(descriptor, SetDescriptorFlags, 1);

    /// <summary>Signals that were blocked over <see cref="Execute(ChildSettings)"/> may come in, those that have waited first.</summary>
    public static void AllowSignals(ReadOnlySpan<int> signals) => Mask(Unblock, signals);

    /// <summary>
    /// Replaces this process by a program with the environment, the descriptors and the blocked signals of the settings; returns the errno if that
    /// fails. A signal that comes meanwhile waits: its default action would end the program before it has a handler.
    /// </summary>
    public static int Execute(ChildSettings settings)
    {
        // dup2 gives a number that stays open over exec, onto itself it does not.
        foreach (var (from, to) in settings.Descriptors)
        {
            if (from == to) _ = fcntl(from, SetDescriptorFlags, 0);
            else _ = dup2(from, to);
        }

        Mask(Block, settings.BlockedSignals);
        execve(settings.Path, ChildProcess.Strings(settings.Arguments), ChildProcess.Strings(settings.Environment ?? []));
        var error = Marshal.GetLastPInvokeError();
        Mask(Unblock, settings.BlockedSignals);
        return error;
    }

    /// <summary>Replaces this process; returns the errno if that fails.</summary>
    public static int Execute(string path, string[] arguments)
    {
        var array = stackalloc byte*[arguments.Length + 1];
        for (var i = 0; i < arguments.Length; i++) array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        array[arguments.Length] = null;
        execv(path, array);
        return Marshal.GetLastPInvokeError();
    }

    private static void Mask(int how, ReadOnlySpan<int> signals)
    {
        byte* set = stackalloc byte[128];
        sigemptyset(set);
        foreach (var signal in signals) sigaddset(set, signal);
        _ = pthread_sigmask(how, set, null);
    }

    [LibraryImport("libc")]
    private static partial int pthread_sigmask(int how, byte* set, byte* before);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execve(string path, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execv(string path, byte** arguments);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socketpair(int family, int type, int protocol, int* pair);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int descriptor, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pwrite(int descriptor, byte* bytes, nuint length, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(int descriptor, byte* bytes, nuint length, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int signalfd(int descriptor, byte* set, int flags);

    [LibraryImport("libc")]
    private static partial void sigemptyset(byte* set);

    [LibraryImport("libc")]
    private static partial void sigaddset(byte* set, int signal);

    [LibraryImport("libc")]
    private static partial void prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint action);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
