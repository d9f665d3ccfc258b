using System.Runtime.InteropServices;

namespace Daemon.Loop;

/// <summary>
/// A pinned array with the part of it that is filled. It belongs to whoever rented it until it is returned, and may be chained.
/// </summary>
public sealed unsafe class LoopBuffer
{
    internal LoopBuffer(int size)
    {
        Array = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        Address = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(Array, 0);
    }

    public byte[] Array { get; }

    /// <summary>Where the array stands in memory; it never moves.</summary>
    public byte* Address { get; }

    /// <summary>First byte that is still of interest.</summary>
    public int Start { get; set; }

    /// <summary>One past the last byte that is filled.</summary>
    public int End { get; set; }

    /// <summary>The buffer after this one in a chain of its owner.</summary>
    public LoopBuffer? Next { get; set; }

    public int Length => End - Start;

    public int Free => Array.Length - End;

    public Span<byte> Filled => Array.AsSpan(Start, End - Start);
}

/// <summary>
/// The buffers of one loop, all of one size (<c>tune.bufsize</c>). They are rented only while bytes are in flight, so that
/// their number follows the traffic and not the connections. What is returned is kept up to a limit and used again, the hottest first;
/// <see cref="Trim"/>, called now and then, gives up what a burst has left behind.
/// </summary>
public sealed class BufferPool
{
    private readonly int _keep;
    private LoopBuffer? _free;
    private int _freeCount;
    private int _leastFree;

    /// <param name="size">Bytes of each buffer.</param>
    /// <param name="keep">How many unused buffers are kept; the surplus goes to the garbage collector.</param>
    public BufferPool(int size = 16384, int keep = 4096)
    {
        Size = size;
        _keep = keep;
    }

    /// <summary>Bytes of each buffer.</summary>
    public int Size { get; }

    /// <summary>Buffers handed out and not returned.</summary>
    public int Rented { get; private set; }

    /// <summary>Buffers kept for the next rent.</summary>
    public int Kept => _freeCount;

    /// <summary>An empty buffer: Start and End are 0, nothing is chained.</summary>
    public LoopBuffer Rent()
    {
        Rented++;
        var buffer = _free;
        if (buffer is null) return new LoopBuffer(Size);
        _free = buffer.Next;
        if (--_freeCount < _leastFree) _leastFree = _freeCount;
        buffer.Next = null;
        buffer.Start = buffer.End = 0;
        return buffer;
    }

    /// <summary>Takes one buffer back (not its chain). It must not be used afterwards.</summary>
    public void Return(LoopBuffer buffer)
    {
        Rented--;
        if (_freeCount >= _keep || buffer.Array.Length != Size) return;
        buffer.Next = _free;
        _free = buffer;
        _freeCount++;
    }

    /// <summary>Gives up the buffers that were not needed at any moment since the last call. The garbage collector frees them when it runs next.</summary>
    /// <returns>The bytes given up.</returns>
    public long Trim()
    {
        var surplus = _leastFree;
        for (var i = 0; i < surplus; i++) _free = _free!.Next;
        _freeCount -= surplus;
        _leastFree = _freeCount;
        return (long)surplus * Size;
    }

    /// <summary>Takes a buffer and all that is chained behind it back.</summary>
    public void ReturnChain(LoopBuffer? buffer)
    {
        while (buffer is not null)
        {
            var next = buffer.Next;
            Return(buffer);
            buffer = next;
        }
    }
}
