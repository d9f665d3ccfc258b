using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Pass 2: numbers proxies and listeners, resolves names in HAProxy's order, and makes the checks that need the whole file. When pass 1
/// found faults HAProxy would not have come this far: what is found here is then marked as continuation, and with --strict not looked for.
/// </summary>
internal sealed class ModelBuilder(ConfigContext context)
{
    /// <summary>HAProxy sums these faults up in other words than all others.</summary>
    public bool HostsUnresolved { get; private set; }

    /// <summary>HAProxy ends with an error that it told as a warning.</summary>
    public bool FailedSilently { get; private set; }

    public HaproxyModel Build(bool afterFaults)
    {
        if (!afterFaults) afterFaults = !GlobalChecks.Before(context.Global);
        var sections = new SectionChecks(context, afterFaults);
        var checks = new ProxyChecks(context, sections, afterFaults);
        NumberProxies();
        if (!afterFaults || !context.Options.Strict)
        {
            var listsAreGood = sections.UserLists();
            if (listsAreGood)
            {
                foreach (var proxy in context.Proxies) checks.Run(proxy);
                checks.RunAfterAll();
            }

            checks.RunLast(listsAreGood);
            FailedSilently = sections.FailedSilently;
            if (!afterFaults && !FailedSilently) Finish();
        }

        var further = context.Sections;
        var model = new HaproxyModel(context.Global.Build(), [.. context.Proxies.Select(p => p.Build())])
        {
            Defaults = [.. context.Defaults.Select(d => d.Build())],
            Peers = [.. further.Peers.Where(p => p.IsComplete).Select(p => p.Build())],
            Resolvers = [.. further.Resolvers.Select(r => r.Build())],
            UserLists = [.. further.UserLists.Select(u => u.Build())],
            Mailers = [.. further.Mailers.Where(m => m.Mailers.Count > 0).Select(m => m.Build())],
            Caches = [.. further.Caches.Select(c => c.Build())],
            Rings = [.. further.Rings.Select(r => r.Build())],
            HttpErrors = [.. further.HttpErrors.Select(e => e.Build())],
            LogForwards = [.. further.LogForwards.Select(l => l.Build())],
            FcgiApps = [.. further.FcgiApps.Select(f => f.Build())],
            Programs = [.. further.Programs.Select(p => p.Options)],
            Namespaces = [.. further.Namespaces],
        };
        context.Names.Complete(model);
        return model;
    }

    /// <summary>What HAProxy only does with a configuration that is good so far.</summary>
    private void Finish()
    {
        GlobalChecks.After(context.Global);
        if (context.Diagnostics.HasAlerts && context.Options.Strict) return;
        new SavedServerStates(context).Apply();

        HostsUnresolved = !new ServerAddresses(context).Resolve();
    }

    private void NumberProxies()
    {
        var taken = context.Proxies.Where(p => p.Id != 0).Select(p => p.Id).ToHashSet();
        var next = 1;
        for (var at = 0; at < context.Proxies.Count; at++)
        {
            // HAProxy's own proxy of the stats sockets stands where the first line about them does, and shares its number with one that asks for it.
            if (at == context.Global.StatsBegin) next++;
            var proxy = context.Proxies[at];
            if (proxy.Id == 0) proxy.Id = next = Free();

            // Those that have their own use one up as well.
            next++;
            NumberListeners(proxy);
        }

        int Free()
        {
            while (taken.Contains(next)) next++;
            return next;
        }
    }

    private static void NumberListeners(ProxyBuilder proxy)
    {
        var next = 0;
        foreach (var bind in proxy.Binds)
        {
            if (bind.Options.Id != 0) continue;
            bind.FirstId = next + 1;
            next += bind.Count;
        }
    }
}
