namespace HAProxy.Net.Samples;

/// <summary>
/// Bytes that converters and casts write their results to, one arena a loop (thread). An evaluation begins by taking it back
/// as a whole, so a sample's bytes live until the next evaluation on this loop.
/// </summary>
internal sealed class Scratch
{
    private const int InitialBytes = 64 * 1024;

    [ThreadStatic]
    private static Scratch? t_current;

    private byte[] _bytes = new byte[InitialBytes];
    private int _used;

    public static Scratch Current => t_current ??= new Scratch();

    public void Reset() => _used = 0;

    /// <summary>Takes bytes; the arena grows when an expression needs more at once than any did before.</summary>
    public Memory<byte> Take(int length)
    {
        if (length > _bytes.Length - _used)
        {
            // Earlier results keep the old array alive as long as they are used.
            _bytes = new byte[Math.Max(_bytes.Length * 2, length)];
            _used = 0;
        }

        var memory = _bytes.AsMemory(_used, length);
        _used += length;
        return memory;
    }

    /// <summary>Gives back what was not used of the last taken piece.</summary>
    public void Return(int length) => _used -= length;
}
