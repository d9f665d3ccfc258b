using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Binds the calling thread to processors: <c>cpu-map</c> (sched_setaffinity(2)).</summary>
public static unsafe partial class Affinity
{
    /// <summary>The largest processor number plus one that a mask of this file holds: CPU_SETSIZE.</summary>
    public const int MaxProcessors = 1024;

    /// <summary>Lets the calling thread run on the given processors only. 0, or -1 with errno (EINVAL: none of them exists).</summary>
    public static int BindCurrentThread(ReadOnlySpan<int> processors)
    {
        const int words = MaxProcessors / 64;
        var mask = stackalloc ulong[words];
        new Span<ulong>(mask, words).Clear();
        foreach (var processor in processors)
        {
            if ((uint)processor < MaxProcessors) mask[processor / 64] |= 1UL << (processor % 64);
        }
        return SetCore(0, words * sizeof(ulong), mask);
    }

    /// <summary>The processors the calling thread may run on, in ascending order.</summary>
    public static int[] OfCurrentThread()
    {
        const int words = MaxProcessors / 64;
        var mask = stackalloc ulong[words];
        new Span<ulong>(mask, words).Clear();
        if (GetCore(0, words * sizeof(ulong), mask) < 0) return [];
        var found = new List<int>();
        for (var i = 0; i < MaxProcessors; i++)
        {
            if ((mask[i / 64] & (1UL << (i % 64))) != 0) found.Add(i);
        }
        return [.. found];
    }

    [LibraryImport(Libc.Library, EntryPoint = "sched_setaffinity")]
    private static partial int SetCore(int thread, nint size, ulong* mask);

    [LibraryImport(Libc.Library, EntryPoint = "sched_getaffinity")]
    private static partial int GetCore(int thread, nint size, ulong* mask);
}
