using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Converters of strings, bytes and addresses (configuration.txt 7.3.1).</summary>
internal static class TextConverters
{
    public static bool Lower(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(sample.Bytes.Length);
        var source = sample.Bytes.Span;
        var target = bytes.Span;
        for (var i = 0; i < source.Length; i++) target[i] = source[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(source[i] | 0x20) : source[i];
        sample.SetString(bytes);
        return true;
    }

    public static bool Upper(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(sample.Bytes.Length);
        var source = sample.Bytes.Span;
        var target = bytes.Span;
        for (var i = 0; i < source.Length; i++) target[i] = source[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(source[i] & ~0x20) : source[i];
        sample.SetString(bytes);
        return true;
    }

    public static bool Hexadecimal(StreamContext stream, Operands operands, ref Sample sample)
    {
        var digits = "0123456789ABCDEF"u8;
        var source = sample.Bytes.Span;
        var bytes = Scratch.Current.Take(2 * source.Length);
        var target = bytes.Span;
        for (var i = 0; i < source.Length; i++)
        {
            target[2 * i] = digits[source[i] >> 4];
            target[2 * i + 1] = digits[source[i] & 15];
        }

        sample.SetString(bytes);
        return true;
    }

    public static bool Base64(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(sample.Bytes.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(sample.Bytes.Span, bytes.Span, out _, out var written);
        sample.SetString(bytes[..written]);
        return true;
    }

    /// <summary>Padding is required and blanks are not allowed; anything else is no sample.</summary>
    public static bool Base64Decode(StreamContext stream, Operands operands, ref Sample sample)
    {
        var source = sample.Bytes.Span;
        if (source.Length % 4 != 0 || source.ContainsAny(" \t\r\n"u8)) return false;
        var bytes = Scratch.Current.Take(System.Buffers.Text.Base64.GetMaxDecodedFromUtf8Length(source.Length));
        if (System.Buffers.Text.Base64.DecodeFromUtf8(source, bytes.Span, out _, out var written) != OperationStatus.Done) return false;
        sample.Bytes = bytes[..written];
        sample.Type = SampleType.Binary;
        return true;
    }

    public static bool Length(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetInteger(sample.Bytes.Length);
        return true;
    }

    /// <summary><c>bytes(offset[,length])</c>: an offset behind the end gives nothing, a length beyond it is cut.</summary>
    public static bool Bytes(StreamContext stream, Operands operands, ref Sample sample)
    {
        var offset = operands.Number(0);
        if (offset < 0 || offset > sample.Bytes.Length)
        {
            sample.Bytes = default;
            return offset >= 0;
        }

        var bytes = sample.Bytes[(int)offset..];
        if (operands.Count > 1 && operands.Number(1) is >= 0 and var length && length < bytes.Length) bytes = bytes[..(int)length];
        sample.Bytes = bytes;
        return true;
    }

    public static bool Choose(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetString(operands.Text(sample.IsTrue ? 0 : 1));
        return true;
    }

    /// <summary>Keeps the network part; an IPv6 address needs the second argument.</summary>
    public static bool Mask(StreamContext stream, Operands operands, ref Sample sample)
    {
        var four = sample.Type == SampleType.IPv4;
        if (!four && operands.Count < 2) return false;
        Span<byte> masked = stackalloc byte[16];
        sample.Bytes.Span.CopyTo(masked);
        var length = sample.Bytes.Length;
        var mask = operands.Text(four ? 0 : 1);
        for (var i = 0; i < length; i++) masked[i] &= mask[i];

        Casts.SetAddress(ref sample, masked[..length]);
        return true;
    }

    /// <summary>Undoes <c>%XX</c>; a plus sign is a blank behind the first question mark, or everywhere when the argument is not 0. A broken sequence is no sample.</summary>
    public static bool UrlDecode(StreamContext stream, Operands operands, ref Sample sample)
    {
        var source = sample.Bytes.Span;
        var bytes = Scratch.Current.Take(source.Length);
        var target = bytes.Span;
        var inQuery = operands.Number(0) != 0;
        var written = 0;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case (byte)'%':
                    if (i + 2 >= source.Length || !Utf8Parser.TryParse(source.Slice(i + 1, 2), out byte value, out var used, 'x') || used != 2) return false;
                    target[written++] = value;
                    i += 2;
                    break;
                case (byte)'+' when inQuery:
                    target[written++] = (byte)' ';
                    break;
                case (byte)'?':
                    inQuery = true;
                    target[written++] = (byte)'?';
                    break;
                default:
                    target[written++] = source[i];
                    break;
            }
        }

        sample.SetString(bytes[..written]);
        return true;
    }
}
