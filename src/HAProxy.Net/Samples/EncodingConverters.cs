using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Converters that write bytes in another form, or read them from one (configuration.txt 7.3.1; edges measured on 2.6.12).</summary>
internal static class EncodingConverters
{
    /// <summary>The end of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;

    private static readonly byte[] Digits = "0123456789ABCDEF"u8.ToArray();

    /// <summary><c>url_enc</c>: everything but letters, digits and <c>-._~</c> as <c>%XX</c> (RFC 3986 §2.3).</summary>
    public static bool UrlEncode(StreamContext stream, Operands operands, ref Sample sample)
    {
        var source = sample.Bytes.Span;
        var bytes = Scratch.Current.Take(3 * source.Length);
        var target = bytes.Span;
        var written = 0;
        foreach (var b in source)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                target[written++] = b;
                continue;
            }

            target[written++] = (byte)'%';
            target[written++] = Digits[b >> 4];
            target[written++] = Digits[b & 15];
        }

        sample.SetString(bytes[..written]);
        return true;
    }

    /// <summary>Base64 with the alphabet of URLs and without padding (RFC 4648 §5).</summary>
    public static bool UrlBase64Encode(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(Base64Url.GetEncodedLength(sample.Bytes.Length));
        Base64Url.EncodeToUtf8(sample.Bytes.Span, bytes.Span);
        sample.SetString(bytes);
        return true;
    }

    public static bool UrlBase64Decode(StreamContext stream, Operands operands, ref Sample sample)
    {
        var source = sample.Bytes.Span;
        if (source.ContainsAny(" \t\r\n"u8)) return false;
        var bytes = Scratch.Current.Take(Base64Url.GetMaxDecodedLength(source.Length));
        if (Base64Url.DecodeFromUtf8(source, bytes.Span, out _, out var written) != System.Buffers.OperationStatus.Done) return false;
        sample.Type = SampleType.Binary;
        sample.Bytes = bytes[..written];
        return true;
    }

    /// <summary><c>be2dec(separator,size[,truncate])</c>: each piece of that many bytes as an unsigned number.</summary>
    public static bool ToDecimal(StreamContext stream, Operands operands, ref Sample sample)
    {
        var source = sample.Bytes.Span;
        var separator = operands.Text(0);
        var size = (int)operands.Number(1);
        var bytes = Scratch.Current.Take((source.Length + 1) * (20 + separator.Length));
        var written = 0;
        for (var at = 0; at < source.Length; at += size)
        {
            var piece = source[at..Math.Min(at + size, source.Length)];
            if (piece.Length < size && operands.Number(2) != 0) break;
            if (at > 0)
            {
                separator.CopyTo(bytes.Span[written..]);
                written += separator.Length;
            }

            var value = 0UL;
            foreach (var b in piece) value = value << 8 | b;
            value.TryFormat(bytes.Span[written..], out var length, default, CultureInfo.InvariantCulture);
            written += length;
        }

        sample.SetString(bytes[..written]);
        return true;
    }

    /// <summary><c>be2hex([separator[,size[,truncate]]])</c></summary>
    public static bool ToHexadecimal(StreamContext stream, Operands operands, ref Sample sample)
    {
        var source = sample.Bytes.Span;
        var separator = operands.Text(0);
        var size = (int)Math.Clamp(operands.Number(1), 0, int.MaxValue);
        if (size > 0 && operands.Number(2) != 0) source = source[..(source.Length - source.Length % size)];
        var bytes = Scratch.Current.Take(source.Length * (2 + separator.Length));
        var written = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (i > 0 && size > 0 && i % size == 0)
            {
                separator.CopyTo(bytes.Span[written..]);
                written += separator.Length;
            }

            bytes.Span[written++] = Digits[source[i] >> 4];
            bytes.Span[written++] = Digits[source[i] & 15];
        }

        sample.SetString(bytes[..written]);
        return true;
    }

    /// <summary>Hexadecimal digits only; more than 64 bits saturate.</summary>
    public static bool FromHexadecimal(StreamContext stream, Operands operands, ref Sample sample)
    {
        var value = 0UL;
        var isFull = false;
        foreach (var b in sample.Bytes.Span)
        {
            if (!char.IsAsciiHexDigit((char)b)) return false;
            isFull |= value >> 60 != 0;
            value = isFull ? ulong.MaxValue : value << 4 | (uint)(b <= (byte)'9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        sample.SetInteger((long)value);
        return true;
    }

    /// <summary>The low 32 bits in network order.</summary>
    public static bool NetworkOrder(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Span, (uint)sample.Integer);
        sample.Type = SampleType.Binary;
        sample.Bytes = bytes;
        return true;
    }

    /// <summary><c>http_date([offset])</c>: as HTTP writes dates (RFC 9110 §5.6.7).</summary>
    public static bool HttpDate(StreamContext stream, Operands operands, ref Sample sample)
    {
        var seconds = sample.Integer + operands.Number(0);
        if (seconds is < 0 or > LastSecond) return false;
        var bytes = Scratch.Current.Take(29);
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(bytes.Span, out var written, "R", CultureInfo.InvariantCulture);
        sample.SetString(bytes[..written]);
        return true;
    }
}
