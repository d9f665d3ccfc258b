using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What HAProxy checks of servers after the last line: TLS, tracking, protocols, ports of checks (configuration.txt 5.2).</summary>
internal sealed class ServerChecks(ConfigContext context, bool afterFaults)
{
    private bool _plainChecksMade;

    /// <summary>Server by server, as HAProxy prepares them.</summary>
    public void Begin(ProxyBuilder proxy)
    {
        foreach (var server in proxy.Servers)
        {
            server.Speaks(proxy.Name, server.Options.Name);
            Tls(proxy, server);
            Tracking(proxy, server);
            const RetryReasons Needed = RetryReasons.ConnectionFailure | RetryReasons.EmptyResponse | RetryReasons.ResponseTimeout;
            if (!server.Options.FastOpen || (proxy.RetryOn.Reasons & Needed) == Needed) continue;
            Warn(server, DiagnosticKind.Conflict,
                "server has tfo activated, the backend should be configured with at least 'conn-failure', 'empty-response' and 'response-timeout' or we wouldn't be able to retry the connection on failure.");
        }
    }

    /// <summary>What only HTTP can do.</summary>
    public void HttpOnly(ProxyBuilder proxy)
    {
        if (proxy.Mode == ProxyMode.Http) return;
        foreach (var server in proxy.Servers)
        {
            if (server.Options.RedirectPrefix is not null)
            {
                Add(Severity.Alert, DiagnosticKind.Conflict, server, $"{proxy.TypeName} '{proxy.Name}' : server cannot have cookie or redirect prefix in non-HTTP mode.");
            }

            if (server.Options.Cookie is not null)
            {
                Add(Severity.Warning, DiagnosticKind.Ignored, server, $"{proxy.TypeName} '{proxy.Name}' : ignoring cookie for server '{server.Options.Name}' as HTTP mode is disabled.");
            }

            if (server.Options.UseSource is SourceAddress.Header header)
            {
                Add(Severity.Warning, DiagnosticKind.Ignored, server,
                    $"{proxy.TypeName} '{proxy.Name}' : server {server.Options.Name} cannot use header {header.Name} as source IP in non-HTTP mode.");
            }
        }
    }

    public void Protocols(ProxyBuilder proxy)
    {
        if ((proxy.Needs & ServerNeeds.Protocol) == 0) return;
        foreach (var server in proxy.Servers)
        {
            if (server.Options.Protocol is not { } protocol || MuxProtocols.Usable(protocol, proxy.Mode, toServer: true)) continue;
            Add(Severity.Alert, DiagnosticKind.Conflict, server,
                $"{proxy.TypeName} '{proxy.Name}' : MUX protocol '{MuxProtocols.NameOf(protocol)}' is not usable for server '{server.Options.Name}' at [{server.Options.Place}].", MeantWords.Argument(server.Options.Place, "proto"));
        }
    }

    /// <summary>Checks need a port and a protocol that fits, when all else is known.</summary>
    public void End(ProxyBuilder proxy)
    {
        if ((proxy.Needs & (ServerNeeds.CheckPort | ServerNeeds.CheckProtocol)) != 0) Connections(proxy);
        _plainChecksMade |= proxy is { HasBackend: true, CheckIsChosen: false, Check: { Kind: CheckKind.Tcp, TcpRules: [] } };
    }

    private void Connections(ProxyBuilder proxy)
    {
        foreach (var server in proxy.Servers)
        {
            if (!server.CheckEnabled) continue;
            if ((server.Needs() & ServerNeeds.CheckPort) != 0 && HealthCheckSteps.PortMissing(proxy.Check, _plainChecksMade && !proxy.CheckIsChosen, proxy.Place) is { } steps)
            {
                Add(Severity.Alert, DiagnosticKind.MissingArgument, server, $"{Where(proxy, server)}has neither service port nor check port{steps}.");
                continue;
            }

            if (server.Check.Protocol is not { } protocol || MuxProtocols.Usable(protocol, proxy.Check.Kind == CheckKind.Http ? ProxyMode.Http : ProxyMode.Tcp, toServer: true)) continue;
            Add(Severity.Alert, DiagnosticKind.Conflict, server, $"{Where(proxy, server)}uses an incompatible MUX protocol for the selected check type", MeantWords.Argument(server.Options.Place, "check-proto"));
        }
    }

    private static string Where(ProxyBuilder proxy, ServerBuilder server) => $"config: {proxy.TypeName} '{proxy.Name}': server '{server.Options.Name}' ";

    private void Add(Severity severity, DiagnosticKind kind, ServerBuilder server, string text, Span? at = null) =>
        context.Diagnostics.Add(new Diagnostic(kind, severity, at ?? server.Options.Place, PlaceForm.None, text) { Continuation = afterFaults });

    private void Alert(ServerBuilder server, DiagnosticKind kind, string text, Span? at = null) =>
        server.Report(context.Diagnostics, Severity.Alert, kind, at ?? server.Options.Place, text, afterFaults);

    private void Warn(ServerBuilder server, DiagnosticKind kind, string text) =>
        server.Report(context.Diagnostics, Severity.Warning, kind, server.Options.Place, text, afterFaults);

    public void Tls(ProxyBuilder proxy, ServerBuilder server)
    {
        if (!server.Ssl && !server.CheckSsl && !proxy.ChecksOverTls) return;
        if ((!server.VerifyIsSet && context.Global.Tls.ServersUnverified) || context.Options.NoServerVerify) server.Tls.Verify = false;
        Certificate(server);
        Versions(proxy, server);
        if (server.Tls.Verify && server.Tls.AuthorityFile is null)
        {
            Alert(server, DiagnosticKind.MissingArgument, context.Global.Tls.ServersUnverified
                ? "verify is enabled but no CA file specified."
                : "verify is enabled by default but no CA file specified. If you're running on a LAN where you're certain to trust the server's certificate, please set an explicit 'verify none' statement on the 'server' line, or use 'ssl-server-verify none' in the global section to disable server-side verifications by default.", MeantWords.Option(server.Options.Place, server.Ssl ? "ssl" : "check-ssl"));
        }

        var accepts = context.Options.AcceptsTls;
        if (server.Tls.Ciphers is { } ciphers && accepts?.Invoke(TlsParameter.Ciphers, ciphers) == false) Alert(server, DiagnosticKind.BadValue, $"unable to set SSL cipher list to '{ciphers}'.");
        if (server.Tls.CipherSuites is { } suites && accepts?.Invoke(TlsParameter.CipherSuites, suites) == false) Alert(server, DiagnosticKind.BadValue, $"unable to set TLS 1.3 cipher suites to '{suites}'.");
    }

    private void Certificate(ServerBuilder server)
    {
        if (server.Tls.CertificateFile is not { } path) return;
        if (TlsFiles.Bundle(context, path, out var fault) is { } bundle) server.Tls.Certificate = bundle;
        else Alert(server, DiagnosticKind.Unreadable, fault!);
    }

    private void Versions(ProxyBuilder proxy, ServerBuilder server)
    {
        var tls = server.Tls;
        string[] disabled = tls.DisabledVersions;
        if (disabled.Length > 0 && (tls.MinimumVersion ?? tls.MaximumVersion) is not null)
        {
            Warn(server, DiagnosticKind.Ignored, "no-sslv3/no-tlsv1x are ignored for this server. Use only 'ssl-min-ver' and 'ssl-max-ver' to fix.");
            disabled = [];
        }

        var where = $"{proxy.TypeName} '{proxy.Name}': ";
        var left = TlsVersions.Left(tls.MinimumVersion, tls.MaximumVersion, disabled, out var holes);
        foreach (var hole in holes)
        {
            Warn(server, DiagnosticKind.Conflict,
                $"{where}SSL/TLS versions range not contiguous for server '{server.Options.Name}'. Hole find for {hole}. Use only 'ssl-min-ver' and 'ssl-max-ver' to fix.");
        }

        if (left is null) Alert(server, DiagnosticKind.Conflict, $"{where}all SSL/TLS versions are disabled for server '{server.Options.Name}'.");
    }

    private void Tracking(ProxyBuilder proxy, ServerBuilder server)
    {
        if (server.Tracks is not { } tracks) return;
        var at = MeantWords.Argument(server.Options.Place, "track");
        var slash = tracks.IndexOf('/', StringComparison.Ordinal);
        var name = tracks[(slash + 1)..];
        var backend = slash < 0 ? proxy : context.Proxies.Named(tracks[..slash], p => p.HasBackend);
        if (backend is null)
        {
            Alert(server, DiagnosticKind.UnresolvedName, $"unable to find required proxy '{tracks[..slash]}' for tracking.", at);
            return;
        }

        var tracked = backend.Servers.FirstNamed(name);
        if (tracked is null)
        {
            Alert(server, DiagnosticKind.UnresolvedName, $"unable to find required server '{name}' for tracking.", at);
            return;
        }

        var who = $"{backend.Name}/{name}";
        if (tracked is { CheckEnabled: false, AgentEnabled: false, Tracks: null })
        {
            Alert(server, DiagnosticKind.Conflict, $"unable to use {who} for tracking as it does not have any check nor agent enabled.", at);
            return;
        }

        if (Loops(proxy, server)) Alert(server, DiagnosticKind.Conflict, $"unable to track {who} as it belongs to a tracking chain looping back to {proxy.Name}/{server.Options.Name}.", at);
    }

    /// <summary>Only the server that closes a loop is told of it: those before it are not joined to the chain yet.</summary>
    private bool Loops(ProxyBuilder proxy, ServerBuilder server)
    {
        var (home, current) = (proxy, server);
        for (var steps = 0; steps < 1000 && current.Tracks is { } tracks; steps++)
        {
            var slash = tracks.IndexOf('/', StringComparison.Ordinal);
            var next = slash < 0 ? home : context.Proxies.Named(tracks[..slash], p => p.HasBackend);
            var found = next?.Servers.FirstNamed(tracks[(slash + 1)..]);
            if (found is null) return false;
            if (found == server) return steps == 0 || Before(proxy, current, server);
            (home, current) = (next!, found);
        }

        return false;
    }

    private static bool Before(ProxyBuilder proxy, ServerBuilder earlier, ServerBuilder later) => proxy.Servers.IndexOf(earlier) < proxy.Servers.IndexOf(later);
}
