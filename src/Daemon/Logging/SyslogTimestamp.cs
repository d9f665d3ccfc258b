using System.Buffers.Text;

namespace Daemon.Logging;

/// <summary>
/// <c>Nov  2 21:58:45</c> in local time, made once a second (RFC 3164 §4.1.2). The time zone is read when the process starts, because after a
/// chroot its file is gone.
/// </summary>
public sealed class SyslogTimestamp
{
    public const int Length = 15;
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.Local;
    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    private readonly TimeZoneInfo _zone;
    private readonly byte[] _text = new byte[Length];
    private long _second = long.MinValue;

    public SyslogTimestamp()
        : this(s_zone)
    {
    }

    public SyslogTimestamp(TimeZoneInfo zone) => _zone = zone;

    /// <param name="utcMs">Milliseconds since 1970.</param>
    public ReadOnlySpan<byte> At(long utcMs)
    {
        var second = Math.DivRem(utcMs, 1000).Quotient;
        if (second == _second) return _text;
        _second = second;
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(second), _zone);
        Months.Slice((local.Month - 1) * 3, 3).CopyTo(_text);
        _text[3] = (byte)' ';
        _text[4] = local.Day < 10 ? (byte)' ' : (byte)('0' + (local.Day / 10));
        _text[5] = (byte)('0' + (local.Day % 10));
        _text[6] = (byte)' ';
        Two(7, local.Hour);
        _text[9] = (byte)':';
        Two(10, local.Minute);
        _text[12] = (byte)':';
        Two(13, local.Second);
        return _text;
    }

    private void Two(int at, int value) => Utf8Formatter.TryFormat(value, _text.AsSpan(at), out _, new System.Buffers.StandardFormat('D', 2));
}
