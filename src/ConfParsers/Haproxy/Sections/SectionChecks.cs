using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>What HAProxy checks of further sections after the last line, and of what proxies name in them, in its order (observed on 2.6.12).</summary>
internal sealed class SectionChecks(ConfigContext context, bool afterFaults)
{
    private readonly ListenerChecks _listeners = new(context, afterFaults);
    private readonly ServerChecks _servers = new(context, afterFaults);

    private FurtherSections Sections => context.Sections;

    /// <summary>True when HAProxy gives up for a reason that it told as a warning only.</summary>
    public bool FailedSilently { get; private set; }

    /// <summary>First of all come the user lists, the last one first; after a fault no proxy is looked at.</summary>
    public bool UserLists()
    {
        foreach (var list in Enumerable.Reverse(Sections.UserLists))
        {
            if (list.Fault() is not { } fault) continue;
            Add(Severity.Alert, DiagnosticKind.UnresolvedName, list.Place, fault);
            return false;
        }

        return true;
    }

    /// <summary>At the end of the checks of a proxy: what its filters name.</summary>
    public void Filters(ProxyBuilder proxy)
    {
        if (proxy.Filters.Count == 0 && proxy.FcgiApp is null) return;
        var where = $"config: {proxy.TypeName} '{proxy.Name}': ";
        var compressed = false;
        foreach (var (filter, place) in proxy.Filters)
        {
            compressed |= filter is StreamFilter.Compression;
            switch (filter)
            {
                case StreamFilter.Cache cache when !Sections.Caches.Exists(c => c.Name == cache.Section.Name):
                    Add(Severity.Alert, DiagnosticKind.UnresolvedName, place, $"{where}unable to find the cache '{cache.Section}' referenced by the filter 'cache'.");
                    break;
                case StreamFilter.Cache cache when compressed:
                    Add(Severity.Alert, DiagnosticKind.Order, place, $"{where}unable to enable the compression filter before the cache '{cache.Section}'.");
                    break;
                case StreamFilter.Spoe spoe:
                    Spoe(proxy, spoe.Engine);
                    break;
                default:
                    break;
            }
        }

        if (AppOf(proxy) is not { } use) return;
        if (Sections.FcgiApps.Find(f => f.Name == use.Name) is not { } app)
        {
            Add(Severity.Alert, DiagnosticKind.UnresolvedName, use.Place, $"proxy '{proxy.Name}' : fcgi-app '{use.Name}' not found.");
        }
        else if (app.FaultIn(proxy) is { } fault)
        {
            Add(Severity.Alert, DiagnosticKind.BadFormat, use.Place, $"proxy '{proxy.Name}' : {fault}.");
        }
    }

    /// <summary>A filter line names an application too.</summary>
    private static (string Name, Span Place)? AppOf(ProxyBuilder proxy)
    {
        if (proxy.FcgiApp is { } use) return use;
        if (proxy.Filters.Count == 0) return null;
        var (filter, place) = proxy.Filters.Find(f => f.Filter is StreamFilter.FcgiApp);
        return filter is StreamFilter.FcgiApp app ? (app.Section.Name, place) : null;
    }

    private void Spoe(ProxyBuilder proxy, SpoeEngine engine)
    {
        var agent = engine.Agent;
        if (proxy.Filters.Count(f => f.Filter is StreamFilter.Spoe other && other.Engine.Name == engine.Name) > 1)
        {
            Add(Severity.Alert, DiagnosticKind.Duplicate, agent.Place, $"Proxy {proxy.Name} : duplicated name for SPOE engine '{engine.Name}'.");
            return;
        }

        var backend = context.Proxies.Find(p => p.Name == agent.Backend!.Name && p.HasBackend);
        if (backend is null)
        {
            Add(Severity.Alert, DiagnosticKind.UnresolvedName, agent.Place, $"Proxy {proxy.Name} : unknown backend '{agent.Backend}' used by SPOE agent '{agent.Name}' declared at {agent.Place}.");
        }
        else if (backend.Mode != ProxyMode.Tcp)
        {
            Add(Severity.Alert, DiagnosticKind.Conflict, agent.Place,
                $"Proxy {proxy.Name} : backend '{agent.Backend}' used by SPOE agent '{agent.Name}' declared at {agent.Place} does not support HTTP mode.");
        }
    }

    /// <summary>The hidden proxies of log-forward and ring sections, behind all others: the last section first.</summary>
    public void HiddenProxies(ProxyChecks checks)
    {
        foreach (var section in Enumerable.Reverse(Sections.LogForwards))
        {
            if (section.Receiver.Binds.Count + section.DatagramBinds.Count == 0)
            {
                Add(Severity.Warning, DiagnosticKind.Ignored, section.Receiver.Place, $"frontend '{section.Name}' has no 'bind' directive. Please declare it as a backend if this was intended.");
            }

            _listeners.Protocols(section.Receiver);
        }

        foreach (var ring in Enumerable.Reverse(Sections.Rings))
        {
            checks.Timeouts(ring.Sender);
            checks.Names(ring.Sender);
            _servers.Begin(ring.Sender);
        }
    }

    public void HiddenListeners()
    {
        foreach (var section in Enumerable.Reverse(Sections.LogForwards)) _listeners.Tls(section.Receiver);
    }

    /// <summary>The sections themselves.</summary>
    public void Run()
    {
        foreach (var peers in Enumerable.Reverse(Sections.Peers).Where(p => !p.Disabled)) Peers(peers);

        // Incomplete is to HAProxy what no proxy uses; the last one comes first.
        var used = context.Proxies.Where(p => !p.Disabled && p.EmailAlert is { IsComplete: true }).Select(p => p.EmailAlert!.Mailers!.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var mailers in Enumerable.Reverse(Sections.Mailers).Where(m => !used.Contains(m.Name)))
        {
            Add(Severity.Warning, DiagnosticKind.Ignored, mailers.Place, $"Removing incomplete section 'mailers {mailers.Name}'.");
        }

        Resolvers();
        FcgiApps();
        Programs();
    }

    private void Add(Severity severity, DiagnosticKind kind, Span? place, string text) =>
        context.Diagnostics.Add(new Diagnostic(kind, severity, place, PlaceForm.None, text) { Continuation = afterFaults });

    private void Peers(PeersBuilder section)
    {
        if (!section.IsComplete)
        {
            Add(Severity.Warning, DiagnosticKind.Ignored, section.Place, $"Removing incomplete section 'peers {section.Name}' (no peer named '{section.LocalName}').");
            return;
        }

        var servers = section.Peers.Where(p => p.Server is not null).Select(p => p.Server!).Reverse().ToArray();
        foreach (var server in servers)
        {
            // Here HAProxy does not say of which server it speaks.
            server.Speaks();
            server.Prefix();
            _servers.Tls(section.Proxy, server);
        }

        if (section.Bind is not { } bind) return;
        var local = section.Peers.Find(p => p.IsLocal).Server?.Ssl ?? (section.Proxy.DefaultServer?.Ssl == true);
        if (bind.Ssl != local)
        {
            var (listener, server) = bind.Ssl ? ("a SSL", "a non-SSL") : ("a non-SSL", "a SSL");
            Add(Severity.Warning, DiagnosticKind.Conflict, section.LocalPlace,
                $"Peers section '{section.LocalName}': local peer have {listener} listener and {server} server configured at line {section.LocalPlace}.");
        }

        if (bind.Ssl) _listeners.Tls(section.LocalName, bind);
    }

    private void Resolvers()
    {
        foreach (var section in Sections.Resolvers)
        {
            if (section.NameServers.Count == 0)
            {
                Add(Severity.Warning, DiagnosticKind.Ignored, section.Place, $"resolvers '{section.Name}' [{section.Place}] has no nameservers configured!");
            }

            foreach (var (server, place) in section.NameServers.Where(n => n.Server.Address.Family is EndpointFamily.Unix or EndpointFamily.AbstractUnix))
            {
                Add(Severity.Alert, DiagnosticKind.BadAddress, place, $"resolvers '{section.Name}': can't create socket for nameserver '{server.Name}'.");
            }
        }

        foreach (var proxy in context.Proxies)
        {
            if (proxy.Disabled || (proxy.Needs & ServerNeeds.Resolvers) == 0) continue;
            foreach (var server in proxy.Servers)
            {
                if (server.Options.Resolvers is not { } name || DeclaresResolvers(name.Name)) continue;
                Add(Severity.Alert, DiagnosticKind.UnresolvedName, server.Options.Place,
                    $"{proxy.TypeName} '{proxy.Name}', server '{server.Options.Name}': unable to find required resolvers '{server.Options.Resolvers}'");
            }
        }
    }

    private bool DeclaresResolvers(string name) => Sections.Resolvers.Exists(r => r.Name == name);

    private void FcgiApps()
    {
        foreach (var proxy in context.Proxies)
        {
            if (!proxy.HasBackend && AppOf(proxy) is null) continue;
            var server = (proxy.Needs & ServerNeeds.Protocol) == 0 ? null : proxy.Servers.Find(s => s.Options.Protocol == MuxProtocol.FastCgi);
            if (server is null && AppOf(proxy) is null) continue;
            var where = $"proxy '{proxy.Name}': ";
            var fault = (AppOf(proxy), server) switch
            {
                (null, null) => null,
                (null, { } alone) when proxy.Disabled || proxy.Mode == ProxyMode.Http => $"{where}FCGI server '{alone.Options.Name}' has no FCGI app configured.",
                ({ }, _) when proxy.Mode != ProxyMode.Http => $"{where}FCGI application cannot be used in non-HTTP mode.",
                ({ }, null) => $"{where}FCGI app configured but no FCGI server found.",
                _ => null,
            };
            if (fault is null) continue;
            Add(Severity.Alert, DiagnosticKind.Conflict, proxy.Place, fault);
            return;
        }

        foreach (var app in Enumerable.Reverse(Sections.FcgiApps))
        {
            if (app.DocumentRoot is null)
            {
                Add(Severity.Alert, DiagnosticKind.MissingArgument, app.Place, $"fcgi-app '{app.Name}': no docroot configured.");
                return;
            }

            foreach (var target in app.Acls.LogsTo)
            {
                if (target.Ring is not { } ring || context.Declares("ring", ring.Name)) continue;
                Add(Severity.Alert, DiagnosticKind.UnresolvedName, app.Place, $"fcgi-app '{app.Name}' : log server uses unknown ring named '{ring.Name}'.");
            }

            // With get-values the application itself says whether it multiplexes.
            if (!app.MaxRequestsGiven || app.Options.Multiplex || app.Options.GetValues) continue;
            Add(Severity.Warning, DiagnosticKind.Ignored, app.Place, $"fcgi-app '{app.Name}': multiplexing not supported, ignore the option 'max-reqs'.");
            FailedSilently = true;
        }
    }

    private void Programs()
    {
        foreach (var program in Sections.Programs.Where(p => p.Options.Command.Length == 0))
        {
            Add(Severity.Alert, DiagnosticKind.MissingArgument, program.Place, $"The program section '{program.Name}' lacks a command to launch.");
        }

        if (Sections.Programs.Count == 0 || context.Global.Process.MasterWorker) return;
        Add(Severity.Alert, DiagnosticKind.Conflict, Sections.Programs[0].Place, "Can't use a 'program' section without master worker mode.");
    }
}
