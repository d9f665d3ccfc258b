using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What HAProxy checks of each proxy after the last line, in its order.</summary>
internal sealed class ProxyChecks(ConfigContext context, bool afterFaults)
{
    private readonly ListenerChecks _listeners = new(context, afterFaults);
    private readonly ServerChecks _servers = new(context, afterFaults);

    private DiagnosticBag Diagnostics => context.Diagnostics;

    public void Run(ProxyBuilder proxy)
    {
        if (proxy.Disabled) return;
        _listeners.Threads(proxy);
        Listeners(proxy);
        Cookie(proxy);
        MonitorUri(proxy);
        DefaultBackend(proxy);
        UseBackends(proxy);
        References(proxy);
        LogFormat(proxy);
        Timeouts(proxy);
        LogAddress(proxy);
        Names(proxy);
        _servers.Begin(proxy);
        HttpOnly(proxy);
        _servers.HttpOnly(proxy);
        _listeners.Protocols(proxy);
        _servers.Protocols(proxy);
    }

    /// <summary>What HAProxy looks at when it has been through all proxies.</summary>
    public void RunAfterAll()
    {
        var proxies = context.Proxies.Where(p => !p.Disabled).ToArray();
        foreach (var proxy in proxies) _listeners.Tls(proxy);
        foreach (var proxy in proxies) _servers.End(proxy);
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

    private void MonitorUri(ProxyBuilder proxy)
    {
        if (proxy.Http.MonitorUri is null || proxy.Mode == ProxyMode.Http) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"monitor-uri will be ignored for {proxy.TypeName} '{proxy.Name}' (needs 'mode http').");
    }

    private void Cookie(ProxyBuilder proxy)
    {
        if (proxy.Cookie is null || proxy.Mode == ProxyMode.Http) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"cookie will be ignored for {proxy.TypeName} '{proxy.Name}' (needs 'mode http').");
    }

    private void DefaultBackend(ProxyBuilder proxy)
    {
        if (proxy.DefaultBackend is not { } wanted) return;
        var target = Backend(wanted.Name);
        if (target is null)
        {
            Alert(DiagnosticKind.UnresolvedName, wanted.Place, $"Proxy '{proxy.Name}': unable to find required default_backend: '{wanted.Name}'.");
        }
        else if (target == proxy)
        {
            Alert(DiagnosticKind.Conflict, wanted.Place, $"Proxy '{proxy.Name}': loop detected for default_backend: '{wanted.Name}'.");
        }
        else if (target.Mode != proxy.Mode && !(proxy.Mode == ProxyMode.Tcp && target.Mode == ProxyMode.Http))
        {
            Incompatible(proxy, target, wanted.Place, "as its default backend (see 'mode').");
        }
    }

    private void UseBackends(ProxyBuilder proxy)
    {
        foreach (var rule in proxy.UseBackends.Where(r => r.Name is not null))
        {
            var target = Backend(rule.Name!);
            if (target is null)
            {
                Alert(DiagnosticKind.UnresolvedName, rule.Place, $"Proxy '{proxy.Name}': unable to find required use_backend: '{rule.Name}'.");
            }
            else if (target.Mode != proxy.Mode && !(proxy.Mode == ProxyMode.Tcp && target.Mode == ProxyMode.Http))
            {
                Incompatible(proxy, target, rule.Place, "in a 'use_backend' rule (see 'mode').");
            }
        }
    }

    /// <summary>What samples and ACLs name in their arguments; several faults are one alert.</summary>
    private void References(ProxyBuilder proxy)
    {
        var things = new NamedThings(context);
        var faults = proxy.References.Select(r => (r.Place, Error: r.Check(proxy.Name, things))).Where(f => f.Error is not null).ToArray();
        if (faults.Length == 0) return;
        if (faults is [var only])
        {
            Add(Severity.Alert, DiagnosticKind.UnresolvedName, only.Place, PlaceForm.ParsingTight, only.Error!);
            return;
        }

        var lines = faults.Select(f => $"        parsing [{f.Place}]: {f.Error}");
        Alert(DiagnosticKind.UnresolvedName, faults[0].Place, "multiple argument resolution errors:\n" + string.Join('\n', lines));
    }

    private void Incompatible(ProxyBuilder proxy, ProxyBuilder target, Span place, string how) => Alert(DiagnosticKind.Conflict, place,
        $"{Mode(proxy)} {proxy.TypeName} '{proxy.Name}' ({proxy.Place}) tries to use incompatible {Mode(target)} {target.TypeName} '{target.Name}' ({target.Place}) {how}");

    private ProxyBuilder? Backend(string name) => context.Proxies.Find(p => p.HasBackend && p.Name == name);

    private void LogFormat(ProxyBuilder proxy)
    {
        if (!proxy.HasFrontend || proxy.Mode == ProxyMode.Http || proxy.Log.Style != LogStyle.Http) return;
        Add(Severity.Warning, DiagnosticKind.Conflict, proxy.LogStylePlace ?? proxy.Place, PlaceForm.Parsing,
            $"'option httplog' not usable with {proxy.TypeName} '{proxy.Name}' (needs 'mode http'). Falling back to 'option tcplog'.");
        proxy.Log = proxy.Log with { Style = LogStyle.Tcp };
    }

    private void Timeouts(ProxyBuilder proxy)
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
        var targets = proxy.LogTargets.Any(t => t is not null) || (proxy.LogTargets.Contains(null) && context.Global.Log.Targets.Length > 0);
        if (!proxy.HasFrontend || targets || proxy.Log.Style == LogStyle.Default) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"log format ignored for {proxy.TypeName} '{proxy.Name}' since it has no log address.");
    }

    private void Names(ProxyBuilder proxy)
    {
        var first = new Dictionary<string, ServerBuilder>(StringComparer.Ordinal);
        foreach (var server in proxy.Servers)
        {
            if (first.TryAdd(server.Options.Name, server)) continue;
            var before = first[server.Options.Name];
            Add(Severity.Alert, DiagnosticKind.Duplicate, server.Options.Place, PlaceForm.Parsing,
                $"{proxy.TypeName} '{proxy.Name}', another server named '{server.Options.Name}' was already defined at line {before.Options.Place.Line}, please use distinct names.");
        }
    }

    private void HttpOnly(ProxyBuilder proxy)
    {
        if (proxy.Mode == ProxyMode.Http) return;
        if (proxy.Stats.Enabled)
        {
            Warn(DiagnosticKind.Ignored, proxy.StatsPlace ?? proxy.Place, $"'stats' statement ignored for {proxy.TypeName} '{proxy.Name}' as it requires HTTP mode.");
        }

        if (proxy.Http.ForwardFor is not null)
        {
            Warn(DiagnosticKind.Ignored, proxy.Place, $"'option forwardfor' ignored for {proxy.TypeName} '{proxy.Name}' as it requires HTTP mode.");
        }
    }
}
