using HAProxy.Net.Protocols;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>
/// Walks over the values of a header: each comma-separated value of each line for <c>hdr</c>, or each line as a whole for
/// <c>fhdr</c>. Commas within double quotes do not separate; blanks around a value do not count. (configuration.txt 7.3.6 "req.hdr")
/// </summary>
internal struct HeaderValues
{
    private readonly MessageHead _head;
    private readonly byte[] _name;
    private readonly bool _whole;
    private int _slot;
    private int _offset;

    /// <param name="name">Lower case; empty is any header.</param>
    public HeaderValues(MessageHead head, byte[] name, bool whole)
    {
        _head = head;
        _name = name;
        _whole = whole;
        _slot = -1;
        _offset = -1;
    }

    /// <summary>Goes on from a saved place.</summary>
    public void Resume(int slot, int offset)
    {
        _slot = slot;
        _offset = offset;
    }

    public readonly int Slot => _slot;

    public readonly int Offset => _offset;

    public bool Next(out ReadOnlyMemory<byte> value)
    {
        if (_offset < 0)
        {
            _slot = FindFrom(_slot + 1);
            if (_slot < 0)
            {
                value = default;
                return false;
            }

            _offset = 0;
        }

        var line = _head.ValueMemory(_slot);
        var end = _whole ? line.Length : End(line.Span, _offset);
        value = Trim(line[_offset..end]);
        _offset = end < line.Length ? end + 1 : -1;
        return true;
    }

    private readonly int FindFrom(int slot)
    {
        if (_name.Length > 0) return _head.Find(_name, slot);
        for (; slot < _head.Count; slot++)
        {
            if (!_head.IsRemoved(slot)) return slot;
        }

        return -1;
    }

    /// <summary>Offset of the comma that ends a value, or the length of the line; commas within quotes end nothing.</summary>
    public static int End(ReadOnlySpan<byte> line, int start)
    {
        var quoted = false;
        for (var i = start; i < line.Length; i++)
        {
            switch (line[i])
            {
                case (byte)',' when !quoted:
                    return i;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    i++;
                    break;
            }
        }

        return line.Length;
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> value)
    {
        var span = value.Span;
        var start = 0;
        while (start < span.Length && span[start] is (byte)' ' or (byte)'\t') start++;
        var end = span.Length;
        while (end > start && span[end - 1] is (byte)' ' or (byte)'\t') end--;
        return value[start..end];
    }
}
