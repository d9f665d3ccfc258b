using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary><c>host_only</c> and <c>port_only</c>: the two parts of a Host header (RFC 9110 §7.2, configuration.txt 7.3.1).</summary>
internal static class HostConverters
{
    /// <summary>In lower case, with the brackets of an IPv6 address.</summary>
    public static bool Host(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetString(sample.Bytes[..HostLength(sample.Bytes.Span)]);
        return TextConverters.Lower(stream, operands, ref sample);
    }

    /// <summary>0 without a port; other characters than digits count as their distance to "0" (measured).</summary>
    public static bool Port(StreamContext stream, Operands operands, ref Sample sample)
    {
        var port = 0u;
        var text = sample.Bytes.Span[HostLength(sample.Bytes.Span)..];
        foreach (var b in text.IsEmpty ? text : text[1..]) port = port * 10 + b - '0';
        sample.SetInteger(port);
        return true;
    }

    private static int HostLength(ReadOnlySpan<byte> text)
    {
        var bracket = text.LastIndexOf((byte)']');
        var colon = text.LastIndexOf((byte)':');
        return colon > bracket ? colon : text.Length;
    }
}
