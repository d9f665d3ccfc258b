using System.Net;
using System.Runtime.CompilerServices;

namespace Keepalived.Net.Status;

/// <summary>An IP address in shared memory.</summary>
public struct AddressField
{
    private Bytes bytes;

    /// <summary>4 or 16; 0: there is none.</summary>
    public int Length { get; private set; }

    public readonly IPAddress? Address => Length == 0 ? null : new(((ReadOnlySpan<byte>)bytes)[..Length]);

    public readonly bool Is(ReadOnlySpan<byte> other) => other.SequenceEqual(((ReadOnlySpan<byte>)bytes)[..Length]);

    /// <param name="address">4 or 16 bytes; empty: there is none.</param>
    public void Set(ReadOnlySpan<byte> address)
    {
        address.CopyTo(bytes);
        Length = address.Length;
    }

    [InlineArray(16)]
    private struct Bytes
    {
        private byte first;
    }
}
