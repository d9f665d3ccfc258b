namespace HAProxy.Net.Runtime;

/// <summary>
/// Gives back to the system what a burst has left behind. Nothing allocates in the steady state, so the garbage collector would never run by itself:
/// the loops say what they gave up of their pools, and when it is worth while one collection frees it. (docs/benchmarks.md, resident memory)
/// </summary>
public sealed class UnusedMemory
{
    /// <summary>Less is not worth stopping all loops for some milliseconds.</summary>
    private const long WorthCollectingBytes = 1024 * 1024;

    private long _givenUp;

    /// <summary>Bytes of pooled objects that nobody refers to any more; from any loop.</summary>
    public void GiveUp(long bytes)
    {
        if (bytes == 0 || Interlocked.Add(ref _givenUp, bytes) < WorthCollectingBytes) return;
        Interlocked.Exchange(ref _givenUp, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
