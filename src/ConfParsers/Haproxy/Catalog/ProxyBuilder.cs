using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// A defaults, frontend, listen or backend section while it is read. It begins with the records of its defaults section,
/// its keywords replace them, and <see cref="Build"/> hands them over (configuration.txt 4).
/// </summary>
public sealed partial class ProxyBuilder
{
    private ServerBuilder? _defaultServer;
    private Dictionary<int, ServerBuilder>? _serversById;

    public ProxyBuilder(ConfigContext context, In section, string name, Span place, ProxyBuilder? defaults, KeywordUses? uses = null)
    {
        Uses = uses ?? new KeywordUses();
        Context = context;
        Section = section;
        Name = name;
        Place = place;
        DefaultsSection = defaults;
        if (defaults is null) return;

        Mode = defaults.Mode;
        ModeIsSet = defaults.ModeIsSet;
        Disabled = defaults.Disabled;
        Timeouts = defaults.Timeouts;
        Limits = defaults.Limits;
        Http = defaults.Http;
        Log = defaults.Log;
        if (HasFrontend) LogStylePlace = defaults.LogStylePlace;
        else Log = Log with { Style = LogStyle.Default, Format = null };
        StatsPlace = defaults.StatsPlace;
        LogTargets = [.. defaults.LogTargets];
        if (HasBackend) Balance = defaults.Balance;
        if (HasBackend) Cookie = defaults.Cookie;
        if (!HasFrontend && Http.MonitorUri is not null) Http = Http with { MonitorUri = null };
        Check = defaults.Check;
        Stats = defaults.Stats;
        _defaultServer = defaults._defaultServer;
        DefaultBackend = HasFrontend || section == In.Defaults ? defaults.DefaultBackend : null;
        // ACLs of a defaults section are seen by its own rules only (measured).
        HttpRequest.AddRange(defaults.HttpRequest);
        HttpResponse.AddRange(defaults.HttpResponse);
        CopyRules(defaults);
        CopyFeatures(defaults);
    }

    public ConfigContext Context { get; }

    /// <summary>The keywords this section uses.</summary>
    public KeywordUses Uses { get; }

    /// <summary>Exactly one of the four sections.</summary>
    public In Section { get; }

    /// <summary>Empty for an anonymous defaults section.</summary>
    public string Name { get; }

    public Span Place { get; }

    public ProxyBuilder? DefaultsSection { get; }

    public bool IsDefaults => Section == In.Defaults;

    /// <summary>Frontend capability; a defaults section has both.</summary>
    public bool HasFrontend => Section != In.Backend;

    public bool HasBackend => Section != In.Frontend;

    /// <summary>The section's keyword: frontend, backend, listen or defaults.</summary>
    public string SectionName => Section switch
    {
        In.Frontend => "frontend",
        In.Backend => "backend",
        In.Listen => "listen",
        _ => "defaults",
    };

    /// <summary>The section's keyword as messages about the present line have it: HAProxy forgets it when it has read a file of SPOE.</summary>
    public string SpokenSectionName => Context is { SectionForgotten: true, Options.Strict: true } ? "(null)" : SectionName;

    /// <summary>What HAProxy calls the proxy in messages about it: a listen section is a proxy.</summary>
    public string TypeName => Section == In.Listen ? "proxy" : SectionName;

    public ProxyMode Mode { get; set; } = ProxyMode.Tcp;

    public bool ModeIsSet { get; set; }

    public bool Disabled { get; set; }

    /// <summary><c>id</c>; 0 until the numbers are given out.</summary>
    public int Id { get; set; }

    /// <summary>A line <c>id</c> was taken.</summary>
    public bool HasOwnId { get; set; }

    public string? Description { get; set; }

    public Timeouts Timeouts { get; set; } = Unset<Timeouts>.Value;

    public ProxyLimits Limits { get; set; } = Unset<ProxyLimits>.Value;

    public HttpOptions Http { get; set; } = Unset<HttpOptions>.Value;

    public ProxyLog Log { get; set; } = Unset<ProxyLog>.Value;

    /// <summary>Where the log format was chosen, for the message that it cannot be used.</summary>
    public Span? LogStylePlace { get; set; }

    /// <summary>Where the first <c>stats</c> keyword stands.</summary>
    public Span? StatsPlace { get; set; }

    /// <summary><c>log</c> lines; null stands for <c>log global</c>, resolved after the last line.</summary>
    public List<LogTarget?> LogTargets { get; } = [];

    public List<BindBuilder> Binds { get; } = [];

    public NamedList<ServerBuilder> Servers { get; } = new(server => server.Options.Name);

    /// <summary>What any of the servers needs.</summary>
    public ServerNeeds Needs { get; private set; }

    /// <summary>Names of servers whose line was faulty: declared all the same, so that one fault does not breed others.</summary>
    public List<string> FaultyServers { get; } = [];

    /// <summary>What <c>default-server</c> lines say, here or in the defaults section; null where there are none.</summary>
    public ServerBuilder? DefaultServer => _defaultServer;

    public NamedList<Acl> Acls { get; } = new(acl => acl.Name ?? "");

    public List<HttpRule> HttpRequest { get; } = [];

    public List<HttpRule> HttpResponse { get; } = [];

    public List<UseBackend> UseBackends { get; } = [];

    public (string Name, Span Place)? DefaultBackend { get; set; }

    public Balance Balance { get; set; } = Unset<Balance>.Value;

    public CookiePersistence? Cookie { get; set; }

    public HealthCheck Check { get; set; } = Unset<HealthCheck>.Value;

    public StatsPage Stats { get; set; } = Unset<StatsPage>.Value;

    /// <summary>The settings of this section's servers, to be changed by a line of its own.</summary>
    public ServerBuilder OwnDefaultServer()
    {
        if (_defaultServer?.Proxy != this) _defaultServer = _defaultServer?.Copy(this) ?? new ServerBuilder(this);
        return _defaultServer;
    }

    /// <summary>Takes a server whose line has been read.</summary>
    public void Add(ServerBuilder server)
    {
        Servers.Add(server);
        Needs |= server.Needs();
        if (server.Options.Id != 0) (_serversById ??= []).TryAdd(server.Options.Id, server);
    }

    /// <summary>The server whose line gave it that number; null when there is none.</summary>
    public ServerBuilder? ServerWithId(int id) => _serversById?.GetValueOrDefault(id);

    /// <summary>A server with the settings that the section gives.</summary>
    public ServerBuilder NewServer()
    {
        var server = _defaultServer?.Copy(this) ?? new ServerBuilder(this);
        server.IsDefault = false;
        return server;
    }

    private ProxyKind Kind => Section switch
    {
        In.Frontend => ProxyKind.Frontend,
        In.Backend => ProxyKind.Backend,
        In.Defaults => ProxyKind.Defaults,
        _ => ProxyKind.Listen,
    };

    /// <summary>Copies what the rule features keep beside their records.</summary>
    partial void CopyRules(ProxyBuilder defaults);

    /// <summary>Copies what a defaults section hands down of the other features.</summary>
    partial void CopyFeatures(ProxyBuilder defaults);
}
