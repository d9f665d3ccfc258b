using System.Runtime.CompilerServices;
using System.Text;

namespace Keepalived.Net.Status;

/// <summary>A name in shared memory: UTF-8, ended by a zero, cut at 127 bytes.</summary>
[InlineArray(Length)]
public struct NameField
{
    public const int Length = 128;

    private byte first;

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    public void Set(string text)
    {
        Span<byte> bytes = this;
        bytes.Clear();
        Encoding.UTF8.GetEncoder().Convert(text, bytes[..(Length - 1)], flush: true, out _, out _, out _);
    }

    /// <summary>This is the name, as far as it fits.</summary>
    public readonly bool Is(string text)
    {
        var other = default(NameField);
        other.Set(text);
        return ((ReadOnlySpan<byte>)this).SequenceEqual(other);
    }
}
