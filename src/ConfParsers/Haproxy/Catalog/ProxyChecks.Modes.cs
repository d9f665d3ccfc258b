using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What a proxy asks for that its mode does not have: HAProxy warns, ignores it or falls back.</summary>
internal sealed partial class ProxyChecks
{
    private void NeedsHttp(ProxyBuilder proxy)
    {
        if (proxy.Mode == ProxyMode.Http) return;
        if (proxy.Cookie is not null)
        {
            Warn(DiagnosticKind.Ignored, proxy.Place, $"cookie will be ignored for {proxy.TypeName} '{proxy.Name}' (needs 'mode http').");
        }

        if (proxy.Http.MonitorUri is not null)
        {
            Warn(DiagnosticKind.Ignored, proxy.Place, $"monitor-uri will be ignored for {proxy.TypeName} '{proxy.Name}' (needs 'mode http').");
        }

        if (proxy.Balance.Algorithm is BalanceAlgorithm.Uri or BalanceAlgorithm.UrlParam or BalanceAlgorithm.Header)
        {
            Warn(DiagnosticKind.Ignored, proxy.Place, $"Layer 7 hash not possible for {proxy.TypeName} '{proxy.Name}' (needs 'mode http'). Falling back to round robin.");
            proxy.Balance = new Balance();
        }
    }

    private void LogStyle(ProxyBuilder proxy)
    {
        if (proxy.Mode == ProxyMode.Http) return;
        if (proxy.HasHttpFormat)
        {
            var place = proxy.LogStylePlace is { } format ? $"{format}" : "(null):0";
            Warn(DiagnosticKind.Conflict, proxy.Place, $"parsing [{place}] : HTTP log/header format not usable with {proxy.TypeName} '{proxy.Name}' (needs 'mode http').");
        }

        if (proxy.Log.Style is not (Features.LogStyle.Http or Features.LogStyle.Clf or Features.LogStyle.Https)) return;
        var option = proxy.Log.Style == Features.LogStyle.Https ? "httpslog" : "httplog";
        Add(Severity.Warning, DiagnosticKind.Conflict, proxy.LogStylePlace ?? proxy.Place, PlaceForm.Parsing,
            $"'option {option}' not usable with {proxy.TypeName} '{proxy.Name}' (needs 'mode http'). Falling back to 'option tcplog'.");
        proxy.Log = proxy.Log with { Style = Features.LogStyle.Tcp };
    }

    private void SourceHeader(ProxyBuilder proxy)
    {
        if (proxy.Mode == ProxyMode.Http || proxy.SourceHeader is not { } header) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"{proxy.TypeName} '{proxy.Name}' : ignoring use of header {header} as source IP in non-HTTP mode.");
    }

    /// <summary>What is ignored in TCP mode, in the order in which HAProxy says so.</summary>
    private void IgnoredWithoutHttp(ProxyBuilder proxy)
    {
        if (proxy.Mode == ProxyMode.Http) return;
        var front = proxy.HasFrontend;
        var back = proxy.HasBackend;
        var http = proxy.Http;
        (bool Is, string What)[] statements =
        [
            (proxy.Stats.Enabled, "'stats' statement"),
            (proxy.Captures.Cookie is not null, "'capture' statement"),
        ];
        foreach (var (_, what) in statements.Where(s => s.Is)) Ignored(what, "as it requires");

        (bool Is, string What)[] rules =
        [
            (proxy.HttpRequest.Count > proxy.InheritedRequests, "'http-request' rules"),
            (proxy.HttpResponse.Count > proxy.InheritedResponses, "'http-response' rules"),
            (proxy.HttpAfterResponse.Count > (proxy.DefaultsSection?.HttpAfterResponse.Count ?? 0), "'http-after-response' rules"),
            (proxy.Redirects.Count > 0, "'redirect' rules"),
        ];
        foreach (var (_, what) in rules.Where(r => r.Is)) Ignored(what, "as they require");

        (bool Is, string What)[] options =
        [
            (http.ForwardFor is not null, "forwardfor"),
            (http.OriginalTo is not null, "originalto"),
            (back && http.CheckCache, "checkcache"),
            (http.BufferRequest, "http-buffer-request"),
            (front && http.IgnoreProbes, "http-ignore-probes"),
            (front && http.IdleCloseOnResponse, "idle-close-on-response"),
            (back && proxy.Persistence.PreferLastServer, "prefer-last-server"),
            (front && http.AcceptInvalidRequest, "accept-invalid-http-request"),
            (back && http.AcceptInvalidResponse, "accept-invalid-http-response"),
            (front && http.UseProxyHeader, "http-use-proxy-header"),
            (back && http.PretendKeepAlive, "http-pretend-keepalive"),
            (http.NoDelay, "http-no-delay"),
            (front && http.DisableH2Upgrade, "disable-h2-upgrade"),
        ];
        foreach (var (_, what) in options.Where(o => o.Is)) Ignored($"'option {what}'", "as it requires");

        void Ignored(string what, string why) =>
            Warn(DiagnosticKind.Ignored, proxy.Place, $"{what} ignored for {proxy.TypeName} '{proxy.Name}' {why} HTTP mode.");
    }
}
