using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What is wrong with a proxy as a whole.</summary>
internal static class ProxyRules
{
    public static readonly LintRule[] All =
    [
        new("retries-beyond-queue-timeout", "A request still tries to connect when its time in the queue would long be over.", RetriesBeyondQueue),
        new("no-health-checks", "Several servers and none is checked: a dead one gets its share of requests.", NoChecks),
        new("httpchk-without-check", "Checks are described and no server has 'check'.", UnusedChecks),
        new("frontend-maxconn-above-process", "A frontend's limit above the process's is never reached.", MaxConnAboveProcess),
        new("statistics-without-password", "The statistics page is open to everyone who reaches the port.", OpenStatistics),
        new("cookie-without-values", "A cookie for persistence and servers without values for it.", CookieWithoutValues),
        new("hash-type-without-hash", "A 'hash-type' beside a balance algorithm that hashes nothing.", UnusedHashTypes),
        new("http-1.1-check-without-host", "A check of HTTP/1.1 without Host header, which servers refuse.", ChecksWithoutHost),
        new("clear-text-on-tls-port", "Port 443 speaks HTTP in clear text.", ClearTextPorts),
        new("values-without-cookie", "Servers with cookie values in a proxy without 'cookie'.", ValuesWithoutCookie),
    ];

    private static IEnumerable<ProxyModel> Proxies(LintedConfiguration configuration) => configuration.Model?.Proxies.Where(proxy => !proxy.Disabled) ?? [];

    private static IEnumerable<ProxyModel> Backends(LintedConfiguration configuration) => Proxies(configuration).Where(proxy => proxy.HasBackend && proxy.Servers.Length > 0);

    private static IEnumerable<LintFinding> RetriesBeyondQueue(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Timeouts is { Connect: { } connect, Queue: { } queue } && connect * (proxy.Limits.Retries + 1) > queue
        select new LintFinding(proxy.Place,
            $"'{proxy.Name}': {proxy.Limits.Retries} retries after the first attempt at 'timeout connect' {Text(proxy.Timeouts.Connect!.Value)} take up to {Text(proxy.Timeouts.Connect!.Value * (proxy.Limits.Retries + 1))}, "
            + $"beyond 'timeout queue' {Text(proxy.Timeouts.Queue!.Value)}", "lower one of the two, so that clients get their answer while they wait");

    private static IEnumerable<LintFinding> NoChecks(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Servers.Length > 1 && Array.TrueForAll(proxy.Servers, server => server.Check is null && server.Tracks is null)
        select new LintFinding(proxy.Place, $"'{proxy.Name}': none of the {proxy.Servers.Length} servers is checked; a dead one gets its share of requests", "add 'default-server check'");

    private static IEnumerable<LintFinding> UnusedChecks(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where Array.TrueForAll(proxy.Servers, server => server.Check is null)
        from line in configuration.LinesOf(proxy).Where(line => (line.Keyword == "option" && line.Word(1) is "httpchk" or "tcp-check") || line.Keyword is "http-check" or "tcp-check").Take(1)
        select new LintFinding(line.Written.Place, $"'{proxy.Name}': checks are described, but no server has 'check'", "add 'check' to the servers, or 'default-server check'");

    private static IEnumerable<LintFinding> MaxConnAboveProcess(LintedConfiguration configuration) =>
        from proxy in Proxies(configuration)
        let limit = configuration.Model!.Global.Process.MaxConn
        where proxy.HasFrontend && limit > 0 && proxy.Limits.MaxConn > limit
        select new LintFinding(proxy.Place, $"'{proxy.Name}': maxconn {proxy.Limits.MaxConn} is above the process's {limit} and never reached", "raise the global maxconn or lower this one");

    private static IEnumerable<LintFinding> OpenStatistics(LintedConfiguration configuration) =>
        from proxy in Proxies(configuration)
        where proxy.Stats is { Enabled: true, Users.Length: 0 } && proxy.Binds.Any(bind => Reach.IsOpen(bind.Address))
        select new LintFinding(proxy.Place, $"'{proxy.Name}': the statistics page asks for no password and the port is open to the network", "add 'stats auth USER:PASSWORD', or bind to 127.0.0.1");

    private static IEnumerable<LintFinding> CookieWithoutValues(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Cookie is { Mode: not CookieMode.Passive } && Array.TrueForAll(proxy.Servers, server => server.Cookie is null)
        where configuration.LinesOf(proxy).All(line => line.Keyword != "dynamic-cookie-key")
        select new LintFinding(proxy.Place, $"'{proxy.Name}': 'cookie {proxy.Cookie!.Name}' has no effect, since no server has a value", "add 'cookie VALUE' to each server");

    private static IEnumerable<LintFinding> ValuesWithoutCookie(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Cookie is null && proxy.Mode == ProxyMode.Http && Array.Exists(proxy.Servers, server => server.Cookie is not null)
        select new LintFinding(proxy.Place, $"'{proxy.Name}': its servers have cookie values, but there is no 'cookie' line", "add 'cookie NAME insert indirect nocache'");

    private static IEnumerable<LintFinding> UnusedHashTypes(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Balance.Algorithm is BalanceAlgorithm.RoundRobin or BalanceAlgorithm.StaticRoundRobin or BalanceAlgorithm.LeastConn or BalanceAlgorithm.First
        from line in configuration.LinesOf(proxy).Where(line => line.Keyword == "hash-type").Take(1)
        select new LintFinding(line.Written.Place, $"'{proxy.Name}': 'hash-type' has no effect with this balance algorithm", "use 'balance source', 'uri', 'url_param', 'hdr' or 'hash', or remove it");

    private static IEnumerable<LintFinding> ChecksWithoutHost(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where Array.Exists(proxy.Servers, server => server.Check is not null)
        let lines = configuration.LinesOf(proxy).ToArray()
        where !lines.Any(line => line.Keyword == "http-check" && line.Words.Any(word => word.Text.Equals("host", StringComparison.OrdinalIgnoreCase)))
        from line in lines
        from word in line.Words
        where (line.Keyword is "option" && line.Word(1) == "httpchk" || line.Keyword == "http-check" && line.Word(1) == "send") && word.Text == "HTTP/1.1"
        select new LintFinding(word.Place, $"'{proxy.Name}': checks of HTTP/1.1 without Host header, to which servers answer 400", "add 'http-check send hdr Host NAME'");

    private static IEnumerable<LintFinding> ClearTextPorts(LintedConfiguration configuration) =>
        from proxy in Proxies(configuration)
        where proxy.Mode == ProxyMode.Http
        from bind in proxy.Binds.DistinctBy(bind => bind.Place.Line)
        where bind is { Tls: null, AcceptProxy: false, Address.PortLow: 443 }
        select new LintFinding(bind.Place, $"'{proxy.Name}': port 443 speaks HTTP in clear text", "add 'ssl crt FILE'");

    private static string Text(TimeSpan time) => time.TotalMilliseconds < 1000 ? FormattableString.Invariant($"{time.TotalMilliseconds:0}ms") : FormattableString.Invariant($"{time.TotalSeconds:0.#}s");
}
