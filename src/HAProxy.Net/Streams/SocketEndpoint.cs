using System.Net;

namespace HAProxy.Net.Streams;

public enum EndpointKind : byte
{
    None,
    IPv4,
    IPv6,
    Unix,
}

/// <summary>The address of one end of a connection as a plain value: no allocation per connection.</summary>
/// <param name="High">First 8 bytes of an IPv6 address in network order; 0 otherwise.</param>
/// <param name="Low">Last 8 bytes of an IPv6 address, or the IPv4 address in the low 32 bits, in network order read as big-endian.</param>
public readonly record struct SocketEndpoint(EndpointKind Kind, ulong High, ulong Low, ushort Port)
{
    /// <summary>Writes the 4 or 16 address bytes in network order.</summary>
    /// <returns>4, 16, or 0 for a unix socket.</returns>
    public int WriteAddress(Span<byte> destination)
    {
        switch (Kind)
        {
            case EndpointKind.IPv4:
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Low);
                return 4;
            case EndpointKind.IPv6:
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(destination, High);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
                return 16;
            default:
                return 0;
        }
    }

    public IPAddress? ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = WriteAddress(bytes);
        return length == 0 ? null : new IPAddress(bytes[..length]);
    }
}
