using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// A file in memory mapped by more than one process: what one writes the other reads, without a system call. Descriptors of it survive fork, spawn
/// and exec when they are handed on. (memfd_create(2), mmap(2))
/// </summary>
public sealed unsafe partial class SharedMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int Shared = 1;

    private readonly nint start;
    private readonly int length;

    private SharedMemory(int descriptor, int length)
    {
        Descriptor = descriptor;
        this.length = length;
        start = mmap(0, (nuint)length, ReadWrite, Shared, descriptor, 0);
        if (start == -1) throw new IOException("mmap: " + Marshal.GetLastPInvokeErrorMessage());
    }

    public int Descriptor { get; }

    public Span<byte> Bytes => new((void*)start, length);

    /// <summary>A new one, all zero; pages nobody writes take no memory.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static SharedMemory Create(string name, int length)
    {
        var descriptor = PosixProcess.MemoryFile(name);
        if (ftruncate(descriptor, length) != 0) throw new IOException("ftruncate: " + Marshal.GetLastPInvokeErrorMessage());
        return new SharedMemory(descriptor, length);
    }

    /// <summary>Maps one that another process has made.</summary>
    /// <exception cref="IOException">It is no such file.</exception>
    public static SharedMemory Open(int descriptor, int length) => new(descriptor, length);

    public void Dispose()
    {
        _ = munmap(start, (nuint)length);
        PosixProcess.Close(Descriptor);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int descriptor, nint length);
}
