using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Linux;

/// <summary>
/// Writes netlink messages one after the other into a buffer that the caller owns: header, fixed part, attributes, nested attributes.
/// (netlink(7))
/// </summary>
public ref struct NetlinkWriter(Span<byte> buffer)
{
    private const ushort NestedFlag = 0x8000;

    private readonly Span<byte> buffer = buffer;
    private int start;

    public int Length { get; private set; }

    /// <summary>All messages written so far.</summary>
    public readonly Span<byte> Written => buffer[..Length];

    /// <param name="flags">Besides the request flag.</param>
    public void Begin(ushort type, ushort flags)
    {
        start = Length;
        var header = Take(NetlinkMessage.HeaderLength);
        MemoryMarshal.Write(header[4..], type);
        MemoryMarshal.Write(header[6..], (ushort)(flags | NetlinkMessage.FlagRequest));
        Close();
    }

    /// <summary>The last message is to be answered even when all is well.</summary>
    public readonly void AskForAcknowledgement() => MemoryMarshal.Write(buffer[(start + 6)..], (ushort)(MemoryMarshal.Read<ushort>(buffer[(start + 6)..]) | NetlinkMessage.FlagAcknowledge));

    /// <summary>Room for the fixed part, zeroed; to be filled before anything else is written.</summary>
    public Span<byte> Fixed(int length)
    {
        var part = Take(NetlinkMessage.Align(length));
        Close();
        return part;
    }

    public void Attribute(ushort type, scoped ReadOnlySpan<byte> value)
    {
        var attribute = Take(NetlinkMessage.Align(NetlinkMessage.AttributeHeaderLength + value.Length));
        MemoryMarshal.Write(attribute, (ushort)(NetlinkMessage.AttributeHeaderLength + value.Length));
        MemoryMarshal.Write(attribute[2..], type);
        value.CopyTo(attribute[NetlinkMessage.AttributeHeaderLength..]);
        Close();
    }

    public void Attribute(ushort type, uint value) => Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public void Attribute(ushort type, int value) => Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    public void Attribute(ushort type, byte value) => Attribute(type, new ReadOnlySpan<byte>(in value));

    /// <summary>In network order, as netfilter has it.</summary>
    public void AttributeBigEndian(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>With its terminating zero.</summary>
    public void Attribute(ushort type, string text)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(text.Length) + 1];
        bytes.Clear();
        Attribute(type, bytes[..(Encoding.UTF8.GetBytes(text, bytes) + 1)]);
    }

    /// <returns>To be given to <see cref="EndNested"/>.</returns>
    /// <param name="marked">With the flag that newer families insist on.</param>
    public int BeginNested(ushort type, bool marked = true)
    {
        var at = Length;
        MemoryMarshal.Write(Take(NetlinkMessage.AttributeHeaderLength)[2..], marked ? (ushort)(type | NestedFlag) : type);
        Close();
        return at;
    }

    public readonly void EndNested(int at) => MemoryMarshal.Write(buffer[at..], (ushort)(Length - at));

    private Span<byte> Take(int length)
    {
        var part = buffer.Slice(Length, length);
        part.Clear();
        Length += length;
        return part;
    }

    private readonly void Close() => MemoryMarshal.Write(buffer[start..], Length - start);
}
