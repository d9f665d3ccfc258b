namespace Daemon.Hosting;

/// <summary>
/// For a process that builds one large thing, looks at it and ends: the collector would move the growing thing again and again, and free little.
/// (Pages of 2 MB by madvise(2) were measured too: a fifth less CPU time at best, but two thirds more where a hypervisor takes free memory back.)
/// </summary>
public static class OneLargeHeap
{
    private const long WorthIt = 8 << 20;

    /// <summary>To be called before the work. Where more than expected is allocated, collections begin as usual.</summary>
    /// <param name="bytes">All that will be allocated.</param>
    public static void Expect(long bytes)
    {
        if (bytes >= WorthIt && bytes <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2) GC.TryStartNoGCRegion(bytes);
    }
}
