namespace HAProxy.Net.Protocols.Http1;

public enum ParseStatus : byte
{
    /// <summary>Not complete; what is there is no error so far.</summary>
    NeedMore,

    /// <summary>The head is complete.</summary>
    Done,

    /// <summary>Refused: 400 towards a client, 502 when a server sent it.</summary>
    Bad,

    /// <summary>A request with a transfer coding in front of chunked: 422.</summary>
    UnknownCoding,
}

/// <summary>How the end of a body is known (RFC 9112 §6.3).</summary>
public enum BodyKind : byte
{
    None,
    Length,
    Chunked,

    /// <summary>Responses only.</summary>
    UntilClose,

    /// <summary>No message any more: bytes both ways (after 101, and after 2xx to CONNECT).</summary>
    Tunnel,
}

/// <summary>What a head says about the connection and the body that follows it; found while parsing, besides the <c>MessageHead</c>.</summary>
public struct Http1Message
{
    public BodyKind Body;

    /// <summary>Bytes of the body when <see cref="Body"/> is Length.</summary>
    public long Length;

    /// <summary>The sender keeps the connection open afterwards: HTTP/1.1 without <c>close</c>, or HTTP/1.0 with <c>keep-alive</c>.</summary>
    public bool KeepAlive;

    /// <summary>Framing was ambiguous though acceptable (both lengths, or chunked in HTTP/1.0): the connection ends after this message (RFC 9112 §6.1).</summary>
    public bool Ambiguous;

    /// <summary><c>Connection: upgrade</c> with an Upgrade header.</summary>
    public bool Upgrade;

    public bool IsHead;

    public bool IsConnect;

    /// <summary>Bytes the head counts in statistics and logs: HAProxy counts its internal form, not what is on the wire.</summary>
    public int CountedBytes;

    /// <summary>Where the start line stands in the input, for the log; without its line end.</summary>
    public int LineStart;

    public int LineLength;
}
