using System.Buffers.Binary;
using System.Buffers.Text;
using ConfParsers.Haproxy.Expressions;

namespace HAProxy.Net.Samples;

/// <summary>
/// What HAProxy makes of a sample where another type is wanted (configuration.txt 7.1; each pair measured on 2.6.12). A cast
/// that fails means there is no sample.
/// </summary>
internal static class Casts
{
    public static bool To(ref Sample sample, SampleType type)
    {
        if (sample.Type == type) return true;
        return type switch
        {
            SampleType.Any => true,
            SampleType.Boolean => ToBoolean(ref sample),
            SampleType.Integer => ToInteger(ref sample),
            SampleType.Address => ToAddress(ref sample),
            SampleType.IPv4 => ToAddress(ref sample) && sample.Type == SampleType.IPv4,
            SampleType.IPv6 => ToIPv6(ref sample),
            SampleType.String => ToText(ref sample),
            SampleType.Binary => ToBinary(ref sample),
            SampleType.Method => ToText(ref sample),
            _ => false,
        };
    }

    /// <summary>Digits with an optional sign at the beginning; what follows does not count. Saturates; without bytes there is no number.</summary>
    public static bool TryReadInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        var negative = text[0] == (byte)'-';
        var at = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            var digit = text[at] - '0';
            if (negative ? value < (long.MinValue + digit) / 10 : value > (long.MaxValue - digit) / 10)
            {
                value = negative ? long.MinValue : long.MaxValue;
                return true;
            }

            value = negative ? value * 10 - digit : value * 10 + digit;
        }

        return true;
    }

    public static void SetAddress(ref Sample sample, ReadOnlySpan<byte> address)
    {
        var bytes = Scratch.Current.Take(address.Length);
        address.CopyTo(bytes.Span);
        sample.Type = address.Length == 4 ? SampleType.IPv4 : SampleType.IPv6;
        sample.Bytes = bytes;
    }

    private static bool ToBoolean(ref Sample sample)
    {
        if (sample.Type is SampleType.IPv4 or SampleType.IPv6 or SampleType.Method or SampleType.Binary || !ToInteger(ref sample)) return false;
        sample.SetBoolean(sample.Integer != 0);
        return true;
    }

    private static bool ToInteger(ref Sample sample)
    {
        switch (sample.Type)
        {
            case SampleType.Integer:
                return true;
            case SampleType.Boolean:
                sample.Type = SampleType.Integer;
                return true;
            case SampleType.IPv4:
                sample.SetInteger(BinaryPrimitives.ReadUInt32BigEndian(sample.Bytes.Span));
                return true;
            case SampleType.String:
                if (!TryReadInteger(sample.Bytes.Span, out var value)) return false;
                sample.SetInteger(value);
                return true;
            default:
                return false;
        }
    }

    private static bool ToAddress(ref Sample sample)
    {
        switch (sample.Type)
        {
            case SampleType.IPv4 or SampleType.IPv6:
                return true;
            case SampleType.Integer:
                Span<byte> number = stackalloc byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(number, (uint)sample.Integer);
                SetAddress(ref sample, number);
                return true;
            case SampleType.String:
                Span<byte> address = stackalloc byte[16];
                if (AddressText.TryParseIPv4(sample.Bytes.Span, address, portAllowed: true)) SetAddress(ref sample, address[..4]);
                else if (AddressText.TryParseIPv6(sample.Bytes.Span, address)) SetAddress(ref sample, address);
                else return false;
                return true;
            default:
                return false;
        }
    }

    private static bool ToIPv6(ref Sample sample)
    {
        if (!ToAddress(ref sample)) return false;
        if (sample.Type == SampleType.IPv6) return true;
        Span<byte> mapped = stackalloc byte[16];
        mapped.Clear();
        mapped[10] = mapped[11] = 0xff;
        sample.Bytes.Span.CopyTo(mapped[12..]);
        SetAddress(ref sample, mapped);
        return true;
    }

    private static bool ToText(ref Sample sample)
    {
        switch (sample.Type)
        {
            case SampleType.Boolean or SampleType.Integer:
                var digits = Scratch.Current.Take(20);
                Utf8Formatter.TryFormat(sample.Integer, digits.Span, out var length);
                sample.SetString(digits[..length]);
                return true;
            case SampleType.IPv4 or SampleType.IPv6:
                var text = Scratch.Current.Take(AddressText.MaxLength);
                sample.SetString(text[..AddressText.Write(sample.Bytes.Span, text.Span)]);
                return true;
            case SampleType.Binary:
                // A string ends at its first zero byte.
                var zero = sample.Bytes.Span.IndexOf((byte)0);
                sample.SetString(zero < 0 ? sample.Bytes : sample.Bytes[..zero]);
                return true;
            case SampleType.String or SampleType.Method:
                sample.Type = SampleType.String;
                return true;
            default:
                return false;
        }
    }

    private static bool ToBinary(ref Sample sample)
    {
        if (sample.Type is SampleType.Boolean or SampleType.Integer)
        {
            var bytes = Scratch.Current.Take(8);
            BinaryPrimitives.WriteInt64BigEndian(bytes.Span, sample.Integer);
            sample.Bytes = bytes;
        }

        sample.Type = SampleType.Binary;
        return true;
    }
}
