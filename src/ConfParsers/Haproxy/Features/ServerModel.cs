using System.Net;
using System.Text.Json.Serialization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One server with its <c>default-server</c> merged in (configuration.txt 5.2). <c>server-template</c> is already expanded.</summary>
/// <remarks>
/// The record is its own draft: the reader makes one for a line and writes into it, and nobody else can. A file has as many of them as it
/// has servers, and a copy for each option was most of what a large file cost.
/// </remarks>
public sealed record ServerModel(string Name, int Id, Endpoint Address, Span Place)
{
    public string Name { get; internal set; } = Name;

    public int Id { get; internal set; } = Id;

    public Endpoint Address { get; internal set; } = Address;

    public Span Place { get; internal set; } = Place;

    /// <summary>0..256</summary>
    public int Weight { get; internal set; } = 1;

    /// <summary>Concurrent requests; 0: no limit.</summary>
    public int MaxConn { get; internal set; }

    /// <summary>Dynamic lower limit, with backend <c>fullconn</c>; 0: none.</summary>
    public int MinConn { get; internal set; }

    /// <summary>Longest queue; 0: no limit.</summary>
    public int MaxQueue { get; internal set; }

    public bool Backup { get; internal set; }

    public bool Disabled { get; internal set; }

    public string? Cookie { get; internal set; }

    /// <summary><c>redir</c>: GET and HEAD requests are answered with a redirection to this prefix.</summary>
    public string? RedirectPrefix { get; internal set; }

    public ServerCheck? Check { get; internal set; }

    public AgentCheck? Agent { get; internal set; }

    public TlsServer? Tls { get; internal set; }

    /// <summary>Time in which the weight of a server that came up rises; zero: at once.</summary>
    public TimeSpan SlowStart { get; internal set; }

    /// <summary>Versions of the PROXY protocol header that is sent.</summary>
    public ProxyHeader SendProxy { get; internal set; }

    /// <summary>What a version 2 header carries besides addresses.</summary>
    public ProxyHeaderOptions ProxyOptions { get; internal set; }

    /// <summary>Idle connections kept; -1: no limit.</summary>
    public int PoolMaxConn { get; internal set; } = -1;

    /// <summary>Idle connections below which other threads take none.</summary>
    public int PoolLowConn { get; internal set; }

    public TimeSpan PoolPurgeDelay { get; internal set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests on one connection; -1: no limit.</summary>
    public int MaxReuse { get; internal set; } = -1;

    /// <summary><c>track</c>: the server of this backend, or <c>backend/server</c>, whose state is taken over.</summary>
    public string? Tracks { get; internal set; }

    /// <summary>Local address to connect from.</summary>
    public Endpoint? Source { get; internal set; }

    /// <summary>Whose address is shown to the server (transparent proxying).</summary>
    public SourceAddress UseSource { get; internal set; } = SourceAddress.Own.Instance;

    /// <summary><c>source ... interface</c></summary>
    public string? SourceInterface { get; internal set; }

    /// <summary>SOCKS version 4 proxy in front of the server.</summary>
    public Endpoint? Socks4 { get; internal set; }

    /// <summary>Network namespace to connect from; <c>*</c>: the one that the PROXY protocol of the client named.</summary>
    public string? Namespace { get; internal set; }

    public MuxProtocol? Protocol { get; internal set; }

    public WebSocketProtocol WebSocket { get; internal set; }

    /// <summary>Longest time without acknowledgement (RFC 5482); zero: the system's.</summary>
    public TimeSpan TcpUserTimeout { get; internal set; }

    public bool FastOpen { get; internal set; }

    /// <summary>Never named by stick tables.</summary>
    public bool NonStick { get; internal set; }

    /// <summary>How log lines are cut on a stream (servers of rings).</summary>
    public LogFraming LogFraming { get; internal set; }

    /// <summary>Which traffic is watched for failures.</summary>
    public ObservedTraffic Observe { get; internal set; }

    /// <summary>Failures in a row after which <see cref="OnError"/> is done.</summary>
    public int ErrorLimit { get; internal set; } = 10;

    public ErrorReaction OnError { get; internal set; } = ErrorReaction.FailCheck;

    /// <summary><c>on-marked-down shutdown-sessions</c></summary>
    public bool ShutdownSessionsWhenDown { get; internal set; }

    /// <summary><c>on-marked-up shutdown-backup-sessions</c></summary>
    public bool ShutdownBackupSessionsWhenUp { get; internal set; }

    /// <summary>How the address is found at the start.</summary>
    public InitialAddress InitialAddress { get; internal set; } = Unset<InitialAddress>.Value;

    /// <summary><c>resolvers</c> and its options: how the address is followed at run time; null: not at all.</summary>
    public string? Resolvers { get; internal set; }

    public ResolutionSettings Resolution { get; internal set; } = Unset<ResolutionSettings>.Value;
}

/// <summary><c>check inter rise fall ...</c> of a server.</summary>
public sealed record ServerCheck
{
    public TimeSpan Interval { get; internal set; } = TimeSpan.FromSeconds(2);

    public TimeSpan? FastInterval { get; internal set; }

    public TimeSpan? DownInterval { get; internal set; }

    public int Rise { get; internal set; } = 2;

    public int Fall { get; internal set; } = 3;

    /// <summary>0: the server's.</summary>
    public int Port { get; internal set; }

    public Endpoint? Address { get; internal set; }

    /// <summary><c>check-ssl</c>: TLS of checks where the traffic has none.</summary>
    public TlsServer? Tls { get; internal set; }

    /// <summary><c>check-send-proxy</c></summary>
    public bool SendProxy { get; internal set; }

    /// <summary><c>check-via-socks4</c></summary>
    public bool ViaSocks4 { get; internal set; }

    /// <summary>Literal server name of TLS checks.</summary>
    public string? ServerName { get; internal set; }

    public string[] Alpn { get; internal set; } = [];

    public MuxProtocol? Protocol { get; internal set; }
}

/// <summary><c>agent-check</c>: a program beside the server that tells its state (configuration.txt 5.2).</summary>
public sealed record AgentCheck
{
    public int Port { get; internal set; }

    /// <summary>Null: the server's.</summary>
    public IPAddress? Address { get; internal set; }

    public TimeSpan Interval { get; internal set; } = TimeSpan.FromSeconds(2);

    /// <summary>Sent first.</summary>
    public string? Send { get; internal set; }
}

/// <summary>TLS towards a server (configuration.txt 5.2).</summary>
public sealed record TlsServer
{
    public bool Verify { get; internal set; } = true;

    public string? AuthorityFile { get; internal set; }

    /// <summary>Content of <see cref="AuthorityFile"/>: the loader reads every file.</summary>
    public byte[]? AuthorityPem { get; internal set; }

    public PemFile? Revocations { get; internal set; }

    /// <summary><c>verifyhost</c>: the name that the certificate must have.</summary>
    public string? VerifyHost { get; internal set; }

    /// <summary>Path of the certificate shown to the server.</summary>
    public string? CertificateFile { get; internal set; }

    public CertificateBundle? Certificate { get; internal set; }

    /// <summary><c>sni</c>: gives the host name that is sent.</summary>
    public SampleExpression? ServerName { get; internal set; }

    /// <summary>SSLv3, TLSv1.0 .. TLSv1.3; null: OpenSSL's.</summary>
    public string? MinimumVersion { get; internal set; }

    public string? MaximumVersion { get; internal set; }

    /// <summary>Versions switched off one by one; without effect when a minimum or maximum is given.</summary>
    public string[] DisabledVersions { get; internal set; } = [];

    public string? Ciphers { get; internal set; }

    public string? CipherSuites { get; internal set; }

    public string[] Alpn { get; internal set; } = [];

    public string[] Npn { get; internal set; } = [];

    public bool NoTickets { get; internal set; }

    /// <summary><c>no-ssl-reuse</c>: every handshake is a full one.</summary>
    public bool NoSessionReuse { get; internal set; }

    public bool AllowEarlyData { get; internal set; }
}

/// <summary>PROXY protocol versions that a server gets.</summary>
[Flags]
public enum ProxyHeader
{
    None = 0,
    Version1 = 1,
    Version2 = 2,
}

/// <summary><c>proxy-v2-options</c>, <c>send-proxy-v2-ssl</c>: what a version 2 header carries.</summary>
[Flags]
public enum ProxyHeaderOptions
{
    None = 0,
    Ssl = 1,
    CommonName = 2,
    Cipher = 4,
    SignatureAlgorithm = 8,
    KeyAlgorithm = 16,
    Authority = 32,
    Checksum = 64,
    UniqueId = 128,
}

/// <summary><c>ws</c>: the protocol of WebSocket streams (configuration.txt 5.2).</summary>
public enum WebSocketProtocol
{
    Auto,
    H1,
    H2,
}

/// <summary><c>log-proto</c> (RFC 6587 §3.4).</summary>
public enum LogFraming
{
    /// <summary>A line ends with LF.</summary>
    Legacy,
    OctetCount,
}

/// <summary><c>observe</c></summary>
public enum ObservedTraffic
{
    None,
    Layer4,
    Layer7,
}

/// <summary><c>on-error</c></summary>
public enum ErrorReaction
{
    FastInterval,
    FailCheck,
    SuddenDeath,
    MarkDown,
}

/// <summary>Whose address a server sees (configuration.txt 4.2 "source", "usesrc").</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(SourceAddress.Client), "client")]
[JsonDerivedType(typeof(SourceAddress.ClientIp), "clientIp")]
[JsonDerivedType(typeof(SourceAddress.Fixed), "fixed")]
[JsonDerivedType(typeof(SourceAddress.Header), "header")]
[JsonDerivedType(typeof(SourceAddress.Own), "own")]
public abstract record SourceAddress
{
    /// <summary>The proxy's own.</summary>
    public sealed record Own : SourceAddress
    {
        public static readonly Own Instance = new();
    }

    /// <summary>The client's address and port.</summary>
    public sealed record Client : SourceAddress;

    /// <summary>The client's address, another port.</summary>
    public sealed record ClientIp : SourceAddress;

    /// <summary>The address in the given occurrence of a header; negative counts from the last.</summary>
    public sealed record Header(string Name, int Occurrence) : SourceAddress;

    public sealed record Fixed(Endpoint Address) : SourceAddress;
}

/// <summary>One way of <c>init-addr</c>.</summary>
public enum InitialAddressMethod
{
    Last,
    Libc,
    None,

    /// <summary>The address that was written.</summary>
    Given,
}

/// <summary><c>init-addr</c>: ways to an address at the start, tried in order (configuration.txt 5.2).</summary>
public sealed record InitialAddress
{
    /// <summary>Empty: last, then libc.</summary>
    public InitialAddressMethod[] Methods { get; init; } = [];

    public IPAddress? Given { get; init; }
}

/// <summary>How a server's name is resolved at run time (configuration.txt 5.2 "resolve-opts", "resolve-prefer", "resolve-net").</summary>
public sealed record ResolutionSettings
{
    public bool PreferIPv4 { get; init; }

    /// <summary>Networks whose addresses are preferred; at most five of a family.</summary>
    public (IPAddress Network, int PrefixLength)[] Networks { get; init; } = [];

    public bool AllowDuplicates { get; init; }

    public bool IgnoreWeight { get; init; }
}
