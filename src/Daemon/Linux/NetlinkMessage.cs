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
    public const ushort SetLink = 19;
    public const ushort NewAddress = 20;
    public const ushort DeleteAddress = 21;
    public const ushort GetAddress = 22;

    public const ushort NewRoute = 24;
    public const ushort DeleteRoute = 25;
    public const ushort NewRule = 32;
    public const ushort DeleteRule = 33;

    public const ushort FlagRequest = 1;
    public const ushort FlagAcknowledge = 4;
    public const ushort FlagReplace = 0x100;
    public const ushort FlagExclusive = 0x200;
    public const ushort FlagCreate = 0x400;
    public const ushort FlagAppend = 0x800;
    public const ushort FlagDump = 0x300;

    public const ushort AddressAddress = 1;
    public const ushort AddressLocal = 2;
    public const ushort AddressLabel = 3;
    public const ushort AddressBroadcast = 4;
    public const ushort AddressCacheInfo = 6;
    public const ushort AddressFlags = 8;
    public const uint AddressNoDuplicateDetection = 2;

    public const ushort LinkAddress = 1;
    public const ushort LinkName = 3;
    public const ushort LinkMtu = 4;
    public const ushort LinkParent = 5;
    public const ushort LinkInfo = 18;
    public const ushort LinkAddressFamilies = 26;
    public const ushort LinkInfoKind = 1;
    public const ushort LinkInfoData = 2;

    public const uint InterfaceUp = 1;
    public const uint InterfaceRunning = 0x40;
    public const uint InterfaceMulticast = 0x1000;
    public const uint InterfaceNoArp = 0x80;

    public static void SetSequence(Span<byte> message, uint sequence) => MemoryMarshal.Write(message[8..], sequence);

    public static int Align(int length) => (length + 3) & ~3;
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

    /// <summary>The value of an attribute, or empty. <paramref name="fixedLength"/>: size of the fixed part (16 link, 8 address, 12 route and rule).</summary>
    public ReadOnlySpan<byte> Attribute(int fixedLength, ushort type) => Body.Length < fixedLength ? default : Find(Body[fixedLength..], type);

    /// <summary>The value of an attribute inside another one, or empty.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        var rest = attributes;
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
