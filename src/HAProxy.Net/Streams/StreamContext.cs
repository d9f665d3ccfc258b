using HAProxy.Net.Protocols;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Streams;

/// <summary>
/// What one stream is about, as data: fetches, rules, load balancing and log formats read and write it; the control flow
/// that moves the stream through its phases stands in <c>Stream</c>. One loop owns it; it is reused from stream to stream.
/// </summary>
public class StreamContext
{
    public MessageHead Request { get; } = new();

    public MessageHead Response { get; } = new();

    public Frontend Frontend { get; set; } = null!;

    /// <summary>The listener that accepted the connection.</summary>
    public Listener Listener { get; set; } = null!;

    /// <summary>Null until one was chosen.</summary>
    public Backend? Backend { get; set; }

    /// <summary>Null until one was assigned.</summary>
    public Server? Server { get; set; }

    public SocketEndpoint Source { get; set; }

    /// <summary>Where the client connected to; found out when it is first asked for.</summary>
    public virtual SocketEndpoint Destination { get; set; }

    /// <summary>Our own end of the connection to the server; known only when the frontend's log asks for it.</summary>
    public SocketEndpoint ServerSide { get; set; }

    /// <summary>The statistics page answered (<c>&lt;STATS&gt;</c> instead of a server's name).</summary>
    public bool ByStatsPage { get; set; }

    /// <summary>Name of the client's cipher, <c>TLS_AES_256_GCM_SHA384</c>; empty without TLS.</summary>
    public virtual ReadOnlyMemory<byte> TlsCipher { get; set; }

    /// <summary>Version of the client's TLS, <c>TLSv1.3</c>; empty without.</summary>
    public virtual ReadOnlyMemory<byte> TlsProtocol { get; set; }

    /// <summary>Whether the client side speaks TLS (<c>ssl_fc</c>, the <c>~</c> after the frontend's name in logs).</summary>
    public bool IsTls { get; set; }

    public Variables Variables { get; } = new();

    public StreamTimes Times;

    public StreamCounts Counts;

    public Termination Termination;

    /// <summary>True while request rules run, false while response rules do: decides what <c>hdr</c> and the like read.</summary>
    public bool InRequest { get; set; } = true;

    /// <summary>True when the request was parsed, so that method, path and headers exist.</summary>
    public bool HasRequest { get; set; }

    public bool HasResponse { get; set; }

    /// <summary>The first line of the request exactly as received, for <c>%r</c>; also of a request that was refused.</summary>
    public ReadOnlyMemory<byte> RequestLine { get; set; }

    /// <summary>The body of an answer of our own; rules, applets and error replies put it here.</summary>
    public ReadOnlyMemory<byte> ReplyBody { get; set; }

    /// <summary>Whether the answer of our own ends the connection whatever the client asked for: the messages of 400 and 408 say so.</summary>
    public bool ReplyCloses { get; set; }

    /// <summary>Number of the stream in this process, given when its request was understood or refused (<c>%rt</c>).</summary>
    public uint Id { get; set; }
}

/// <summary>Milliseconds of the loop's clock at which phases ended; -1: not reached. Log timers are differences of these (configuration.txt 8.4).</summary>
public struct StreamTimes
{
    /// <summary>Accept, UNIX time in milliseconds (the log's date).</summary>
    public long AcceptUnixMs;

    /// <summary>Accept on the loop's clock.</summary>
    public long Accept;

    /// <summary>Handshakes done: Th = Handshake - Accept.</summary>
    public long Handshake;

    /// <summary>First byte of the request; before it the connection was idle (Ti).</summary>
    public long FirstByte;

    /// <summary>Request head complete: TR = Request - FirstByte.</summary>
    public long Request;

    /// <summary>Left the queue: Tw.</summary>
    public long Queued;

    /// <summary>Connection to the server established or reused: Tc.</summary>
    public long Connected;

    /// <summary>Response head complete: Tr.</summary>
    public long Response;

    /// <summary>End of the stream: Td, Ta, Tt.</summary>
    public long Closed;

    public void Reset()
    {
        Handshake = FirstByte = Request = Queued = Connected = Response = Closed = -1;
    }
}

/// <summary>Counts of one stream, for its log line.</summary>
public struct StreamCounts
{
    /// <summary>Bytes from the client, headers included (<c>%U</c>).</summary>
    public long BytesIn;

    /// <summary>Bytes to the client, headers included (<c>%B</c>).</summary>
    public long BytesOut;

    /// <summary>Connection attempts after the first (<c>%rc</c>); Redispatched adds the plus sign.</summary>
    public int Retries;

    public bool Redispatched;

    /// <summary>Other requests at the server when this one left it (<c>%sc</c>); null while it is there, and without a server.</summary>
    public int? OthersAtServer;

    /// <summary>Requests before this one in the server's and the backend's queue (<c>%sq</c>, <c>%bq</c>).</summary>
    public int ServerQueue;

    public int BackendQueue;
}

/// <summary>Who ended a stream (first character of the termination state, configuration.txt 8.5).</summary>
public enum TerminationCause : byte
{
    Normal = (byte)'-',
    Client = (byte)'C',
    ClientTimeout = (byte)'c',
    Server = (byte)'S',
    ServerTimeout = (byte)'s',
    Proxy = (byte)'P',
    Local = (byte)'L',
    Internal = (byte)'I',
    Resource = (byte)'R',
    Down = (byte)'D',
    Up = (byte)'U',
    Killed = (byte)'K',
}

/// <summary>In which phase a stream ended (second character).</summary>
public enum TerminationPhase : byte
{
    Normal = (byte)'-',
    Request = (byte)'R',
    Queue = (byte)'Q',
    Connect = (byte)'C',
    Headers = (byte)'H',
    Data = (byte)'D',
    Last = (byte)'L',
    Tarpit = (byte)'T',
}

/// <summary>Termination state of a stream: <c>%ts</c>, and with the cookie characters <c>%tsc</c>.</summary>
public struct Termination
{
    public TerminationCause Cause;
    public TerminationPhase Phase;

    /// <summary>What the client's cookie was: <c>N</c>one, <c>I</c>nvalid, <c>V</c>alid, <c>D</c>own, <c>E</c>xpired, <c>O</c>ld, <c>U</c>nused, or <c>-</c> without cookie persistence.</summary>
    public byte ClientCookie;

    /// <summary>What was done with the server's cookie: <c>N</c>, <c>I</c>nserted, <c>P</c>assed, <c>R</c>ewritten, <c>D</c>eleted, <c>U</c>pdated, or <c>-</c>.</summary>
    public byte ServerCookie;

    public void Reset()
    {
        Cause = TerminationCause.Normal;
        Phase = TerminationPhase.Normal;
        ClientCookie = (byte)'-';
        ServerCookie = (byte)'-';
    }

    /// <summary>Sets cause and phase, unless an earlier event already has.</summary>
    public void Set(TerminationCause cause, TerminationPhase phase)
    {
        if (Cause == TerminationCause.Normal) Cause = cause;
        if (Phase == TerminationPhase.Normal) Phase = phase;
    }
}
