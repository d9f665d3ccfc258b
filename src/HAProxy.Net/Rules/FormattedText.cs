using HAProxy.Net.AccessLog;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary>The value of a rule that is written as a log format: a constant, or made anew for each stream in the loop's own buffer.</summary>
internal sealed class FormattedText
{
    private const int MaxLength = 64 * 1024;

    [ThreadStatic]
    private static byte[]? t_buffer;

    private readonly CompiledLogFormat _format;
    private readonly byte[]? _constant;

    public FormattedText(CompiledLogFormat format)
    {
        _format = format;
        _constant = format.Constant;
    }

    /// <summary>The text, valid until the next one is made on this loop.</summary>
    public ReadOnlySpan<byte> Make(StreamContext stream)
    {
        if (_constant is not null) return _constant;
        var buffer = t_buffer ??= new byte[MaxLength];
        return buffer.AsSpan(0, _format.Write(stream, default, buffer, out _));
    }
}
