using ConfParsers.Haproxy;
using HAProxy.Net.AccessLog;
using HAProxy.Net.Rules;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Runtime;

/// <summary>Compiles what a model says in expressions (rules, conditions, log formats) and hangs it on the runtime's identities.</summary>
internal static class Compilation
{
    public static void Attach(HaproxyModel model, ProxyProcess process)
    {
        var variables = new VariableNames();
        foreach (var proxy in model.Proxies.Where(p => !p.Disabled)) Attach(model, proxy, process, variables);
    }

    private static void Attach(HaproxyModel model, ProxyModel proxy, ProxyProcess process, VariableNames variables)
    {
        var compiler = new SampleCompiler(
            variables,
            name => Array.Find(process.Frontends, f => f.Name == (name.Length == 0 ? proxy.Name : name)),
            name => process.FindBackend(name.Length == 0 ? proxy.Name : name));
        var rules = new RuleCompiler(compiler, proxy.Name);

        // The rules of a listen section run once, at its frontend; only what its backend is chosen for by others runs them as backend.
        if (Array.Find(process.Backends, b => ReferenceEquals(b.Model, proxy)) is { } backend)
        {
            LogTargets.Attach(backend, model.Global.Log);
            backend.RequestRules = rules.Compile(proxy.HttpRequest, isResponse: false);
            backend.ResponseRules = rules.Compile(proxy.HttpResponse, isResponse: true);
            if (proxy.Stats.Enabled) backend.StatsPage = new Stats.StatsApplet(process, proxy.Stats);
        }

        if (Array.Find(process.Frontends, f => ReferenceEquals(f.Model, proxy)) is not { } frontend) return;
        if (proxy.Stats.Enabled) frontend.StatsPage = new Stats.StatsApplet(process, proxy.Stats);
        frontend.RequestRules = rules.Compile(proxy.HttpRequest, isResponse: false);
        frontend.ResponseRules = rules.Compile(proxy.HttpResponse, isResponse: true);
        frontend.Switch = rules.Compile(proxy.UseBackends, process.FindBackend);
        LogTargets.Attach(frontend, model.Global.Log);
        if (frontend.LogTargets.Length > 0) frontend.Log = new AccessLogLines(frontend, compiler);
    }
}
