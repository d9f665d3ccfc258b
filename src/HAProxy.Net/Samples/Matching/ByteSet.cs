namespace HAProxy.Net.Samples.Matching;

/// <summary>A set of byte strings with lookup by span: open addressing over one array, filled once.</summary>
internal sealed class ByteSet
{
    private readonly byte[]?[] _slots;
    private readonly int _mask;

    public ByteSet(IReadOnlyCollection<byte[]> items)
    {
        var capacity = 8;
        while (capacity < 2 * items.Count) capacity *= 2;
        _slots = new byte[]?[capacity];
        _mask = capacity - 1;
        foreach (var item in items)
        {
            var at = Hash(item) & _mask;
            while (_slots[at] is { } other && !item.AsSpan().SequenceEqual(other)) at = (at + 1) & _mask;
            _slots[at] = item;
        }
    }

    public bool Contains(ReadOnlySpan<byte> value)
    {
        for (var at = Hash(value) & _mask; _slots[at] is { } item; at = (at + 1) & _mask)
        {
            if (value.SequenceEqual(item)) return true;
        }

        return false;
    }

    /// <summary>FNV-1a with a final mix.</summary>
    private static int Hash(ReadOnlySpan<byte> value)
    {
        var hash = 2166136261u;
        foreach (var b in value) hash = (hash ^ b) * 16777619;
        return (int)((hash ^ (hash >> 15)) & 0x7fffffff);
    }
}
