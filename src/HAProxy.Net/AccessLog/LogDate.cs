using System.Text;

namespace HAProxy.Net.AccessLog;

/// <summary>
/// Dates of log lines: <c>22/Nov/2026:23:28:41.737</c> and <c>22/Nov/2026:23:28:41 +0000</c>. One second's text is kept for each
/// loop and form (configuration.txt 8.2.6 %t, %T, %Tl).
/// </summary>
internal static class LogDate
{
    private const int SecondsLength = 20;

    [ThreadStatic]
    private static Cache? t_local;

    [ThreadStatic]
    private static Cache? t_utc;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.Local;

    /// <summary>Local time with milliseconds.</summary>
    public static void WithMilliseconds(ref LogWriter writer, long unixMs)
    {
        var text = (t_local ??= new Cache(Zone)).At(Math.DivRem(unixMs, 1000, out var milliseconds));
        writer.Literal(text[..SecondsLength]);
        writer.Literal("."u8);
        writer.Padded((int)milliseconds, 3);
    }

    public static void Utc(ref LogWriter writer, long unixMs) => writer.Literal((t_utc ??= new Cache(TimeZoneInfo.Utc)).At(unixMs / 1000));

    public static void Local(ref LogWriter writer, long unixMs) => writer.Literal((t_local ??= new Cache(Zone)).At(unixMs / 1000));

    private sealed class Cache(TimeZoneInfo zone)
    {
        private long _second = long.MinValue;
        private byte[] _text = [];

        public ReadOnlySpan<byte> At(long second)
        {
            if (second == _second) return _text;
            _second = second;
            var time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(second), zone);
            var offset = time.Offset;
            var sign = offset < TimeSpan.Zero ? '-' : '+';
            if (_text.Length == 0) _text = new byte[SecondsLength + 6];
            Span<char> chars = stackalloc char[SecondsLength + 6];
            time.DateTime.TryFormat(chars, out _, "dd/MMM/yyyy:HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
            chars[SecondsLength] = ' ';
            chars[SecondsLength + 1] = sign;
            offset.Duration().Hours.TryFormat(chars[(SecondsLength + 2)..], out _, "00", System.Globalization.CultureInfo.InvariantCulture);
            offset.Duration().Minutes.TryFormat(chars[(SecondsLength + 4)..], out _, "00", System.Globalization.CultureInfo.InvariantCulture);
            Encoding.ASCII.GetBytes(chars, _text);
            return _text;
        }
    }
}
