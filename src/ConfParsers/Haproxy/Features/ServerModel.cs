using System.Net;
using System.Text.Json.Serialization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One server with its <c>default-server</c> merged in (configuration.txt 5.2). <c>server-template</c> is already expanded.</summary>
/// <remarks>
/// The record is its own draft: the reader makes one for a line and writes into it, and nobody else can. A file has as many of them as it
/// has servers, and a copy for each option was most of what a large file cost.
/// </remarks>
public sealed record ServerModel(string Name, int Id, Endpoint Address, Span Place) : INamed
{
    private Seldom _seldom = Seldom.None;

    public string Name { get; internal set; } = Name;

    public int Id { get; internal set; } = Id;

    public Endpoint Address { get; internal set; } = Address;

    public Span Place { get; internal set; } = Place;

    /// <summary>0..256</summary>
    public int Weight { get; internal set; } = 1;

    /// <summary>Concurrent requests; 0: no limit.</summary>
    public int MaxConn { get; internal set; }

    /// <summary>Dynamic lower limit, with backend <c>fullconn</c>; 0: none.</summary>
    public int MinConn { get => _seldom.MinConn; internal set => Own.MinConn = value; }

    /// <summary>Longest queue; 0: no limit.</summary>
    public int MaxQueue { get => _seldom.MaxQueue; internal set => Own.MaxQueue = value; }

    public bool Backup { get; internal set; }

    public bool Disabled { get; internal set; }

    public string? Cookie { get; internal set; }

    /// <summary><c>redir</c>: GET and HEAD requests are answered with a redirection to this prefix.</summary>
    public string? RedirectPrefix { get => _seldom.RedirectPrefix; internal set => Own.RedirectPrefix = value; }

    public ServerCheck? Check { get; internal set; }

    public AgentCheck? Agent { get => _seldom.Agent; internal set => Own.Agent = value; }

    public TlsServer? Tls { get; internal set; }

    /// <summary>Time in which the weight of a server that came up rises; zero: at once.</summary>
    public TimeSpan SlowStart { get => _seldom.SlowStart; internal set => Own.SlowStart = value; }

    /// <summary>Versions of the PROXY protocol header that is sent.</summary>
    public ProxyHeader SendProxy { get => _seldom.SendProxy; internal set => Own.SendProxy = value; }

    /// <summary>What a version 2 header carries besides addresses.</summary>
    public ProxyHeaderOptions ProxyOptions { get => _seldom.ProxyOptions; internal set => Own.ProxyOptions = value; }

    /// <summary>Idle connections kept; -1: no limit.</summary>
    public int PoolMaxConn { get => _seldom.PoolMaxConn; internal set => Own.PoolMaxConn = value; }

    /// <summary>Idle connections below which other threads take none.</summary>
    public int PoolLowConn { get => _seldom.PoolLowConn; internal set => Own.PoolLowConn = value; }

    public TimeSpan PoolPurgeDelay { get => _seldom.PoolPurgeDelay; internal set => Own.PoolPurgeDelay = value; }

    /// <summary>Requests on one connection; -1: no limit.</summary>
    public int MaxReuse { get => _seldom.MaxReuse; internal set => Own.MaxReuse = value; }

    /// <summary><c>track</c>: the server whose state is taken over; null: none.</summary>
    public Reference<ServerModel>? Tracks { get => _seldom.Tracks; internal set => Own.Tracks = value; }

    /// <summary>Local address to connect from.</summary>
    public Endpoint? Source { get => _seldom.Source; internal set => Own.Source = value; }

    /// <summary>Whose address is shown to the server (transparent proxying).</summary>
    public SourceAddress UseSource { get => _seldom.UseSource; internal set => Own.UseSource = value; }

    /// <summary><c>source ... interface</c></summary>
    public string? SourceInterface { get => _seldom.SourceInterface; internal set => Own.SourceInterface = value; }

    /// <summary>SOCKS version 4 proxy in front of the server.</summary>
    public Endpoint? Socks4 { get => _seldom.Socks4; internal set => Own.Socks4 = value; }

    /// <summary>Network namespace to connect from; <c>*</c>: the one that the PROXY protocol of the client named.</summary>
    public string? Namespace { get => _seldom.Namespace; internal set => Own.Namespace = value; }

    public MuxProtocol? Protocol { get => _seldom.Protocol; internal set => Own.Protocol = value; }

    public WebSocketProtocol WebSocket { get => _seldom.WebSocket; internal set => Own.WebSocket = value; }

    /// <summary>Longest time without acknowledgement (RFC 5482); zero: the system's.</summary>
    public TimeSpan TcpUserTimeout { get => _seldom.TcpUserTimeout; internal set => Own.TcpUserTimeout = value; }

    public bool FastOpen { get => _seldom.FastOpen; internal set => Own.FastOpen = value; }

    /// <summary>Never named by stick tables.</summary>
    public bool NonStick { get => _seldom.NonStick; internal set => Own.NonStick = value; }

    /// <summary>How log lines are cut on a stream (servers of rings).</summary>
    public LogFraming LogFraming { get => _seldom.LogFraming; internal set => Own.LogFraming = value; }

    /// <summary>Which traffic is watched for failures.</summary>
    public ObservedTraffic Observe { get => _seldom.Observe; internal set => Own.Observe = value; }

    /// <summary>Failures in a row after which <see cref="OnError"/> is done.</summary>
    public int ErrorLimit { get => _seldom.ErrorLimit; internal set => Own.ErrorLimit = value; }

    public ErrorReaction OnError { get => _seldom.OnError; internal set => Own.OnError = value; }

    /// <summary><c>on-marked-down shutdown-sessions</c></summary>
    public bool ShutdownSessionsWhenDown { get => _seldom.ShutdownSessionsWhenDown; internal set => Own.ShutdownSessionsWhenDown = value; }

    /// <summary><c>on-marked-up shutdown-backup-sessions</c></summary>
    public bool ShutdownBackupSessionsWhenUp { get => _seldom.ShutdownBackupSessionsWhenUp; internal set => Own.ShutdownBackupSessionsWhenUp = value; }

    /// <summary>How the address is found at the start.</summary>
    public InitialAddress InitialAddress { get => _seldom.InitialAddress; internal set => Own.InitialAddress = value; }

    /// <summary><c>resolvers</c> and its options: how the address is followed at run time; null: not at all.</summary>
    public Reference<ResolversSection>? Resolvers { get => _seldom.Resolvers; internal set => Own.Resolvers = value; }

    public ResolutionSettings Resolution { get => _seldom.Resolution; internal set => Own.Resolution = value; }

    /// <summary>What the process before left (<c>load-server-state-from-file</c>); null: nothing, or nothing that can be used.</summary>
    public ServerStateLine? SavedState { get => _seldom.SavedState; internal set => Own.SavedState = value; }

    private Seldom Own => ReferenceEquals(_seldom, Seldom.None) ? _seldom = new Seldom() : _seldom;

    /// <summary>The same once more, to be written into apart.</summary>
    internal ServerModel Copy()
    {
        var copy = this with { };
        if (!ReferenceEquals(_seldom, Seldom.None)) copy._seldom = _seldom with { };
        return copy;
    }

    /// <summary>What few servers say: the others carry no room for it.</summary>
    private sealed record Seldom
    {
        public static readonly Seldom None = new();

        public int MinConn { get; set; }

        public int MaxQueue { get; set; }

        public string? RedirectPrefix { get; set; }

        public AgentCheck? Agent { get; set; }

        public TimeSpan SlowStart { get; set; }

        public ProxyHeader SendProxy { get; set; }

        public ProxyHeaderOptions ProxyOptions { get; set; }

        public int PoolMaxConn { get; set; } = -1;

        public int PoolLowConn { get; set; }

        public TimeSpan PoolPurgeDelay { get; set; } = TimeSpan.FromSeconds(5);

        public int MaxReuse { get; set; } = -1;

        public Reference<ServerModel>? Tracks { get; set; }

        public Endpoint? Source { get; set; }

        public SourceAddress UseSource { get; set; } = SourceAddress.Own.Instance;

        public string? SourceInterface { get; set; }

        public Endpoint? Socks4 { get; set; }

        public string? Namespace { get; set; }

        public MuxProtocol? Protocol { get; set; }

        public WebSocketProtocol WebSocket { get; set; }

        public TimeSpan TcpUserTimeout { get; set; }

        public bool FastOpen { get; set; }

        public bool NonStick { get; set; }

        public LogFraming LogFraming { get; set; }

        public ObservedTraffic Observe { get; set; }

        public int ErrorLimit { get; set; } = 10;

        public ErrorReaction OnError { get; set; } = ErrorReaction.FailCheck;

        public bool ShutdownSessionsWhenDown { get; set; }

        public bool ShutdownBackupSessionsWhenUp { get; set; }

        public InitialAddress InitialAddress { get; set; } = Unset<InitialAddress>.Value;

        public Reference<ResolversSection>? Resolvers { get; set; }

        public ResolutionSettings Resolution { get; set; } = Unset<ResolutionSettings>.Value;

        public ServerStateLine? SavedState { get; set; }
    }
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
