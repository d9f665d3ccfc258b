using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>The byte layout of rtnetlink: messages of a header, a fixed part and attributes, all in host order. (rtnetlink(7))</summary>
public static class NetlinkMessage
{
    public const int HeaderLength = 16;
    public const int AttributeHeaderLength = 4;

    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort NewLink = 16;
    public const ushort DeleteLink = 17;
    public const ushort GetLink = 18;
    public const ushort NewAddress = 20;
    public const ushort DeleteAddress = 21;
    public const ushort GetAddress = 22;

    public const ushort FlagRequest = 1;
    public const ushort FlagAcknowledge = 4;
    public const ushort FlagExclusive = 0x200;
    public const ushort FlagCreate = 0x400;
    public const ushort FlagDump = 0x300;

    public const ushort AddressAddress = 1;
    public const ushort AddressLocal = 2;
    public const ushort AddressLabel = 3;
    public const ushort AddressBroadcast = 4;
    public const ushort AddressFlags = 8;
    public const uint AddressNoDuplicateDetection = 2;

    public const ushort LinkAddress = 1;
    public const ushort LinkName = 3;

    public const uint InterfaceUp = 1;
    public const uint InterfaceRunning = 0x40;
    public const uint InterfaceMulticast = 0x1000;
    public const uint InterfaceNoArp = 0x80;

    /// <summary>Writes the header; the length is the length of <paramref name="message"/>.</summary>
    public static void WriteHeader(Span<byte> message, ushort type, ushort flags)
    {
        message[..HeaderLength].Clear();
        MemoryMarshal.Write(message, message.Length);
        MemoryMarshal.Write(message[4..], type);
        MemoryMarshal.Write(message[6..], flags);
    }

    public static void SetSequence(Span<byte> message, uint sequence) => MemoryMarshal.Write(message[8..], sequence);

    public static int Align(int length) => (length + 3) & ~3;

    /// <summary>Appends an attribute; returns the new length, aligned.</summary>
    public static int WriteAttribute(Span<byte> message, int length, ushort type, ReadOnlySpan<byte> value)
    {
        MemoryMarshal.Write(message[length..], (ushort)(AttributeHeaderLength + value.Length));
        MemoryMarshal.Write(message[(length + 2)..], type);
        value.CopyTo(message[(length + AttributeHeaderLength)..]);
        return Align(length + AttributeHeaderLength + value.Length);
    }

    /// <summary>
    /// Builds RTM_NEWADDR or RTM_DELADDR with an acknowledgement asked for.
    /// </summary>
    /// <param name="buffer">At least 128 bytes.</param>
    /// <param name="address">4 or 16 bytes.</param>
    /// <param name="scope">rtnetlink scope: 0 global, 200 site, 253 link, 254 host.</param>
    /// <param name="label">At most 15 bytes; empty: none.</param>
    /// <param name="broadcast">4 bytes; empty: none.</param>
    public static Span<byte> BuildAddress(Span<byte> buffer, bool add, int interfaceIndex, ReadOnlySpan<byte> address, int prefixLength, int scope,
        ReadOnlySpan<byte> label, ReadOnlySpan<byte> broadcast)
    {
        buffer.Clear();
        var fixedPart = buffer[HeaderLength..];
        fixedPart[0] = (byte)(address.Length == 4 ? 2 : 10);
        fixedPart[1] = (byte)prefixLength;
        fixedPart[3] = (byte)scope;
        MemoryMarshal.Write(fixedPart[4..], interfaceIndex);
        var length = WriteAttribute(buffer, HeaderLength + 8, AddressLocal, address);
        length = WriteAttribute(buffer, length, AddressAddress, address);
        if (!broadcast.IsEmpty) length = WriteAttribute(buffer, length, AddressBroadcast, broadcast);
        if (!label.IsEmpty)
        {
            Span<byte> terminated = stackalloc byte[16];
            terminated.Clear();
            label[..Math.Min(label.Length, 15)].CopyTo(terminated);
            length = WriteAttribute(buffer, length, AddressLabel, terminated[..(Math.Min(label.Length, 15) + 1)]);
        }

        if (add && address.Length == 16)
        {
            // A virtual address moves: waiting for duplicate address detection would lose the time the protocol has just won.
            fixedPart[2] = (byte)AddressNoDuplicateDetection;
            Span<byte> flags = stackalloc byte[4];
            MemoryMarshal.Write(flags, AddressNoDuplicateDetection);
            length = WriteAttribute(buffer, length, AddressFlags, flags);
        }

        var message = buffer[..length];
        WriteHeader(message, add ? NewAddress : DeleteAddress, (ushort)(FlagRequest | FlagAcknowledge | (add ? FlagCreate | FlagExclusive : 0)));
        return message;
    }
}

/// <summary>One message of a netlink datagram.</summary>
public readonly ref struct NetlinkPart(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> message = message;

    public ushort Type => MemoryMarshal.Read<ushort>(message[4..]);

    public uint Sequence => MemoryMarshal.Read<uint>(message[8..]);

    /// <summary>Of an Error message: the positive errno, 0 for an acknowledgement.</summary>
    public int ErrorNumber => -MemoryMarshal.Read<int>(message[NetlinkMessage.HeaderLength..]);

    /// <summary>The fixed part and all that follows.</summary>
    public ReadOnlySpan<byte> Body => message[NetlinkMessage.HeaderLength..];

    /// <summary>The value of an attribute, or empty. <paramref name="fixedLength"/>: size of the fixed part (16 link, 8 address).</summary>
    public ReadOnlySpan<byte> Attribute(int fixedLength, ushort type)
    {
        var rest = Body.Length < fixedLength ? default : Body[fixedLength..];
        while (rest.Length >= NetlinkMessage.AttributeHeaderLength)
        {
            var length = MemoryMarshal.Read<ushort>(rest);
            if (length < NetlinkMessage.AttributeHeaderLength || length > rest.Length) return default;
            if (MemoryMarshal.Read<ushort>(rest[2..]) == type) return rest[NetlinkMessage.AttributeHeaderLength..length];
            rest = rest[Math.Min(NetlinkMessage.Align(length), rest.Length)..];
        }

        return default;
    }
}

/// <summary>Walks over the messages of a datagram; stops at the first whose length cannot be right.</summary>
public ref struct NetlinkReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> rest = datagram;
    private ReadOnlySpan<byte> current;

    public readonly NetlinkPart Current => new(current);

    public readonly NetlinkReader GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.Length < NetlinkMessage.HeaderLength) return false;
        var length = MemoryMarshal.Read<int>(rest);
        if (length < NetlinkMessage.HeaderLength || length > rest.Length) return false;
        current = rest[..length];
        rest = rest[Math.Min(NetlinkMessage.Align(length), rest.Length)..];
        return true;
    }
}
