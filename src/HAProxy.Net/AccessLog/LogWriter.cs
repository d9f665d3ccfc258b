using System.Buffers.Text;
using ConfParsers.Haproxy.Expressions;

namespace HAProxy.Net.AccessLog;

/// <summary>
/// Writes the pieces of a formatted text into a buffer of fixed size, with HAProxy's quoting, escaping and merging of blanks
/// (configuration.txt 8.2.6, 8.6; measured). What does not fit is cut.
/// </summary>
internal ref struct LogWriter
{
    private readonly Span<byte> _buffer;
    private readonly bool _isLog;
    private int _used;
    private bool _afterBlank;

    /// <param name="isLog">True for log lines; false for text that rules make, where blanks stay and nothing stands for "empty".</param>
    public LogWriter(Span<byte> buffer, bool isLog)
    {
        _buffer = buffer;
        _isLog = isLog;
        _afterBlank = isLog;
    }

    public readonly int Length => _used;

    /// <summary>True once something did not fit.</summary>
    public bool Cut { get; private set; }

    /// <summary>A blank of the format: several in a row, and those at the beginning of a log line, are written once or not at all.</summary>
    public void Separator()
    {
        if (_afterBlank) return;
        Put((byte)' ');
        _afterBlank = _isLog;
    }

    public void Literal(scoped ReadOnlySpan<byte> text) => Put(text);

    public void Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length);
        Put(digits[..length]);
    }

    /// <summary>Upper-case hexadecimal with at least so many digits.</summary>
    public void Hexadecimal(ulong value, int digits)
    {
        Span<byte> text = stackalloc byte[16];
        Utf8Formatter.TryFormat(value, text, out var length, new System.Buffers.StandardFormat('X', (byte)digits));
        Put(text[..length]);
    }

    public void Padded(int value, int digits)
    {
        Span<byte> text = stackalloc byte[10];
        Utf8Formatter.TryFormat(value, text, out var length, new System.Buffers.StandardFormat('D', (byte)digits));
        Put(text[..length]);
    }

    /// <summary>A text as it is; an empty one is <c>-</c> in a log line, or <c>""</c> when quoted.</summary>
    public void Text(scoped ReadOnlySpan<byte> text, LogFormatFlags flags)
    {
        if ((flags & LogFormatFlags.Quote) != 0) Put((byte)'"');
        else if (text.IsEmpty && _isLog) Put((byte)'-');
        if ((flags & LogFormatFlags.Escape) == 0)
        {
            Put(text);
        }
        else
        {
            foreach (var b in text)
            {
                if (b is (byte)'"' or (byte)'\\' or (byte)']') Put((byte)'\\');
                Put(b);
            }
        }

        if ((flags & LogFormatFlags.Quote) != 0) Put((byte)'"');
    }

    /// <summary>A piece of the request: what is not printable, the quote and <c>#</c> itself become <c>#XX</c> (configuration.txt 8.6).
    /// Without bytes it writes nothing, and a blank after it is written all the same (measured).</summary>
    public void Request(scoped ReadOnlySpan<byte> text, LogFormatFlags flags)
    {
        _afterBlank = false;
        if ((flags & LogFormatFlags.Quote) != 0) Put((byte)'"');
        foreach (var b in text)
        {
            if (b is < 32 or >= 127 or (byte)'"' or (byte)'#') Encoded((byte)'#', b);
            else
            {
                if ((flags & LogFormatFlags.Escape) != 0 && b is (byte)'\\' or (byte)']') Put((byte)'\\');
                Put(b);
            }
        }

        if ((flags & LogFormatFlags.Quote) != 0) Put((byte)'"');
    }

    /// <summary>A sample in a text that goes into a message: control characters become <c>%XX</c>, so that no line can be forged. Not quoted.</summary>
    public void Sample(scoped ReadOnlySpan<byte> text, LogFormatFlags flags)
    {
        foreach (var b in text)
        {
            if (b is (< 32 and not (byte)'\t') or 127)
            {
                Encoded((byte)'%', b);
                continue;
            }

            if ((flags & LogFormatFlags.Escape) != 0 && b is (byte)'"' or (byte)'\\' or (byte)']') Put((byte)'\\');
            Put(b);
        }
    }

    private void Encoded(byte prefix, byte value)
    {
        Put(prefix);
        Hexadecimal(value, 2);
    }

    private void Put(byte value)
    {
        if (_used == _buffer.Length)
        {
            Cut = true;
            return;
        }

        _buffer[_used++] = value;
        _afterBlank = false;
    }

    private void Put(scoped ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        var room = Math.Min(text.Length, _buffer.Length - _used);
        if (room < text.Length) Cut = true;
        text[..room].CopyTo(_buffer[_used..]);
        _used += room;
        _afterBlank = false;
    }
}
