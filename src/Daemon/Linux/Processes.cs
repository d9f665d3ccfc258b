using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Linux;

/// <summary>
/// Processes: starting a program, waiting for it, signalling it. .NET cannot fork once its threads run, therefore a child is always a
/// program started by posix_spawn, with default signal dispositions and a clean mask: .NET ignores SIGPIPE, and what is ignored stays ignored over
/// an exec. (posix_spawn(3), waitpid(2), kill(2))
/// </summary>
public static unsafe partial class Processes
{
    private const short SetSigDefault = 0x04, SetSigMask = 0x08, SetSession = 0x80;

    // Generous: glibc's posix_spawnattr_t has 336 bytes, sigset_t 128, on x64 and arm64 alike.
    private const int AttributesBytes = 512, SignalSetBytes = 128;

    private static readonly delegate* unmanaged<void> s_none = null;

    /// <summary>Starts a program. All descriptors without FD_CLOEXEC are inherited.</summary>
    /// <param name="path">The program file.</param>
    /// <param name="arguments">With the program's name first.</param>
    /// <param name="environment">The whole environment of the child, <c>NAME=value</c> each.</param>
    /// <param name="newSession">The child leads a session of its own, without terminal (setsid(2)).</param>
    /// <param name="error">0, or an errno.</param>
    /// <returns>The child's pid; 0 on failure.</returns>
    public static int Spawn(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, bool newSession, out int error)
    {
        var attributes = stackalloc byte[AttributesBytes];
        var signals = stackalloc byte[SignalSetBytes];
        error = AttributesInit(attributes);
        if (error != 0) return 0;
        var argv = Pack(arguments);
        var envp = Pack(environment);
        try
        {
            _ = SignalSetFill(signals);
            _ = AttributesSetDefault(attributes, signals);
            _ = SignalSetEmpty(signals);
            _ = AttributesSetMask(attributes, signals);
            _ = AttributesSetFlags(attributes, (short)(SetSigDefault | SetSigMask | (newSession ? SetSession : 0)));
            int pid;
            error = SpawnCore(&pid, path, null, attributes, argv, envp);
            return error == 0 ? pid : 0;
        }
        finally
        {
            Free(argv);
            Free(envp);
            _ = AttributesDestroy(attributes);
        }
    }

    /// <summary>How a process ended.</summary>
    /// <param name="ExitCode">Its exit code; -1 when a signal ended it.</param>
    /// <param name="Signal">0 when it exited.</param>
    public readonly record struct Ending(int ExitCode, int Signal)
    {
        /// <summary>As a shell shows it: the exit code, or 128 + signal.</summary>
        public int Status => Signal == 0 ? ExitCode : 128 + Signal;
    }

    /// <summary>Blocks until the child has ended; null when it is no child of this process.</summary>
    public static Ending? WaitFor(int pid)
    {
        while (true)
        {
            int status;
            if (WaitCore(pid, &status, 0) == pid)
            {
                var signal = status & 0x7f;
                return signal == 0 ? new Ending((status >> 8) & 0xff, 0) : new Ending(-1, signal);
            }

            if (Libc.Errno != Errno.Interrupted) return null;
        }
    }

    /// <summary>0, or -1 with errno. Signal 0 only asks whether the process exists.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    /// <summary>The signal's default action is restored, and it is raised against this process, which therefore ends by it.</summary>
    public static void DieBy(int signal)
    {
        var signals = stackalloc byte[SignalSetBytes];
        _ = SignalCore(signal, s_none);
        _ = SignalSetEmpty(signals);
        _ = SignalSetAdd(signals, signal);
        const int unblock = 1;
        _ = MaskCore(unblock, signals, null);
        _ = Kill(Libc.GetPid(), signal);
    }

    /// <summary>The C library's name of a signal, such as <c>Terminated</c>.</summary>
    public static string SignalText(int signal) => Marshal.PtrToStringUTF8(SignalTextCore(signal)) ?? "";

    /// <summary>Makes descriptor <paramref name="to"/> a duplicate of <paramref name="from"/>. -1 with errno on failure.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "dup2")]
    public static partial int Duplicate(int from, int to);

    /// <summary>A file that exists only as a descriptor (memfd_create(2)); inherited by children. -1 with errno on failure.</summary>
    public static int CreateMemoryFile(string name) => MemoryFileCore(name, 0);

    private static byte** Pack(IReadOnlyList<string> words)
    {
        var packed = (byte**)NativeMemory.AllocZeroed((nuint)(words.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < words.Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(words[i]);
            packed[i] = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(packed[i], bytes.Length));
            packed[i][bytes.Length] = 0;
        }

        return packed;
    }

    private static void Free(byte** packed)
    {
        for (var i = 0; packed[i] != null; i++) NativeMemory.Free(packed[i]);
        NativeMemory.Free(packed);
    }

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SpawnCore(int* pid, string path, void* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetDefault(byte* attributes, byte* signals);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetMask(byte* attributes, byte* signals);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport(Libc.Library, EntryPoint = "sigfillset")]
    private static partial int SignalSetFill(byte* signals);

    [LibraryImport(Libc.Library, EntryPoint = "sigemptyset")]
    private static partial int SignalSetEmpty(byte* signals);

    [LibraryImport(Libc.Library, EntryPoint = "sigaddset")]
    private static partial int SignalSetAdd(byte* signals, int signal);

    [LibraryImport(Libc.Library, EntryPoint = "pthread_sigmask")]
    private static partial int MaskCore(int how, byte* signals, byte* old);

    [LibraryImport(Libc.Library, EntryPoint = "signal")]
    private static partial nint SignalCore(int signal, delegate* unmanaged<void> handler);

    [LibraryImport(Libc.Library, EntryPoint = "strsignal")]
    private static partial nint SignalTextCore(int signal);

    [LibraryImport(Libc.Library, EntryPoint = "waitpid")]
    private static partial int WaitCore(int pid, int* status, int options);

    [LibraryImport(Libc.Library, EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemoryFileCore(string name, uint flags);
}
