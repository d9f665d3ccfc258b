using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>How a child process shall be started; see <see cref="ChildProcess.Start"/>.</summary>
public sealed record ChildSettings(string Path, string[] Arguments)
{
    /// <summary><c>NAME=value</c> lines; null: our own environment.</summary>
    public string[]? Environment { get; init; }

    /// <summary>Pairs (ours, theirs): descriptors the child gets under a number of its own. A descriptor passed under the same number is inherited.</summary>
    public (int From, int To)[] Descriptors { get; init; } = [];

    /// <summary>Standard input, output and error are /dev/null.</summary>
    public bool Silent { get; init; }

    /// <summary>The child leads a process group of its own, so that it can be killed with its children.</summary>
    public bool OwnGroup { get; init; }

    /// <summary>The child leads a session of its own, away from our terminal.</summary>
    public bool OwnSession { get; init; }

    /// <summary>Signals that are blocked in the child from its first instruction on; all others are unblocked.</summary>
    public int[] BlockedSignals { get; init; } = [];
}

/// <summary>
/// Starts processes by posix_spawn with default signal actions and a mask of our choosing: an ignored signal (.NET ignores SIGPIPE) and a blocked
/// one would otherwise survive exec. A child is watched by a pidfd, which can be polled like a socket. (posix_spawn(3), pidfd_open(2))
/// </summary>
public sealed unsafe partial class ChildProcess : IDisposable
{
    private const short SetProcessGroup = 0x02;
    private const short SetSignalDefault = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int NoHang = 1;
    private const int ReadWrite = 2;
    private const int PidFdOpen = 434;

    private ChildProcess(int processId, int descriptor)
    {
        ProcessId = processId;
        Descriptor = descriptor;
    }

    public int ProcessId { get; }

    /// <summary>Readable once the child has ended.</summary>
    public int Descriptor { get; private set; }

    /// <returns>Null with errno in <paramref name="error"/> when the program could not be started.</returns>
    public static ChildProcess? Start(ChildSettings settings, out int error)
    {
        // Both types are opaque; 512 bytes are more than any libc needs (glibc: 80 and 336).
        byte* actions = stackalloc byte[512];
        byte* attributes = stackalloc byte[512];
        posix_spawn_file_actions_init(actions);
        posix_spawnattr_init(attributes);
        byte** arguments = null;
        byte** environment = null;
        try
        {
            if (settings.Silent)
            {
                posix_spawn_file_actions_addopen(actions, 0, "/dev/null", ReadWrite, 0);
                posix_spawn_file_actions_adddup2(actions, 0, 1);
                posix_spawn_file_actions_adddup2(actions, 0, 2);
            }

            // dup2 onto itself clears close-on-exec (POSIX, glibc 2.29).
            foreach (var (from, to) in settings.Descriptors) posix_spawn_file_actions_adddup2(actions, from, to);
            SetAttributes(attributes, settings);
            arguments = Strings(settings.Arguments);
            environment = Strings(settings.Environment ?? OwnEnvironment());
            int processId;
            error = posix_spawn(&processId, settings.Path, actions, attributes, arguments, environment);
            if (error != 0) return null;
            return new ChildProcess(processId, (int)syscall(PidFdOpen, processId, 0));
        }
        finally
        {
            Free(arguments);
            Free(environment);
            posix_spawnattr_destroy(attributes);
            posix_spawn_file_actions_destroy(actions);
        }
    }

    /// <summary>A child that this process started before it executed itself anew.</summary>
    public static ChildProcess Adopt(int processId) => new(processId, (int)syscall(PidFdOpen, processId, 0));

    /// <summary>True once the child has ended; then its wait status is given, once, and the child is gone.</summary>
    public bool TryReap(out WaitStatus status)
    {
        int raw;
        var reaped = waitpid(ProcessId, &raw, NoHang) == ProcessId;
        status = reaped ? new WaitStatus(raw) : default;
        return reaped;
    }

    public void Signal(int number) => _ = kill(ProcessId, number);

    /// <summary>For a child started with OwnGroup: the signal reaches its children too.</summary>
    public void SignalGroup(int number) => _ = kill(-ProcessId, number);

    public void Dispose()
    {
        if (Descriptor >= 0) _ = close(Descriptor);
        Descriptor = -1;
    }

    private static void SetAttributes(byte* attributes, ChildSettings settings)
    {
        byte* set = stackalloc byte[128];
        sigfillset(set);
        posix_spawnattr_setsigdefault(attributes, set);
        sigemptyset(set);
        foreach (var signal in settings.BlockedSignals) sigaddset(set, signal);
        posix_spawnattr_setsigmask(attributes, set);
        var flags = SetSignalDefault | SetSignalMask;
        if (settings.OwnSession) flags |= SetSession;
        if (settings.OwnGroup)
        {
            flags |= SetProcessGroup;
            posix_spawnattr_setpgroup(attributes, 0);
        }

        posix_spawnattr_setflags(attributes, (short)flags);
    }

    private static string[] OwnEnvironment()
    {
        var lines = new List<string>();
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables()) lines.Add(entry.Key + "=" + entry.Value);
        return [.. lines];
    }

    internal static byte** Strings(string[] values)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)(values.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < values.Length; i++) array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        return array;
    }

    private static void Free(byte** array)
    {
        if (array == null) return;
        for (var each = array; *each != null; each++) Marshal.FreeCoTaskMem((nint)(*each));
        NativeMemory.Free(array);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(int* processId, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial void posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial void posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void posix_spawn_file_actions_addopen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc")]
    private static partial void posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial void posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial void posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial void posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial void posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport("libc")]
    private static partial void posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport("libc")]
    private static partial void posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport("libc")]
    private static partial void sigemptyset(byte* set);

    [LibraryImport("libc")]
    private static partial void sigfillset(byte* set);

    [LibraryImport("libc")]
    private static partial void sigaddset(byte* set, int signal);

    [LibraryImport("libc")]
    private static partial int waitpid(int processId, int* status, int options);

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint first, nint second);
}

/// <summary>How a process ended. (wait(2))</summary>
public readonly record struct WaitStatus(int Raw)
{
    public bool Exited => (Raw & 0x7f) == 0;

    public int ExitCode => (Raw >> 8) & 0xff;

    /// <summary>0 when it ended by exit.</summary>
    public int Signal => Raw & 0x7f;
}
