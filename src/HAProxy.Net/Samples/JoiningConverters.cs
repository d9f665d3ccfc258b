using System.Security.Cryptography;
using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Converters that put a sample together with variables and constants, compare it with a variable, or cut it (configuration.txt 7.3.1).</summary>
internal static class JoiningConverters
{
    /// <summary><c>concat([start[,variable[,end]]])</c></summary>
    public static bool Concatenate(StreamContext stream, Operands operands, ref Sample sample)
    {
        var variable = Variable(stream, operands);
        Join(sample.Bytes.Span, operands.Text(0), variable.Span, operands.Text(2), ref sample);
        return true;
    }

    /// <summary><c>add_item(delimiter[,variable[,suffix]])</c>: the delimiter stands only between two things.</summary>
    public static bool AddItem(StreamContext stream, Operands operands, ref Sample sample)
    {
        var variable = Variable(stream, operands);
        var suffix = operands.Text(2);
        var delimits = !sample.Bytes.IsEmpty && (!variable.IsEmpty || suffix.Length > 0);
        Join(sample.Bytes.Span, delimits ? operands.Text(0) : [], variable.Span, suffix, ref sample);
        return true;
    }

    /// <summary>The difference of the first bytes that differ, or of the lengths; without the variable no sample.</summary>
    public static bool Compare(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Read(stream, operands, SampleType.String, out var other)) return false;
        var one = sample.Bytes.Span;
        var two = other.Span;
        var same = one.CommonPrefixLength(two);
        var difference = same < one.Length && same < two.Length ? one[same] - two[same] : one.Length - two.Length;
        sample.SetInteger(Math.Sign(difference));
        return true;
    }

    /// <summary>In a time that does not tell where the two differ.</summary>
    public static bool CompareSecurely(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Read(stream, operands, SampleType.Binary, out var other)) return false;
        sample.SetBoolean(CryptographicOperations.FixedTimeEquals(sample.Bytes.Span, other.Span));
        return true;
    }

    public static bool TrimStart(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetString(sample.Bytes[(sample.Bytes.Length - sample.Bytes.Span.TrimStart(operands.Text(0)).Length)..]);
        return true;
    }

    public static bool TrimEnd(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetString(sample.Bytes[..sample.Bytes.Span.TrimEnd(operands.Text(0)).Length]);
        return true;
    }

    public static bool CutLine(StreamContext stream, Operands operands, ref Sample sample)
    {
        var end = sample.Bytes.Span.IndexOfAny("\r\n"u8);
        if (end >= 0) sample.SetString(sample.Bytes[..end]);
        return true;
    }

    /// <summary><c>set-var(name)</c>: the sample goes on as it is.</summary>
    public static bool SetVariable(StreamContext stream, Operands operands, ref Sample sample)
    {
        stream.Variables.Set(operands.Variable, sample);
        return true;
    }

    public static bool UnsetVariable(StreamContext stream, Operands operands, ref Sample sample)
    {
        stream.Variables.Unset(operands.Variable);
        return true;
    }

    private static ReadOnlyMemory<byte> Variable(StreamContext stream, Operands operands) =>
        Read(stream, operands, SampleType.String, out var value) ? value : default;

    private static bool Read(StreamContext stream, Operands operands, SampleType type, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (operands.Variable < 0 || !stream.Variables.TryGet(operands.Variable, out var variable) || !Casts.To(ref variable, type)) return false;
        value = variable.Bytes;
        return true;
    }

    private static void Join(ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, ReadOnlySpan<byte> three, ReadOnlySpan<byte> four, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(one.Length + two.Length + three.Length + four.Length);
        var target = bytes.Span;
        one.CopyTo(target);
        two.CopyTo(target[one.Length..]);
        three.CopyTo(target[(one.Length + two.Length)..]);
        four.CopyTo(target[(one.Length + two.Length + three.Length)..]);
        sample.SetString(bytes);
    }
}
