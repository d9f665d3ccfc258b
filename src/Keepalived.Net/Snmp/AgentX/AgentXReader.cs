using System.Buffers.Binary;

namespace Keepalived.Net.Snmp.AgentX;

/// <summary>Packets from a master agent, in either byte order. (RFC 2741 §5, §6)</summary>
public ref struct AgentXReader
{
    private static readonly uint[] Internet = [1, 3, 6, 1];

    private readonly bool networkOrder;
    private ReadOnlySpan<byte> rest;

    /// <param name="payload">What follows the header.</param>
    public AgentXReader(in AgentXHeader header, ReadOnlySpan<byte> payload)
    {
        networkOrder = (header.Flags & AgentXHeader.NetworkOrder) != 0;
        rest = payload;
        if ((header.Flags & AgentXHeader.HasContext) != 0) String();
    }

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <exception cref="InvalidDataException">It is no header of AgentX version 1.</exception>
    public static AgentXHeader Header(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != AgentXHeader.Version) throw new InvalidDataException($"AgentX version {bytes[0]}");
        var isBig = (bytes[2] & AgentXHeader.NetworkOrder) != 0;
        var length = Number(bytes[16..], isBig);
        if (length > AgentXHeader.MaxLength || length % 4 != 0) throw new InvalidDataException($"AgentX packet of {length} bytes");
        return new AgentXHeader((AgentXKind)bytes[1], bytes[2], Number(bytes[4..], isBig), Number(bytes[8..], isBig), Number(bytes[12..], isBig), (int)length);
    }

    /// <summary>The ranges of Get, GetNext and GetBulk, up to the end.</summary>
    public List<SearchRange> Ranges()
    {
        var ranges = new List<SearchRange>();
        while (!IsAtEnd)
        {
            var start = Name(out var include);
            ranges.Add(new SearchRange(start, include, Name(out _)));
        }

        return ranges;
    }

    /// <summary>The variables of TestSet, Notify and Response, up to the end.</summary>
    public List<Binding> Bindings()
    {
        var bindings = new List<Binding>();
        while (!IsAtEnd)
        {
            var type = (SnmpType)Short();
            Short();
            bindings.Add(new Binding(Name(out _), Value(type)));
        }

        return bindings;
    }

    public uint Number() => Number(Take(4), networkOrder);

    public ushort Short()
    {
        var bytes = Take(2);
        return networkOrder ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public byte[] String()
    {
        var length = Number();
        if (length > rest.Length) throw new InvalidDataException("a string longer than its packet");
        var bytes = Take((int)length).ToArray();
        Take((4 - ((int)length & 3)) & 3);
        return bytes;
    }

    public ObjectId Name(out bool include)
    {
        var head = Take(4);
        include = head[2] != 0;
        var count = head[0];
        var prefix = head[1];
        var parts = new List<uint>();
        if (prefix != 0) parts.AddRange([.. Internet, prefix]);
        for (var i = 0; i < count; i++) parts.Add(Number());
        return new ObjectId([.. parts]);
    }

    private SnmpValue Value(SnmpType type) => type switch
    {
        SnmpType.Integer => new SnmpValue(type, (int)Number()),
        SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks => new SnmpValue(type, Number()),
        SnmpType.Counter64 => new SnmpValue(type, networkOrder ? BinaryPrimitives.ReadInt64BigEndian(Take(8)) : BinaryPrimitives.ReadInt64LittleEndian(Take(8))),
        SnmpType.OctetString or SnmpType.IpAddress or SnmpType.Opaque => new SnmpValue(type, 0, String()),
        SnmpType.ObjectIdentifier => SnmpValue.Name(Name(out _)),
        SnmpType.Null or SnmpType.NoSuchObject or SnmpType.NoSuchInstance or SnmpType.EndOfMibView => new SnmpValue(type),
        _ => throw new InvalidDataException($"a value of type {(int)type}"),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length) throw new InvalidDataException("a packet shorter than it says");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, bool isBig) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
