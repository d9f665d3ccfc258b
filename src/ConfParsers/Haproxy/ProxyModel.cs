using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy;

public enum ProxyKind
{
    Frontend,
    Backend,
    Listen,
}

public enum ProxyMode
{
    Tcp,
    Http,
}

/// <summary>A frontend, backend or listen section with its defaults merged in, one record a feature (configuration.txt 4).</summary>
public sealed record ProxyModel(string Name, ProxyKind Kind, int Id, Span Place)
{
    public bool HasFrontend => Kind != ProxyKind.Backend;

    public bool HasBackend => Kind != ProxyKind.Frontend;

    public ProxyMode Mode { get; init; } = ProxyMode.Tcp;

    public bool Disabled { get; init; }

    public string? Description { get; init; }

    public Timeouts Timeouts { get; init; } = new();

    public ProxyLimits Limits { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public ProxyLog Log { get; init; } = new();

    public BindModel[] Binds { get; init; } = [];

    public ServerModel[] Servers { get; init; } = [];

    /// <summary>Named ACLs in order of first declaration.</summary>
    public Acl[] Acls { get; init; } = [];

    public HttpRule[] HttpRequest { get; init; } = [];

    public HttpRule[] HttpResponse { get; init; } = [];

    public UseBackend[] UseBackends { get; init; } = [];

    /// <summary>Resolved name of <c>default_backend</c>.</summary>
    public string? DefaultBackend { get; init; }

    public Balance Balance { get; init; } = new();

    public CookiePersistence? Cookie { get; init; }

    public HealthCheck Check { get; init; } = new();

    public StatsPage Stats { get; init; } = new();
}
