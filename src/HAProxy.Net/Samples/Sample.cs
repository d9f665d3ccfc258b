using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Haproxy.Expressions;

namespace HAProxy.Net.Samples;

/// <summary>
/// A value that a fetch found and converters changed (configuration.txt 7.1). Bytes point into the stream's head, a constant,
/// or the loop's scratch: valid until the next evaluation on this loop, unless copied.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct Sample
{
    /// <summary>Boolean, Integer, IPv4, IPv6, String, Binary or Method.</summary>
    public SampleType Type;

    /// <summary>Boolean (0 or 1) and Integer.</summary>
    public long Integer;

    /// <summary>String, Binary, Method; and the 4 or 16 bytes of an address in network order.</summary>
    public ReadOnlyMemory<byte> Bytes;

    public readonly bool IsTrue => Integer != 0;

    public void SetBoolean(bool value)
    {
        Type = SampleType.Boolean;
        Integer = value ? 1 : 0;
    }

    public void SetInteger(long value)
    {
        Type = SampleType.Integer;
        Integer = value;
    }

    public void SetString(ReadOnlyMemory<byte> value)
    {
        Type = SampleType.String;
        Bytes = value;
    }
}
