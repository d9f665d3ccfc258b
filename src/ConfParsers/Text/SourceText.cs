namespace ConfParsers.Text;

/// <summary>
/// One configuration file as it was read: its path as the user wrote it and its bytes. Lines are cut at LF; a missing
/// final LF is allowed.
/// </summary>
public sealed class SourceText
{
    private readonly int[] _lineStarts;

    /// <param name="path">The path as the user gave it: messages repeat it unchanged.</param>
    /// <param name="bytes">The whole file.</param>
    public SourceText(string path, ReadOnlyMemory<byte> bytes)
    {
        Path = path;
        Bytes = bytes;
        var text = bytes.Span;
        if (text.IsEmpty)
        {
            _lineStarts = [];
            return;
        }

        _lineStarts = new int[text[..^1].Count((byte)'\n') + 1];
        for (var number = 1; number < _lineStarts.Length; number++)
        {
            var start = _lineStarts[number - 1];
            _lineStarts[number] = start + text[start..].IndexOf((byte)'\n') + 1;
        }
    }

    public string Path { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public int LineCount => _lineStarts.Length;

    /// <summary>The bytes of a line without its LF.</summary>
    /// <param name="number">Line number, from 1.</param>
    public ReadOnlyMemory<byte> Line(int number)
    {
        var start = _lineStarts[number - 1];
        var end = number < _lineStarts.Length ? _lineStarts[number] : Bytes.Length;
        if (end > start && Bytes.Span[end - 1] == (byte)'\n') end--;
        return Bytes[start..end];
    }

    public override string ToString() => Path;
}
