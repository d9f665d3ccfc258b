using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Sections;

namespace ConfParsers.Haproxy;

/// <summary>What one or several haproxy.cfg files mean: immutable, all names resolved, defaults already merged into each proxy.</summary>
/// <param name="Proxies">frontend, backend and listen sections in file order. <c>defaults</c> sections are not among them.</param>
public sealed record HaproxyModel(GlobalModel Global, ProxyModel[] Proxies)
{
    /// <summary>defaults sections in file order, as they hand down; what they said is already part of each of <see cref="Proxies"/>.</summary>
    public ProxyModel[] Defaults { get; init; } = [];

    /// <summary>Sections that have a local peer.</summary>
    public PeersSection[] Peers { get; init; } = [];

    public ResolversSection[] Resolvers { get; init; } = [];

    public UserList[] UserLists { get; init; } = [];

    /// <summary>Sections that have a mailer.</summary>
    public MailersSection[] Mailers { get; init; } = [];

    public CacheSection[] Caches { get; init; } = [];

    public RingSection[] Rings { get; init; } = [];

    public HttpErrorsSection[] HttpErrors { get; init; } = [];

    public LogForwardSection[] LogForwards { get; init; } = [];

    public FcgiAppSection[] FcgiApps { get; init; } = [];

    public ProgramSection[] Programs { get; init; } = [];

    /// <summary>Network namespaces of <c>namespace_list</c>.</summary>
    public string[] Namespaces { get; init; } = [];
}

/// <summary>The global section, one record a feature (configuration.txt 3).</summary>
public sealed record GlobalModel
{
    /// <summary>Name of this process among peers: <c>-L</c>, <c>localpeer</c>, or the machine's own.</summary>
    public string LocalPeer { get; init; } = Environment.MachineName;

    /// <summary><c>zero-warning</c>: a warning is as good as an alert.</summary>
    public bool ZeroWarning { get; init; }

    public ProcessSettings Process { get; init; } = new();

    public LogSettings Log { get; init; } = new();

    public StatsSockets Stats { get; init; } = new();

    public Tuning Tuning { get; init; } = new();

    public TlsDefaults Tls { get; init; } = new();

    public TlsTuning TlsTuning { get; init; } = new();

    public ProcessLimits Limits { get; init; } = new();

    public Scheduling Scheduling { get; init; } = new();

    public Http2Tuning Http2 { get; init; } = new();

    public LuaSettings Lua { get; init; } = new();

    public HttpClientSettings HttpClient { get; init; } = new();

    public GlobalVariables Variables { get; init; } = new();

    public ServerStateFile States { get; init; } = new();

    public UnixBindDefaults UnixBind { get; init; } = new();

    public HeaderCases HeaderCases { get; init; } = new();
}
