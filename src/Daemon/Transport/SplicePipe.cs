using Daemon.Linux;

namespace Daemon.Transport;

/// <summary>A pipe that carries spliced bytes; a few empty ones are kept for each loop, since making one costs three system calls.</summary>
internal sealed class SplicePipe : IDisposable
{
    /// <summary>What is asked of the kernel; without the privilege it may be less.</summary>
    public const int CapacityBytes = 512 * 1024;
    private const int Keep = 32;

    [ThreadStatic]
    private static Stack<SplicePipe>? t_kept;

    private SplicePipe(int readEnd, int writeEnd)
    {
        ReadEnd = readEnd;
        WriteEnd = writeEnd;
    }

    public int ReadEnd { get; private set; }

    public int WriteEnd { get; private set; }

    /// <summary>An empty pipe, or null when the process has no descriptors left.</summary>
    public static SplicePipe? Rent()
    {
        if (t_kept is { Count: > 0 } kept) return kept.Pop();
        return Splice.OpenPipe(out var readEnd, out var writeEnd, CapacityBytes) ? new SplicePipe(readEnd, writeEnd) : null;
    }

    /// <summary>Takes an empty pipe back.</summary>
    public static void Return(SplicePipe pipe)
    {
        var kept = t_kept ??= new Stack<SplicePipe>();
        if (kept.Count < Keep) kept.Push(pipe);
        else pipe.Dispose();
    }

    public void Dispose()
    {
        if (ReadEnd < 0) return;
        _ = Libc.Close(ReadEnd);
        _ = Libc.Close(WriteEnd);
        ReadEnd = WriteEnd = -1;
    }
}
