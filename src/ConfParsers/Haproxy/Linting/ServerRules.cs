using ConfParsers.Grammar;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What is wrong with servers.</summary>
internal static class ServerRules
{
    public static readonly LintRule[] All =
    [
        new("same-server-twice", "Two servers of one backend at the same address.", SameAddress),
        new("only-backup-servers", "All servers are backups.", OnlyBackups),
        new("weight-zero", "A server of weight 0 gets no new requests.", WeightZero),
        new("slowstart-without-check", "A server that is not checked never comes back up, which is when a slow start begins.", SlowStarts),
        new("minconn-above-maxconn", "A minconn above maxconn raises maxconn.", Minimums),
        new("clear-text-to-tls-port", "Port 443 of a server is spoken to without TLS.", ClearText),
        new("check-slower-than-timeout", "A check may not end before the next one is due.", SlowChecks),
    ];

    private static IEnumerable<ProxyModel> Backends(LintedConfiguration configuration) => configuration.Model?.Proxies.Where(proxy => proxy is { Disabled: false, HasBackend: true }) ?? [];

    private static IEnumerable<LintFinding> SameAddress(LintedConfiguration configuration)
    {
        foreach (var proxy in Backends(configuration))
        {
            // Servers of a template share their name until it is resolved.
            foreach (var same in proxy.Servers.Where(server => server.Address.Address is not null || server.Address.Family == EndpointFamily.Unix)
                .GroupBy(server => (server.Address.Host, server.Address.PortLow)).Where(group => group.DistinctBy(server => server.Place.Line).Skip(1).Any()))
            {
                var first = same.First();
                foreach (var other in same.Skip(1))
                {
                    yield return new LintFinding(other.Place, $"'{proxy.Name}/{other.Name}' is at the address of '{proxy.Name}/{first.Name}'", "use 'weight' for a larger share", (first.Place, "the first one"));
                }
            }
        }
    }

    private static IEnumerable<LintFinding> OnlyBackups(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Servers.Length > 0 && Array.TrueForAll(proxy.Servers, server => server.Backup) && !proxy.Limits.AllBackups
        select new LintFinding(proxy.Place, $"'{proxy.Name}': all servers are backups, and only the first that is up is used", "drop 'backup', or use 'option allbackups'");

    private static IEnumerable<LintFinding> WeightZero(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        from server in proxy.Servers
        where server.Weight == 0 && !server.Backup
        where configuration.LinesOf(proxy).Any(line => line.Written.Place.Line == server.Place.Line && HasWeight(line))
        select new LintFinding(server.Place, $"'{proxy.Name}/{server.Name}' has weight 0: it keeps its sessions and gets no new request", "remove 'weight 0' unless the server is to be drained");

    // A missing or faulty value has a rule of its own.
    private static bool HasWeight(LintedLine line)
    {
        for (var i = 1; i + 1 < line.Words.Count; i++)
        {
            if (line.Words[i].Text == "weight" && line.Words[i + 1].Text == "0") return true;
        }

        return false;
    }

    private static IEnumerable<LintFinding> SlowStarts(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        from server in proxy.Servers.DistinctBy(server => server.Place.Line)
        where server is { Check: null, Agent: null, Tracks: null } && server.SlowStart > TimeSpan.Zero
        // What default-server says is meant for those that are checked.
        let place = MeantWords.Argument(server.Place, "slowstart")
        where place != server.Place
        select new LintFinding(place, $"'{proxy.Name}/{server.Name}' is not checked, and so it never starts slowly", "add 'check'");

    private static IEnumerable<LintFinding> Minimums(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        from line in configuration.LinesOf(proxy)
        where line.Keyword is "server" or "server-template"
        let minimum = NumberOf(line, "minconn")
        let maximum = NumberOf(line, "maxconn")
        where maximum > 0 && minimum > maximum
        select new LintFinding(MeantWords.Argument(line.Written.Place, "minconn"), $"'minconn {minimum}' is above 'maxconn {maximum}', which is raised to it", "keep minconn below maxconn");

    private static int NumberOf(LintedLine line, string option)
    {
        for (var i = 1; i + 1 < line.Words.Count; i++)
        {
            if (line.Words[i].Text == option && int.TryParse(line.Words[i + 1].Text, out var number)) return number;
        }

        return 0;
    }

    private static IEnumerable<LintFinding> ClearText(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Mode == ProxyMode.Http
        from server in proxy.Servers.DistinctBy(server => server.Place.Line)
        where server is { Tls: null, Address: { PortLow: 443, PortIsOffset: false } }
        select new LintFinding(server.Place, $"'{proxy.Name}/{server.Name}' is spoken to in clear text on port 443", "add 'ssl' and 'verify required ca-file FILE', or write the port that speaks HTTP");

    private static IEnumerable<LintFinding> SlowChecks(LintedConfiguration configuration) =>
        from proxy in Backends(configuration)
        where proxy.Timeouts.Check is not null
        from server in proxy.Servers.DistinctBy(server => server.Place.Line)
        where server.Check is { } check && proxy.Timeouts.Check > check.Interval
        select new LintFinding(server.Place, $"'{proxy.Name}/{server.Name}': 'timeout check' is longer than 'inter': a server that hangs is found out later than it looks", "keep 'timeout check' below 'inter'");
}
