using System.Buffers.Binary;

namespace Keepalived.Net.Snmp.AgentX;

/// <summary>Packets to a master agent, as bytes in network order. (RFC 2741 §5, §6)</summary>
public sealed class AgentXWriter
{
    /// <summary>1.3.6.1, which most names begin with and the wire leaves out.</summary>
    private static readonly uint[] Internet = [1, 3, 6, 1];

    private byte[] buffer = new byte[256];
    private int length = AgentXHeader.Size;

    /// <param name="timeout">Seconds that the master may wait for an answer; 0: its own.</param>
    public static byte[] Open(uint packet, byte timeout, ObjectId identity, string description)
    {
        var writer = new AgentXWriter();
        writer.Bytes([timeout, 0, 0, 0]);
        writer.Name(identity);
        writer.String(System.Text.Encoding.UTF8.GetBytes(description));
        return writer.Finish(AgentXKind.Open, session: 0, transaction: 0, packet);
    }

    /// <param name="subtree">Everything below is ours, with the default priority 127.</param>
    public static byte[] Register(uint session, uint packet, ObjectId subtree)
    {
        const byte DefaultPriority = 127;
        var writer = new AgentXWriter();
        writer.Bytes([0, DefaultPriority, 0, 0]);
        writer.Name(subtree);
        return writer.Finish(AgentXKind.Register, session, transaction: 0, packet);
    }

    public static byte[] Close(uint session, uint packet)
    {
        const byte Shutdown = 5;
        var writer = new AgentXWriter();
        writer.Bytes([Shutdown, 0, 0, 0]);
        return writer.Finish(AgentXKind.Close, session, transaction: 0, packet);
    }

    public static byte[] Ping(uint session, uint packet) => new AgentXWriter().Finish(AgentXKind.Ping, session, transaction: 0, packet);

    /// <param name="bindings">The first is snmpTrapOID.0.</param>
    public static byte[] Notify(uint session, uint packet, IEnumerable<Binding> bindings)
    {
        var writer = new AgentXWriter();
        writer.Bindings(bindings);
        return writer.Finish(AgentXKind.Notify, session, transaction: 0, packet);
    }

    /// <param name="index">Of the variable that the error is about, from 1 on; 0: none.</param>
    public static byte[] Response(in AgentXHeader request, AgentXError error, ushort index, IEnumerable<Binding> bindings)
    {
        var writer = new AgentXWriter();
        writer.Number(0);
        writer.Short((ushort)error);
        writer.Short(index);
        writer.Bindings(bindings);
        return writer.Finish(AgentXKind.Response, request.Session, request.Transaction, request.Packet);
    }

    private byte[] Finish(AgentXKind kind, uint session, uint transaction, uint packet)
    {
        buffer[0] = AgentXHeader.Version;
        buffer[1] = (byte)kind;
        buffer[2] = AgentXHeader.NetworkOrder;
        buffer[3] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(4), session);
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(8), transaction);
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(12), packet);
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(16), length - AgentXHeader.Size);
        return buffer[..length];
    }

    private void Bindings(IEnumerable<Binding> bindings)
    {
        foreach (var (name, value) in bindings)
        {
            Short((ushort)value.Type);
            Short(0);
            Name(name);
            Value(value);
        }
    }

    private void Value(in SnmpValue value)
    {
        switch (value.Type)
        {
            case SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks:
                Number((uint)value.Number);
                break;
            case SnmpType.Counter64:
                BinaryPrimitives.WriteInt64BigEndian(Space(8), value.Number);
                break;
            case SnmpType.OctetString or SnmpType.IpAddress or SnmpType.Opaque:
                String(value.Bytes);
                break;
            case SnmpType.ObjectIdentifier:
                Name(value.Identifier);
                break;
        }
    }

    private void Name(ObjectId name)
    {
        var parts = name.Parts;
        var prefix = parts.Length > Internet.Length && parts.StartsWith(Internet) && parts[Internet.Length] <= byte.MaxValue ? (byte)parts[Internet.Length] : (byte)0;
        if (prefix != 0) parts = parts[(Internet.Length + 1)..];
        Bytes([(byte)parts.Length, prefix, 0, 0]);
        foreach (var part in parts) Number(part);
    }

    private void String(ReadOnlySpan<byte> bytes)
    {
        Number((uint)bytes.Length);
        var padded = Space((bytes.Length + 3) & ~3);
        padded.Clear();
        bytes.CopyTo(padded);
    }

    private void Number(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Space(4), value);

    private void Short(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Space(2), value);

    private void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Space(bytes.Length));

    private Span<byte> Space(int count)
    {
        if (length + count > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + count));
        length += count;
        return buffer.AsSpan(length - count, count);
    }
}
