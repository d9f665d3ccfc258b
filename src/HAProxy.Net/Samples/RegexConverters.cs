using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary><c>regsub(expression,replacement[,flags])</c> (configuration.txt 7.3.1).</summary>
internal static class RegexConverters
{
    private const int Growth = 16384;

    public static bool Substitute(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bytes = Scratch.Current.Take(sample.Bytes.Length + Growth);
        var all = operands.Text(2).AsSpan().Contains((byte)'g');
        var length = Substitution.Replace(operands.Expression!, operands.Text(1), all, sample.Bytes.Span, bytes.Span);
        if (length < 0) return false;
        sample.SetString(bytes[..length]);
        return true;
    }
}
