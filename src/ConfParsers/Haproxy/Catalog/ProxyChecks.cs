using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What HAProxy checks of each proxy after the last line, in its order.</summary>
internal sealed partial class ProxyChecks(ConfigContext context, Sections.SectionChecks sections, bool afterFaults)
{
    private readonly HashSet<ProxyBuilder> _defaults = [];
    private readonly ListenerChecks _listeners = new(context, afterFaults);
    private readonly ServerChecks _servers = new(context, afterFaults);

    private DiagnosticBag Diagnostics => context.Diagnostics;

    private RuleChecks Rules => field ??= new RuleChecks(context, (severity, kind, place, text) => Add(severity, kind, place, PlaceForm.None, text));

    /// <summary>The checks of one proxy.</summary>
    public void Run(ProxyBuilder proxy)
    {
        if (proxy.Disabled) return;
        // The rules of a defaults section are looked at once, with the first proxy that has them.
        proxy.IsRead = true;
        if (proxy.DefaultsSection is { HasRules: true } defaults && _defaults.Add(defaults))
        {
            Rules.Run(defaults);
            References(defaults);
        }

        NeedsHttp(proxy);
        LogStyle(proxy);
        _listeners.Threads(proxy);
        Listeners(proxy);
        Dispatching(proxy);
        UnusedRules(proxy, "http-check", "httpchk");
        StatesOfChecks(proxy);
        ExternalCheck(proxy);
        EmailAlerts(proxy);
        ExternalCommand(proxy);
        DefaultBackend(proxy);
        UseBackends(proxy);
        UseServers(proxy);
        StickRules(proxy);
        Rules.Run(proxy);
        SyncPeers(proxy);
        Mailers(proxy);
        StatsAccess(proxy);
        LogFormats(proxy);
        if (BalanceKeywords.ResolveHash(proxy) is { } fault) Alert(DiagnosticKind.BadExpression, proxy.BalancePlace ?? proxy.Place, fault);
        if (References(proxy)) Rules.Groups(proxy);
        Timeouts(proxy);
        UnusedRules(proxy, "tcp-check", "tcp-check");
        ServerStateFile(proxy);
        Names(proxy);
        _servers.Begin(proxy);
        LogAddress(proxy);
        IgnoredWithoutHttp(proxy);
        SourceHeader(proxy);
        _servers.HttpOnly(proxy);
        sections.Filters(proxy);
        Rules.Caches(proxy);
        _listeners.Protocols(proxy);
        _servers.Protocols(proxy);
    }

    /// <summary>What HAProxy looks at when it has been through all proxies.</summary>
    public void RunAfterAll()
    {
        sections.HiddenProxies(this);
        foreach (var proxy in context.Proxies)
        {
            if (!proxy.Disabled) _listeners.Tls(proxy);
        }

        sections.HiddenListeners();
        sections.Run();
    }

    /// <summary>What comes last, even when HAProxy gave up before the first proxy.</summary>
    /// <param name="afterAll">Otherwise HAProxy has not put its proxies in order yet: the last one comes first.</param>
    public void RunLast(bool afterAll)
    {
        var proxies = context.Proxies.Where(p => !p.Disabled);
        foreach (var proxy in afterAll ? proxies : proxies.Reverse())
        {
            _servers.End(proxy);
            ErrorSections(proxy);
        }
    }

    private void Add(Severity severity, DiagnosticKind kind, Span? place, PlaceForm form, string text) =>
        Diagnostics.Add(new Diagnostic(kind, severity, place, form, text) { Continuation = afterFaults });

    private void Alert(DiagnosticKind kind, Span place, string text) => Add(Severity.Alert, kind, place, PlaceForm.None, text);

    private void Warn(DiagnosticKind kind, Span place, string text) => Add(Severity.Warning, kind, place, PlaceForm.None, text);

    private static string Mode(ProxyBuilder proxy) => proxy.Mode == ProxyMode.Http ? "http" : "tcp";

    private void Listeners(ProxyBuilder proxy)
    {
        if (!proxy.HasFrontend || proxy.Binds.Count > 0) return;
        Warn(DiagnosticKind.Ignored, proxy.Place,
            $"{proxy.TypeName} '{proxy.Name}' has no 'bind' directive. Please declare it as a backend if this was intended.");
    }

    private void Dispatching(ProxyBuilder proxy)
    {
        if (!proxy.HasBackend || proxy.BalancePlace is null) return;
        if (proxy.Dispatch.Transparent)
        {
            Alert(DiagnosticKind.Conflict, proxy.Place, $"{proxy.TypeName} '{proxy.Name}' cannot use both transparent and balance mode.");
        }
        else if (proxy.Dispatch.Address is not null)
        {
            Warn(DiagnosticKind.Ignored, proxy.Place, $"dispatch address of {proxy.TypeName} '{proxy.Name}' will be ignored in balance mode.");
        }
    }

    private void LogFormats(ProxyBuilder proxy)
    {
        if (proxy is { LogFormat: null, StructuredFormat: null, UniqueIdFormat: null, ErrorFormat: null }) return;
        LogFormatKeywords.Resolve(proxy, text => Alert(DiagnosticKind.BadFormat, proxy.Place, text));
    }

    private void ServerStateFile(ProxyBuilder proxy)
    {
        if (proxy.ServerState.Source != ServerStateSource.Global || context.Uses.Has(KeywordKind.Global, "server-state-file")) return;
        Warn(DiagnosticKind.UnresolvedName, proxy.Place,
            $"backend '{proxy.Name}' configured to load server state file from global section 'server-state-file' directive. Unfortunately, 'server-state-file' is not set!");
    }

    private void EmailAlerts(ProxyBuilder proxy)
    {
        if (proxy.EmailAlert is not { IsComplete: false }) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"'email-alert' will be ignored for {proxy.TypeName} '{proxy.Name}' (the presence any of 'email-alert from', 'email-alert level'"
            + " 'email-alert mailers', 'email-alert myhostname', or 'email-alert to' requires each of 'email-alert from', 'email-alert mailers' and 'email-alert to' to be present).");
    }

    private void StatsAccess(ProxyBuilder proxy)
    {
        if (proxy.Stats.Rules.Length == 0 || (proxy.Stats.Users.Length == 0 && !proxy.StatsRealmIsSet)) return;
        Alert(DiagnosticKind.Conflict, proxy.StatsPlace ?? proxy.Place, $"{proxy.TypeName} '{proxy.Name}': stats 'auth'/'realm' and 'http-request' can't be used at the same time.");
    }

    public void Timeouts(ProxyBuilder proxy)
    {
        var t = proxy.Timeouts;
        static bool Missing(TimeSpan? time) => time is null || time == TimeSpan.Zero;
        var missing = (proxy.HasFrontend && Missing(t.Client))
            || (proxy.HasBackend && proxy.Servers.Count + proxy.FaultyServers.Count > 0 && (Missing(t.Connect) || Missing(t.Server)));
        if (!missing) return;
        Warn(DiagnosticKind.MissingTimeout, proxy.Place, $"""
            missing timeouts for {proxy.TypeName} '{proxy.Name}'.
               | While not properly invalid, you will certainly encounter various problems
               | with such a configuration. To fix this, please ensure that all following
               | timeouts are set to a non-zero value: 'client', 'connect', 'server'.
            """);
    }

    private void LogAddress(ProxyBuilder proxy)
    {
        if (!proxy.HasFrontend) return;
        var targets = proxy.LogsTo.Length > 0;
        var styled = proxy.Log.Style != Features.LogStyle.Default && (proxy.Log.Style != Features.LogStyle.Custom || !proxy.LogFormatIsEmpty);
        if (targets || (!styled && proxy.Log.StructuredData is null)) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"log format ignored for {proxy.TypeName} '{proxy.Name}' since it has no log address.");
    }

    /// <summary>Servers of one name; those with an id of their own are told apart by it (measured).</summary>
    public void Names(ProxyBuilder proxy)
    {
        foreach (var server in proxy.Servers.Where(server => server.Options.Id == 0))
        {
            var before = proxy.Servers.FirstNamed(server.Options.Name)!;
            if (before.Options.Id != 0) before = proxy.Servers.First(other => other.Options.Id == 0 && other.Options.Name == server.Options.Name);
            if (before == server) continue;
            Add(Severity.Alert, DiagnosticKind.Duplicate, server.Options.Place, PlaceForm.Parsing,
                $"{proxy.TypeName} '{proxy.Name}', another server named '{server.Options.Name}' was already defined at line {before.Options.Place.Line}, please use distinct names.");
        }
    }
}
