using System.Net;
using System.Text.Json.Serialization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One server with its <c>default-server</c> merged in (configuration.txt 5.2). <c>server-template</c> is already expanded.</summary>
public sealed record ServerModel(string Name, int Id, Endpoint Address, Span Place)
{
    /// <summary>0..256</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Concurrent requests; 0: no limit.</summary>
    public int MaxConn { get; init; }

    /// <summary>Dynamic lower limit, with backend <c>fullconn</c>; 0: none.</summary>
    public int MinConn { get; init; }

    /// <summary>Longest queue; 0: no limit.</summary>
    public int MaxQueue { get; init; }

    public bool Backup { get; init; }

    public bool Disabled { get; init; }

    public string? Cookie { get; init; }

    /// <summary><c>redir</c>: GET and HEAD requests are answered with a redirection to this prefix.</summary>
    public string? RedirectPrefix { get; init; }

    public ServerCheck? Check { get; init; }

    public AgentCheck? Agent { get; init; }

    public TlsServer? Tls { get; init; }

    /// <summary>Time in which the weight of a server that came up rises; zero: at once.</summary>
    public TimeSpan SlowStart { get; init; }

    /// <summary>Versions of the PROXY protocol header that is sent.</summary>
    public ProxyHeader SendProxy { get; init; }

    /// <summary>What a version 2 header carries besides addresses.</summary>
    public ProxyHeaderOptions ProxyOptions { get; init; }

    /// <summary>Idle connections kept; -1: no limit.</summary>
    public int PoolMaxConn { get; init; } = -1;

    /// <summary>Idle connections below which other threads take none.</summary>
    public int PoolLowConn { get; init; }

    public TimeSpan PoolPurgeDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests on one connection; -1: no limit.</summary>
    public int MaxReuse { get; init; } = -1;

    /// <summary><c>track</c>: the server of this backend, or <c>backend/server</c>, whose state is taken over.</summary>
    public string? Tracks { get; init; }

    /// <summary>Local address to connect from.</summary>
    public Endpoint? Source { get; init; }

    /// <summary>Whose address is shown to the server (transparent proxying).</summary>
    public SourceAddress UseSource { get; init; } = SourceAddress.Own.Instance;

    /// <summary><c>source ... interface</c></summary>
    public string? SourceInterface { get; init; }

    /// <summary>SOCKS version 4 proxy in front of the server.</summary>
    public Endpoint? Socks4 { get; init; }

    /// <summary>Network namespace to connect from; <c>*</c>: the one that the PROXY protocol of the client named.</summary>
    public string? Namespace { get; init; }

    public MuxProtocol? Protocol { get; init; }

    public WebSocketProtocol WebSocket { get; init; }

    /// <summary>Longest time without acknowledgement (RFC 5482); zero: the system's.</summary>
    public TimeSpan TcpUserTimeout { get; init; }

    public bool FastOpen { get; init; }

    /// <summary>Never named by stick tables.</summary>
    public bool NonStick { get; init; }

    /// <summary>How log lines are cut on a stream (servers of rings).</summary>
    public LogFraming LogFraming { get; init; }

    /// <summary>Which traffic is watched for failures.</summary>
    public ObservedTraffic Observe { get; init; }

    /// <summary>Failures in a row after which <see cref="OnError"/> is done.</summary>
    public int ErrorLimit { get; init; } = 10;

    public ErrorReaction OnError { get; init; } = ErrorReaction.FailCheck;

    /// <summary><c>on-marked-down shutdown-sessions</c></summary>
    public bool ShutdownSessionsWhenDown { get; init; }

    /// <summary><c>on-marked-up shutdown-backup-sessions</c></summary>
    public bool ShutdownBackupSessionsWhenUp { get; init; }

    /// <summary>How the address is found at the start.</summary>
    public InitialAddress InitialAddress { get; init; } = new();

    /// <summary><c>resolvers</c> and its options: how the address is followed at run time; null: not at all.</summary>
    public string? Resolvers { get; init; }

    public ResolutionSettings Resolution { get; init; } = new();
}

/// <summary><c>check inter rise fall ...</c> of a server.</summary>
public sealed record ServerCheck
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan? FastInterval { get; init; }

    public TimeSpan? DownInterval { get; init; }

    public int Rise { get; init; } = 2;

    public int Fall { get; init; } = 3;

    /// <summary>0: the server's.</summary>
    public int Port { get; init; }

    public Endpoint? Address { get; init; }

    /// <summary><c>check-ssl</c>: TLS of checks where the traffic has none.</summary>
    public TlsServer? Tls { get; init; }

    /// <summary><c>check-send-proxy</c></summary>
    public bool SendProxy { get; init; }

    /// <summary><c>check-via-socks4</c></summary>
    public bool ViaSocks4 { get; init; }

    /// <summary>Literal server name of TLS checks.</summary>
    public string? ServerName { get; init; }

    public string[] Alpn { get; init; } = [];

    public MuxProtocol? Protocol { get; init; }
}

/// <summary><c>agent-check</c>: a program beside the server that tells its state (configuration.txt 5.2).</summary>
public sealed record AgentCheck
{
    public int Port { get; init; }

    /// <summary>Null: the server's.</summary>
    public IPAddress? Address { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Sent first.</summary>
    public string? Send { get; init; }
}

/// <summary>TLS towards a server (configuration.txt 5.2).</summary>
public sealed record TlsServer
{
    public bool Verify { get; init; } = true;

    public string? AuthorityFile { get; init; }

    /// <summary>Content of <see cref="AuthorityFile"/>: the loader reads every file.</summary>
    public byte[]? AuthorityPem { get; init; }

    public PemFile? Revocations { get; init; }

    /// <summary><c>verifyhost</c>: the name that the certificate must have.</summary>
    public string? VerifyHost { get; init; }

    /// <summary>Path of the certificate shown to the server.</summary>
    public string? CertificateFile { get; init; }

    public CertificateBundle? Certificate { get; init; }

    /// <summary><c>sni</c>: gives the host name that is sent.</summary>
    public SampleExpression? ServerName { get; init; }

    /// <summary>SSLv3, TLSv1.0 .. TLSv1.3; null: OpenSSL's.</summary>
    public string? MinimumVersion { get; init; }

    public string? MaximumVersion { get; init; }

    /// <summary>Versions switched off one by one; without effect when a minimum or maximum is given.</summary>
    public string[] DisabledVersions { get; init; } = [];

    public string? Ciphers { get; init; }

    public string? CipherSuites { get; init; }

    public string[] Alpn { get; init; } = [];

    public string[] Npn { get; init; } = [];

    public bool NoTickets { get; init; }

    /// <summary><c>no-ssl-reuse</c>: every handshake is a full one.</summary>
    public bool NoSessionReuse { get; init; }

    public bool AllowEarlyData { get; init; }
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
