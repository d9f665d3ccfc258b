using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Daemon.Logging;

/// <summary>
/// <c>2026-11-22T21:58:45.123456+00:00</c> in local time with its offset; what changes once a second is made once a second (RFC 5424 §6.2.3).
/// </summary>
public sealed class IsoTimestamp(TimeZoneInfo zone)
{
    public const int Length = 32;
    private const int FractionAt = 20;
    private readonly byte[] _text = new byte[Length];
    private long _second = long.MinValue;

    /// <param name="now">Its microseconds are written.</param>
    public ReadOnlySpan<byte> At(DateTime now)
    {
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            _second = second;
            Span<char> text = stackalloc char[Length];
            TimeZoneInfo.ConvertTime(new DateTimeOffset(now), zone).TryFormat(text, out _, "yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
            Encoding.ASCII.GetBytes(text, _text);
        }

        Utf8Formatter.TryFormat(now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond, _text.AsSpan(FractionAt), out _, new StandardFormat('D', 6));
        return _text;
    }
}
