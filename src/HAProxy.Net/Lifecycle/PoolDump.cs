using System.Globalization;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Lifecycle;

/// <summary>What SIGQUIT lets a process say of its memory, before it gives the unused part back (management.txt 4; the form of 2.6.12, with the pools this program has).</summary>
public static class PoolDump
{
    public static IEnumerable<string> Lines(Engine engine)
    {
        yield return "Dumping pools usage. Use SIGQUIT to flush them.";
        var total = 0L;
        var inUse = 0L;
        foreach (var loop in engine.Loops)
        {
            var (size, used, kept) = (loop.Buffers.Size, loop.Buffers.Rented, loop.Buffers.Kept);
            total += (long)size * (used + kept);
            inUse += (long)size * used;
            yield return string.Create(CultureInfo.InvariantCulture, $"  - Pool buffer of loop {loop.Index} ({size} bytes) : {used + kept} allocated ({(long)size * (used + kept)} bytes), {used} used");
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"Total: {engine.Loops.Length} pools, {total} bytes allocated, {inUse} used.");
    }
}
