using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Names of other sections and of servers, resolved when the last line has been read.</summary>
internal sealed partial class ProxyChecks
{
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
        else if (IsIncompatible(proxy, target))
        {
            Incompatible(proxy, target, wanted.Place, "as its default backend (see 'mode').");
        }
        else if (proxy.Servers.Count > 0)
        {
            Warn(DiagnosticKind.Ignored, wanted.Place, $"In proxy '{proxy.Name}', the 'default_backend' rule always has precedence over the servers, which will never be used.");
        }
    }

    private void UseBackends(ProxyBuilder proxy)
    {
        for (var i = 0; i < proxy.UseBackends.Count; i++)
        {
            if (UseBackendKeywords.Resolve(proxy, proxy.UseBackends[i], out var error) is not { } rule)
            {
                Alert(DiagnosticKind.BadFormat, proxy.UseBackends[i].Place, error);
                continue;
            }

            proxy.UseBackends[i] = rule;
            if (rule.Backend?.Name is { } name) Backend(proxy, rule, name);
            Rules.Buffers(proxy, rule.Condition);
        }
    }

    private void Backend(ProxyBuilder proxy, UseBackend rule, string name)
    {
        var target = Backend(name);
        if (target is null)
        {
            Alert(DiagnosticKind.UnresolvedName, rule.Place, $"Proxy '{proxy.Name}': unable to find required use_backend: '{name}'.");
        }
        else if (target == proxy)
        {
            Alert(DiagnosticKind.Conflict, rule.Place, $"Proxy '{proxy.Name}': loop detected for use_backend: '{name}'.");
        }
        else if (IsIncompatible(proxy, target))
        {
            Incompatible(proxy, target, rule.Place, "in a 'use_backend' rule (see 'mode').");
        }
    }

    private void UseServers(ProxyBuilder proxy)
    {
        for (var i = 0; i < proxy.UseServers.Count; i++)
        {
            if (UseServerKeywords.NamesServer(proxy.UseServers[i])) Rules.Buffers(proxy, proxy.UseServers[i].Condition);
            if (UseServerKeywords.Resolve(proxy, proxy.UseServers[i], out var error) is { } rule) proxy.UseServers[i] = rule;
            else Alert(DiagnosticKind.UnresolvedName, proxy.UseServers[i].Place, error);
        }
    }

    /// <summary>The tables of <c>stick</c> rules, and whether the keys fit them.</summary>
    private void StickRules(ProxyBuilder proxy)
    {
        foreach (var rule in proxy.StickRules)
        {
            var what = rule.Actions == StickActions.StoreResponse ? "store table" : "stick-table";
            if (context.StickTable(rule.Table.Name) is not { } table)
            {
                Alert(DiagnosticKind.UnresolvedName, rule.Place, $"Proxy '{proxy.Name}': unable to find {what} '{rule.Table}'.");
            }
            else if (!SampleTypes.CanCast(rule.Key.Output, table.KeyType))
            {
                Alert(DiagnosticKind.Conflict, rule.Place, $"Proxy '{proxy.Name}': type of fetch not usable with type of stick-table '{rule.Table}'.");
            }

            if (rule.Actions != StickActions.StoreResponse) Rules.Buffers(proxy, rule.Condition);
        }
    }

    private void SyncPeers(ProxyBuilder proxy)
    {
        if (proxy.StickTable?.Peers is { } peers && !context.Declares("peers", peers.Name))
        {
            Alert(DiagnosticKind.UnresolvedName, proxy.StickTable.Place, $"Proxy '{proxy.Name}': unable to find sync peers '{peers}'.");
        }
    }

    private void Mailers(ProxyBuilder proxy)
    {
        if (proxy.EmailAlert is not { IsComplete: true, Mailers: { } mailers } || context.Declares("mailers", mailers.Name)) return;
        Alert(DiagnosticKind.UnresolvedName, proxy.MailersPlace ?? proxy.Place, $"Proxy '{proxy.Name}': unable to find mailers '{mailers}'.");
    }

    /// <summary><c>http-errors</c> sections that <c>errorfiles</c> and <c>http-error</c> name, and the statuses that they must have.</summary>
    private void ErrorSections(ProxyBuilder proxy)
    {
        if (proxy.ErrorFilesUses.Count + proxy.HttpErrors.Count == 0) return;
        var uses = proxy.ErrorFilesUses.Concat(proxy.HttpErrors.Where(e => e.ErrorFilesSection is not null)
            .Select(e => new ErrorFilesUse(e.ErrorFilesSection!, [e.Status], e.Place)));
        foreach (var use in uses.OrderBy(u => u.Place.Line))
        {
            if (context.Sections.HttpErrors.Find(e => e.Name == use.Section.Name) is not { } section)
            {
                Alert(DiagnosticKind.UnresolvedName, use.Place, $"proxy '{proxy.Name}': unknown http-errors section '{use.Section}' (at {use.Place}).");
                continue;
            }

            foreach (var status in use.Statuses.Order().Where(status => !section.Messages.ContainsKey(status)))
            {
                Warn(DiagnosticKind.UnresolvedName, use.Place,
                    $"config: proxy '{proxy.Name}' : status '{status}' not declared in http-errors section '{use.Section}' (at {use.Place}).");
            }
        }
    }

    /// <summary>What samples and ACLs name in their arguments; several faults are one alert.</summary>
    /// <returns>True when all was found.</returns>
    private bool References(ProxyBuilder proxy)
    {
        if (proxy.References.Count == 0) return true;
        var things = new NamedThings(context, proxy);
        // What comes from a defaults section is looked for there.
        var own = proxy.References.Except(proxy.DefaultsSection?.References ?? []);
        var faults = own.Select(r => (r.Place, Error: r.Check(proxy.Name, things))).Where(f => f.Error is not null).ToArray();
        if (faults.Length == 0) return true;
        if (faults is [var only])
        {
            Add(Severity.Alert, DiagnosticKind.UnresolvedName, only.Place, PlaceForm.ParsingTight, only.Error!);
            return false;
        }

        var lines = faults.Select(f => $"        parsing [{f.Place}]: {f.Error}");
        Alert(DiagnosticKind.UnresolvedName, faults[0].Place, "multiple argument resolution errors:\n" + string.Join('\n', lines));
        return false;
    }

    /// <summary>What is TCP may go to an HTTP backend, since that can read it; not the other way.</summary>
    private static bool IsIncompatible(ProxyBuilder proxy, ProxyBuilder target) =>
        target.Mode != proxy.Mode && !(proxy.Mode == ProxyMode.Tcp && target.Mode == ProxyMode.Http);

    private void Incompatible(ProxyBuilder proxy, ProxyBuilder target, Span place, string how) => Alert(DiagnosticKind.Conflict, place,
        $"{Mode(proxy)} {proxy.TypeName} '{proxy.Name}' ({proxy.Place}) tries to use incompatible {Mode(target)} {target.TypeName} '{target.Name}' ({target.Place}) {how}");

    private ProxyBuilder? Backend(string name) => context.Proxies.Named(name, p => p.HasBackend);
}
