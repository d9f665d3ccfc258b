using ConfParsers.Haproxy.Features;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The model of a section, when all is read and resolved.</summary>
public sealed partial class ProxyBuilder
{
    public ProxyModel Build() => new(Name, Kind, Id, Place)
    {
        Defaults = DefaultsSection is { } defaults ? Context.Names.Defaults(defaults) : null,
        Mode = Mode,
        Disabled = Disabled,
        Description = Description,
        Timeouts = Timeouts,
        Limits = Limits,
        Http = Http,
        Log = BuiltLog(),
        Binds = HasFrontend && Binds.Count > 0 ? [.. Binds.SelectMany(b => b.Build())] : [],
        Servers = BuiltServers(),
        Acls = [.. Acls],
        HttpRequest = [.. HttpRequest],
        HttpResponse = [.. HttpResponse],
        HttpAfterResponse = [.. HttpAfterResponse],
        TcpConnection = [.. TcpConnection],
        TcpSession = [.. TcpSession],
        TcpContent = [.. TcpContent],
        TcpResponse = [.. TcpResponse],
        Inspect = Inspect,
        UseBackends = HasFrontend ? [.. UseBackends] : [],
        DefaultBackend = HasFrontend && DefaultBackend is { } wanted ? Context.Names.Backend(wanted.Name) : null,
        Balance = Balance,
        Cookie = HasBackend ? Cookie : null,
        Check = Check,
        Stats = Stats,
        Hash = Hash,
        DynamicCookieKey = DynamicCookieKey,
        Captures = Captures,
        Tcp = Tcp,
        Compression = Compression,
        RetryOn = RetryOn,
        Dispatch = Dispatch,
        EmailAlert = EmailAlert,
        Persistence = Persistence,
        ServerState = ServerState,
        Source = Source,
        UniqueId = UniqueId,
        ErrorFiles = [.. ErrorFilesUses],
        HttpErrors = HttpErrors.Count > 0 ? [.. HttpErrors.GroupBy(e => e.Status).Select(lines => lines.Last())] : [],
        FcgiApp = FcgiApp is { } app ? Context.Names.FcgiApp(app.Name) : null,
        Filters = Filters.Count > 0 ? [.. Filters.Select(f => f.Filter)] : [],
        StickTable = StickTable,
        StickRules = [.. StickRules],
        UseServers = [.. UseServers],
        Redirects = [.. Redirects],
        MonitorFail = HasFrontend ? [.. MonitorFail] : [],
    };

    /// <summary>The servers, with numbers for those that have none.</summary>
    private ServerModel[] BuiltServers()
    {
        if (Servers.Count == 0) return [];
        var servers = new ServerModel[Servers.Count];
        var next = 0;
        for (var i = 0; i < servers.Length; i++)
        {
            servers[i] = Servers[i].Build();
            if (servers[i].Id != 0) continue;
            do next++;
            while (ServerWithId(next) is not null);
            servers[i].Id = next;
        }

        return servers;
    }

    /// <summary>Where lines go: <c>log global</c> stands for the targets of the global section.</summary>
    public LogTarget[] LogsTo => LogTargets switch
    {
        [] => [],
        [null] => Context.Global.Log.Targets,
        _ => [.. LogTargets.SelectMany(target => target is null ? Context.Global.Log.Targets : [target])],
    };

    private ProxyLog BuiltLog() => LogTargets.Count == 0 ? Log : Log with { Targets = LogsTo };
}
