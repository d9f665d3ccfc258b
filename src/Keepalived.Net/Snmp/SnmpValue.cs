using System.Net;
using System.Text;

namespace Keepalived.Net.Snmp;

/// <summary>Types of values, with the numbers that AgentX gives them (RFC 2741 §5.4).</summary>
public enum SnmpType : ushort
{
    Integer = 2,
    OctetString = 4,
    Null = 5,
    ObjectIdentifier = 6,
    IpAddress = 64,
    Counter32 = 65,
    Gauge32 = 66,
    TimeTicks = 67,
    Opaque = 68,
    Counter64 = 70,
    NoSuchObject = 128,
    NoSuchInstance = 129,
    EndOfMibView = 130,
}

/// <summary>A value with its type (RFC 2578 §7.1).</summary>
/// <param name="Number">Of the numeric types; a negative Integer as itself.</param>
/// <param name="Bytes">Of strings and addresses; null for numbers.</param>
/// <param name="Identifier">Of type ObjectIdentifier.</param>
public readonly record struct SnmpValue(SnmpType Type, long Number = 0, byte[]? Bytes = null, ObjectId Identifier = default)
{
    public static readonly SnmpValue NoSuchObject = new(SnmpType.NoSuchObject);

    public static readonly SnmpValue NoSuchInstance = new(SnmpType.NoSuchInstance);

    public static readonly SnmpValue EndOfMibView = new(SnmpType.EndOfMibView);

    public static SnmpValue Integer(int value) => new(SnmpType.Integer, value);

    public static SnmpValue Gauge(long value) => new(SnmpType.Gauge32, (uint)Math.Clamp(value, 0, uint.MaxValue));

    /// <summary>The last 32 bits: a counter begins again.</summary>
    public static SnmpValue Counter(long value) => new(SnmpType.Counter32, (uint)value);

    public static SnmpValue LongCounter(long value) => new(SnmpType.Counter64, value);

    /// <param name="value">Hundredths of a second.</param>
    public static SnmpValue Ticks(long value) => new(SnmpType.TimeTicks, (uint)value);

    public static SnmpValue Text(string value) => new(SnmpType.OctetString, 0, Encoding.UTF8.GetBytes(value));

    public static SnmpValue Octets(byte[] value) => new(SnmpType.OctetString, 0, value);

    /// <summary>An InetAddress (RFC 4001): the bytes alone.</summary>
    public static SnmpValue Address(IPAddress value) => Octets(value.GetAddressBytes());

    /// <summary>The type that only IPv4 has (RFC 2578 §7.1.5).</summary>
    public static SnmpValue IpAddress(IPAddress value) => new(SnmpType.IpAddress, 0, value.GetAddressBytes());

    public static SnmpValue Name(ObjectId value) => new(SnmpType.ObjectIdentifier, Identifier: value);
}

/// <summary>A variable: its name and what it holds.</summary>
public readonly record struct Binding(ObjectId Name, SnmpValue Value);
