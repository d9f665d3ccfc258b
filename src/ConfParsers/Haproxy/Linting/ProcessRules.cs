using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What is wrong with the process: who reaches its sockets, where its logs go.</summary>
internal static class ProcessRules
{
    public static readonly LintRule[] All =
    [
        new("open-stats-socket", "A stats socket that others than its owner may command.", OpenSockets),
        new("log-to-unknown-ring", "Log lines for a ring that does not exist.", UnknownRings),
        new("log-global-without-target", "'log global' where the global section logs nowhere.", NoTargets),
        new("old-tls", "TLS below 1.2 is offered.", OldTls),
    ];

    private static IEnumerable<LintFinding> OpenSockets(LintedConfiguration configuration)
    {
        foreach (var socket in configuration.Model?.Global.Stats.Sockets ?? [])
        {
            if (socket.Level != StatsLevel.Admin) continue;
            if (Reach.IsOpen(socket.Address))
            {
                yield return new LintFinding(socket.Place, "everyone who reaches this port may disable servers and more: the socket asks for no password", "bind it to 127.0.0.1 or to a unix socket");
            }
            else if (socket.Address.Family == EndpointFamily.Unix && socket.Mode is { } mode && (mode & 0b010) != 0)
            {
                yield return new LintFinding(socket.Place, "every user of this machine may disable servers and more", "use 'mode 660' with a group");
            }
        }
    }

    private static IEnumerable<LintFinding> UnknownRings(LintedConfiguration configuration)
    {
        var rings = configuration.Lines.Where(line => line.Section == "ring" && line.Keyword == "ring").Select(line => line.Word(1)).ToHashSet(StringComparer.Ordinal);
        foreach (var line in configuration.Lines.Where(line => line.Keyword == "log" && line.Word(1).StartsWith("ring@", StringComparison.Ordinal)))
        {
            var name = line.Word(1)["ring@".Length..];
            // buf0 is there by itself.
            if (name == "buf0" || rings.Contains(name)) continue;
            yield return new LintFinding(line.Words[1].Place, $"there is no ring '{name}': these lines go nowhere", Text.Suggestions.Nearest(name, rings) is { } near ? $"did you mean '{near}'?" : "add the section 'ring " + name + "'");
        }
    }

    private static IEnumerable<LintFinding> NoTargets(LintedConfiguration configuration) =>
        from line in configuration.ProxyLines
        where line.Keyword == "log" && line.Word(1) == "global" && configuration.Model is { Global.Log.Targets.Length: 0 }
        // Of a format that nobody gets to see HAProxy speaks itself.
        where !configuration.ProxyLines.Any(other => other.Keyword == "log-format" || (other.Keyword == "option" && other.Word(1) is "httplog" or "httpslog" or "tcplog"))
        select new LintFinding(line.Written.Place, "the global section has no 'log' line: nothing is logged", "add 'log <address> local0' to the global section");

    private static IEnumerable<LintFinding> OldTls(LintedConfiguration configuration) =>
        from proxy in configuration.Model?.Proxies ?? []
        from bind in proxy.Binds.DistinctBy(bind => bind.Place.Line)
        where bind.Tls is { MinimumVersion: "SSLv3" or "TLSv1.0" or "TLSv1.1" }
        select new LintFinding(bind.Place, $"{bind.Tls!.MinimumVersion} is offered, which clients and auditors have given up (RFC 8996)", "use 'ssl-min-ver TLSv1.2'");
}
