using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Haproxy;

public enum ProxyKind
{
    Frontend,
    Backend,
    Listen,

    /// <summary>Settings that other sections begin with.</summary>
    Defaults,
}

public enum ProxyMode
{
    Tcp,
    Http,
}

/// <summary>A frontend, backend or listen section with its defaults merged in, one record a feature (configuration.txt 4).</summary>
/// <param name="Name">Of a defaults section empty when it has none.</param>
/// <param name="Id">1 and up; <c>id</c>, or given out in file order. Of a defaults section 0.</param>
/// <param name="Place">The line that begins the section.</param>
public sealed record ProxyModel(string Name, ProxyKind Kind, int Id, Span Place) : INamed
{
    /// <summary>The defaults section it began with: that of <c>from</c>, or the last before it; null when there is none.</summary>
    public Reference<ProxyModel>? Defaults { get; init; }

    public bool HasFrontend => Kind != ProxyKind.Backend;

    public bool HasBackend => Kind != ProxyKind.Frontend;

    public ProxyMode Mode { get; init; } = ProxyMode.Tcp;

    public bool Disabled { get; init; }

    public string? Description { get; init; }

    public Timeouts Timeouts { get; init; } = Unset<Timeouts>.Value;

    public ProxyLimits Limits { get; init; } = Unset<ProxyLimits>.Value;

    public HttpOptions Http { get; init; } = Unset<HttpOptions>.Value;

    public ProxyLog Log { get; init; } = Unset<ProxyLog>.Value;

    public BindModel[] Binds { get; init; } = [];

    public ServerModel[] Servers { get; init; } = [];

    /// <summary>Named ACLs in order of first declaration.</summary>
    public Acl[] Acls { get; init; } = [];

    public HttpRule[] HttpRequest { get; init; } = [];

    public HttpRule[] HttpResponse { get; init; } = [];

    public HttpRule[] HttpAfterResponse { get; init; } = [];

    /// <summary><c>tcp-request connection</c>.</summary>
    public TcpRule[] TcpConnection { get; init; } = [];

    /// <summary><c>tcp-request session</c>.</summary>
    public TcpRule[] TcpSession { get; init; } = [];

    /// <summary><c>tcp-request content</c>.</summary>
    public TcpRule[] TcpContent { get; init; } = [];

    /// <summary><c>tcp-response content</c>.</summary>
    public TcpRule[] TcpResponse { get; init; } = [];

    public InspectDelays Inspect { get; init; } = Unset<InspectDelays>.Value;

    public UseBackend[] UseBackends { get; init; } = [];

    /// <summary><c>default_backend</c>; null: a listen section's own servers, or none.</summary>
    public Reference<ProxyModel>? DefaultBackend { get; init; }

    public Balance Balance { get; init; } = Unset<Balance>.Value;

    public CookiePersistence? Cookie { get; init; }

    public HealthCheck Check { get; init; } = Unset<HealthCheck>.Value;

    public StatsPage Stats { get; init; } = Unset<StatsPage>.Value;

    public HashType Hash { get; init; } = Unset<HashType>.Value;

    /// <summary><c>dynamic-cookie-key</c>.</summary>
    [JsonConverter(typeof(SecretConverter))]
    public string? DynamicCookieKey { get; init; }

    public Captures Captures { get; init; } = Unset<Captures>.Value;

    public TcpConnections Tcp { get; init; } = Unset<TcpConnections>.Value;

    public Compression? Compression { get; init; }

    public RetryOn RetryOn { get; init; } = RetryOn.Default;

    public Dispatch Dispatch { get; init; } = Unset<Dispatch>.Value;

    public EmailAlert? EmailAlert { get; init; }

    public Persistence Persistence { get; init; } = Unset<Persistence>.Value;

    public ServerState ServerState { get; init; } = ServerState.None;

    /// <summary><c>source</c>; null: as the kernel chooses.</summary>
    public ServerSource? Source { get; init; }

    public UniqueId UniqueId { get; init; } = Unset<UniqueId>.Value;

    /// <summary><c>errorfiles</c>, in the order of their lines.</summary>
    public ErrorFilesUse[] ErrorFiles { get; init; } = [];

    /// <summary><c>http-error</c>, one a status.</summary>
    public HttpReply[] HttpErrors { get; init; } = [];

    /// <summary><c>use-fcgi-app</c>: what the servers are spoken to as.</summary>
    public Reference<FcgiAppSection>? FcgiApp { get; init; }

    /// <summary><c>filter</c> lines in their order.</summary>
    public StreamFilter[] Filters { get; init; } = [];

    public StickTable? StickTable { get; init; }

    public StickRule[] StickRules { get; init; } = [];

    public UseServer[] UseServers { get; init; } = [];

    /// <summary>Rules of the keyword <c>redirect</c>, behind those of <c>http-request</c>.</summary>
    public HttpRule[] Redirects { get; init; } = [];

    /// <summary><c>monitor fail</c>: any of these that holds makes the answer to <c>monitor-uri</c> 503.</summary>
    public Condition[] MonitorFail { get; init; } = [];
}
