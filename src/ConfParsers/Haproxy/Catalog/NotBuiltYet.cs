using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// What the language reader understands and the proxy's engine does not carry out yet. It is refused, so that no keyword is accepted
/// and then ignored; tools that only read the language switch this off (<see cref="LoadOptions.LanguageOnly"/>). A line goes when the engine
/// has learnt it.
/// </summary>
internal static class NotBuiltYet
{
    public static void Report(HaproxyModel model, DiagnosticBag diagnostics)
    {
        foreach (var proxy in model.Proxies.Where(p => !p.Disabled))
        {
            foreach (var what in Missing(proxy)) Refuse(diagnostics, proxy.Place, what);
            foreach (var bind in proxy.Binds.DistinctBy(b => b.Place.Line))
            {
                foreach (var what in Missing(bind)) Refuse(diagnostics, bind.Place, what);
            }

            foreach (var server in proxy.Servers.DistinctBy(s => s.Place.Line))
            {
                foreach (var what in Missing(server)) Refuse(diagnostics, server.Place, what);
            }
        }
    }

    private static void Refuse(DiagnosticBag diagnostics, Span place, string what) =>
        diagnostics.Alert(DiagnosticKind.Unsupported, place, PlaceForm.Parsing, $"{what} is known to HAProxy 2.6 but not built yet.");

    private static IEnumerable<string> Missing(ProxyModel proxy)
    {
        if (proxy.Check.DisableOn404) yield return "'http-check disable-on-404'";
        if (proxy.Http.UseProxyHeader) yield return "'option http-use-proxy-header'";
        if (proxy.Http.MonitorUri is not null) yield return "'monitor-uri'";
        if (proxy.Log.AsSoonAsPossible) yield return "'option logasap'";
        if (proxy.Log.LogHealthChecks) yield return "'option log-health-checks'";
        if (proxy.Limits.RateLimitSessions > 0) yield return "'rate-limit sessions'";
        if (proxy.Cookie is { Mode: CookieMode.Rewrite or CookieMode.Prefix }) yield return "cookie option 'rewrite' or 'prefix'";
        if (proxy.Cookie is { Preserve: true }) yield return "cookie option 'preserve'";
        if (proxy.Cookie is { MaxIdle.Ticks: > 0 } or { MaxLife.Ticks: > 0 }) yield return "cookie option 'maxidle' or 'maxlife'";
        if (proxy.Stats.ShowModules) yield return "'stats show-modules'";
        if (proxy.Stats.ShowLegends) yield return "'stats show-legends'";
    }

    private static IEnumerable<string> Missing(BindModel bind)
    {
        if (bind.AcceptProxy) yield return "bind option 'accept-proxy'";
        if (bind.Interface is not null) yield return "bind option 'interface'";
        if (bind.Nice != 0) yield return "bind option 'nice'";
        if (bind.Shards != 1) yield return "bind option 'shards'";
        if (bind.DeferAccept) yield return "bind option 'defer-accept'";
    }

    private static IEnumerable<string> Missing(ServerModel server)
    {
        if (server.Tls is not null) yield return "server option 'ssl'";
        if (server.SlowStart > TimeSpan.Zero) yield return "server option 'slowstart'";
        if (server.Tracks is not null) yield return "server option 'track'";
        if (server.Address is { PortIsOffset: true } or { HasPort: false, Address: not null }) yield return "a server that takes its port from the connection";
        if (server.PoolPurgeDelay != new ServerModel("", 0, server.Address, server.Place).PoolPurgeDelay) yield return "server option 'pool-purge-delay'";
        if (server.SendProxy) yield return "server option 'send-proxy'";
        if (server.Source is not null) yield return "server option 'source'";
    }
}
