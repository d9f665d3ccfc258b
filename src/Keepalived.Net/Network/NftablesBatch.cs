using System.Buffers.Binary;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>Where in a packet a rule looks.</summary>
public enum NftBase : uint
{
    Network = 1,
    Transport = 2,
}

/// <summary>What the kernel knows about a packet besides its bytes.</summary>
public enum NftMeta : uint
{
    InputInterface = 4,
    OutputInterface = 5,
    Protocol = 16,
    OutputKind = 27,
}

/// <summary>One transaction of nftables: tables, chains, sets and rules, applied all or not at all. (nft(8), linux/netfilter/nf_tables.h)</summary>
/// <param name="family">2 or 10.</param>
public ref struct NftablesBatch(Span<byte> buffer, byte family, string table)
{
    public const uint VerdictAccept = 1;
    public const uint VerdictDrop = 0;
    public const uint VerdictGoto = unchecked((uint)-4);

    private const ushort Subsystem = 10 << 8;
    private const ushort BatchBegin = 16;
    private const ushort BatchEnd = 17;
    private const uint ConstantSet = 2;
    private const uint MapSet = 8;
    private const uint HostOrderType = 20;

    private readonly byte family = family;
    private readonly string table = table;
    private NetlinkWriter writer = new(buffer);
    private uint sets;
    private int rule;
    private int expressions;

    /// <returns>0, or the errno of the first message the kernel refuses.</returns>
    public int Send(NetlinkSocket socket)
    {
        writer.AskForAcknowledgement();
        Header(BatchEnd, 0, 0, Subsystem >> 8);
        return socket.Request(writer.Written);
    }

    public void Begin() => Header(BatchBegin, 0, 0, Subsystem >> 8);

    public void AddTable()
    {
        Message(0, NetlinkMessage.FlagCreate);
        writer.Attribute(1, table);
    }

    public void DeleteTable()
    {
        Message(2, 0);
        writer.Attribute(1, table);
    }

    /// <summary>A chain at a hook: 1 input, 3 output.</summary>
    public void AddChain(string name, uint hook, int priority)
    {
        Message(3, NetlinkMessage.FlagCreate);
        writer.Attribute(1, table);
        writer.Attribute(3, name);
        var nested = writer.BeginNested(4);
        writer.AttributeBigEndian(1, hook);
        writer.AttributeBigEndian(2, (uint)priority);
        writer.EndNested(nested);
        writer.AttributeBigEndian(5, VerdictAccept);
        writer.Attribute(7, "filter");
    }

    /// <summary>A chain that rules go to.</summary>
    public void AddChain(string name)
    {
        Message(3, NetlinkMessage.FlagCreate);
        writer.Attribute(1, table);
        writer.Attribute(3, name);
    }

    /// <param name="keyType">As nft(8) numbers its types: 7 ipv4_addr, 8 ipv6_addr, 20 iface_index, 29 icmpv6_type; six bits each for a concatenation.</param>
    public void AddSet(string name, uint keyType, uint keyLength, bool constant = false) => AddSet(name, keyType, keyLength, constant ? ConstantSet : 0, 0, 0);

    public void AddMap(string name, uint keyType, uint keyLength, uint dataType, uint dataLength) => AddSet(name, keyType, keyLength, MapSet, dataType, dataLength);

    public void AddElement(string set, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> data = default) => Element(12, NetlinkMessage.FlagCreate, set, key, data);

    public void DeleteElement(string set, scoped ReadOnlySpan<byte> key) => Element(14, 0, set, key, default);

    public void BeginRule(string chain)
    {
        Message(6, (ushort)(NetlinkMessage.FlagCreate | NetlinkMessage.FlagAppend));
        writer.Attribute(1, table);
        writer.Attribute(2, chain);
        rule = writer.BeginNested(4);
    }

    public readonly void EndRule() => writer.EndNested(rule);

    public void Payload(NftBase part, uint offset, uint length, uint register)
    {
        var data = BeginExpression("payload");
        writer.AttributeBigEndian(1, register);
        writer.AttributeBigEndian(2, (uint)part);
        writer.AttributeBigEndian(3, offset);
        writer.AttributeBigEndian(4, length);
        EndExpression(data);
    }

    public void Meta(NftMeta key, uint register)
    {
        var data = BeginExpression("meta");
        writer.AttributeBigEndian(1, register);
        writer.AttributeBigEndian(2, (uint)key);
        EndExpression(data);
    }

    /// <param name="operation">0: equal.</param>
    public void Compare(uint register, scoped ReadOnlySpan<byte> value, uint operation = 0)
    {
        var data = BeginExpression("cmp");
        writer.AttributeBigEndian(1, register);
        writer.AttributeBigEndian(2, operation);
        Value(3, value);
        EndExpression(data);
    }

    /// <summary>The bits of <paramref name="mask"/> of a register.</summary>
    public void Mask(uint register, scoped ReadOnlySpan<byte> mask)
    {
        var data = BeginExpression("bitwise");
        writer.AttributeBigEndian(1, register);
        writer.AttributeBigEndian(2, register);
        writer.AttributeBigEndian(3, (uint)mask.Length);
        Value(4, mask);
        Span<byte> zero = stackalloc byte[mask.Length];
        zero.Clear();
        Value(5, zero);
        EndExpression(data);
    }

    /// <param name="target">Register that gets what a map says; 0: only whether it is in the set.</param>
    public void Lookup(string set, uint register, uint target = 0)
    {
        var data = BeginExpression("lookup");
        writer.Attribute(1, set);
        writer.AttributeBigEndian(2, register);
        if (target != 0) writer.AttributeBigEndian(3, target);
        EndExpression(data);
    }

    /// <summary>A copy of the packet goes out elsewhere.</summary>
    public void Duplicate(uint addressRegister, uint deviceRegister)
    {
        var data = BeginExpression("dup");
        writer.AttributeBigEndian(1, addressRegister);
        writer.AttributeBigEndian(2, deviceRegister);
        EndExpression(data);
    }

    public void Counter()
    {
        Span<byte> zero = stackalloc byte[8];
        zero.Clear();
        var data = BeginExpression("counter");
        writer.Attribute(1, zero);
        writer.Attribute(2, zero);
        EndExpression(data);
    }

    public void Verdict(uint verdict, string? chain = null)
    {
        var data = BeginExpression("immediate");
        writer.AttributeBigEndian(1, 0);
        var value = writer.BeginNested(2);
        var code = writer.BeginNested(2);
        writer.AttributeBigEndian(1, verdict);
        if (chain is not null) writer.Attribute(2, chain);
        writer.EndNested(code);
        writer.EndNested(value);
        EndExpression(data);
    }

    private void AddSet(string name, uint keyType, uint keyLength, uint flags, uint dataType, uint dataLength)
    {
        Message(9, NetlinkMessage.FlagCreate);
        writer.Attribute(1, table);
        writer.Attribute(2, name);
        writer.AttributeBigEndian(3, flags);
        writer.AttributeBigEndian(4, keyType);
        writer.AttributeBigEndian(5, keyLength);
        if (dataType != 0)
        {
            writer.AttributeBigEndian(6, dataType);
            writer.AttributeBigEndian(7, dataLength);
        }

        writer.AttributeBigEndian(10, ++sets);
        // How nft(8) shall read numbers when it lists them: 1 is the host's order.
        if (keyType == HostOrderType) writer.Attribute(13, dataType == HostOrderType ? [0, 4, 1, 0, 0, 0, 1, 4, 1, 0, 0, 0] : (ReadOnlySpan<byte>)[0, 4, 1, 0, 0, 0]);
    }

    private void Element(ushort type, ushort flags, string set, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> data)
    {
        Message(type, flags);
        writer.Attribute(1, table);
        writer.Attribute(2, set);
        var list = writer.BeginNested(3);
        var element = writer.BeginNested(1);
        Value(1, key);
        if (!data.IsEmpty) Value(2, data);
        writer.EndNested(element);
        writer.EndNested(list);
    }

    private int BeginExpression(string name)
    {
        expressions = writer.BeginNested(1);
        writer.Attribute(1, name);
        return writer.BeginNested(2);
    }

    private readonly void EndExpression(int data)
    {
        writer.EndNested(data);
        writer.EndNested(expressions);
    }

    private void Value(ushort type, scoped ReadOnlySpan<byte> value)
    {
        var nested = writer.BeginNested(type);
        writer.Attribute(1, value);
        writer.EndNested(nested);
    }

    private void Message(ushort type, ushort flags) => Header((ushort)(Subsystem | type), flags, family, 0);

    private void Header(ushort type, ushort flags, byte of, int resource)
    {
        writer.Begin(type, flags);
        var part = writer.Fixed(4);
        part[0] = of;
        BinaryPrimitives.WriteUInt16BigEndian(part[2..], (ushort)resource);
    }
}
