namespace Keepalived.Net.Snmp.AgentX;

/// <summary>The kinds of packets (RFC 2741 §6.1).</summary>
public enum AgentXKind : byte
{
    Open = 1,
    Close,
    Register,
    Unregister,
    Get,
    GetNext,
    GetBulk,
    TestSet,
    CommitSet,
    UndoSet,
    CleanupSet,
    Notify,
    Ping,
    Response = 18,
}

/// <summary>What a response can complain of (RFC 2741 §7.2.4.2, RFC 3416 §3).</summary>
public enum AgentXError : ushort
{
    None = 0,
    WrongType = 7,
    WrongValue = 10,
    CommitFailed = 14,
    NotWritable = 17,
    OpenFailed = 256,
    NotOpen = 257,
    ParseError = 266,
    ProcessingError = 268,
}

/// <summary>The first 20 bytes of a packet.</summary>
/// <param name="Flags">Of <see cref="NetworkOrder"/> and <see cref="HasContext"/>.</param>
/// <param name="Length">Bytes that follow the header.</param>
public readonly record struct AgentXHeader(AgentXKind Kind, byte Flags, uint Session, uint Transaction, uint Packet, int Length)
{
    public const int Size = 20;

    public const byte Version = 1;

    /// <summary>A context other than the default one follows the header.</summary>
    public const byte HasContext = 8;

    /// <summary>Numbers are in network byte order, else the least byte comes first.</summary>
    public const byte NetworkOrder = 16;

    /// <summary>No master agent sends more: whatever says so is none.</summary>
    public const int MaxLength = 1 << 20;
}

/// <summary>From where on the next variable is asked for, and up to where (RFC 2741 §5.2).</summary>
/// <param name="Include">The start itself counts too.</param>
/// <param name="End">The first that does not count any more; null: there is no end.</param>
public readonly record struct SearchRange(ObjectId Start, bool Include, ObjectId End);
