using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What is said twice, of which HAProxy keeps one without a word.</summary>
internal static class RepetitionRules
{
    public static readonly LintRule[] All =
    [
        new("said-twice", "Of two lines that set the same the first has no effect.", SaidTwice),
        new("same-cookie-twice", "Two servers of one backend with the same cookie value.", SameCookie),
    ];

    /// <summary>Keywords of one value each, of which the last line counts; HAProxy warns of the others itself (measured).</summary>
    private static readonly HashSet<string> Single = new(StringComparer.Ordinal)
    {
        "mode", "maxconn", "fullconn", "backlog", "balance", "hash-type", "hash-balance-factor", "default_backend", "retries", "retry-on", "cookie", "log-format", "log-format-sd", "log-tag",
        "http-reuse", "monitor-uri", "unique-id-format", "unique-id-header", "source", "description", "max-keep-alive-queue", "dynamic-cookie-key",
        "option httpchk", "option forwardfor", "option originalto", "stats uri", "stats realm", "stats refresh",
    };

    private static IEnumerable<LintFinding> SaidTwice(LintedConfiguration configuration) =>
        from section in configuration.ProxyLines.GroupBy(line => (line.Written.Place.Source, line.Head))
        from same in section.Where(line => !line.IsConditional).GroupBy(Name).Where(lines => Single.Contains(lines.Key))
        from pair in same.Zip(same.Skip(1))
        select new LintFinding(pair.First.Written.Place, $"'{same.Key}' is said again below: this line has no effect", "remove one of the two", (pair.Second.Written.Place, "the one that counts"));

    private static string Name(LintedLine line) => line.Keyword is "option" or "stats" ? $"{line.Keyword} {line.Word(1)}" : line.Keyword;

    private static IEnumerable<LintFinding> SameCookie(LintedConfiguration configuration) =>
        from proxy in configuration.Model?.Proxies ?? []
        where proxy is { Disabled: false, Cookie: not null }
        from same in proxy.Servers.Where(server => server.Cookie is not null).DistinctBy(server => server.Place.Line).GroupBy(server => server.Cookie)
        from other in same.Skip(1)
        select new LintFinding(MeantWords.Argument(other.Place, "cookie"), $"'{proxy.Name}/{other.Name}' has the cookie value of '{proxy.Name}/{same.First().Name}': who comes back with it gets that one",
            "give each server a value of its own", (same.First().Place, "the first one"));
}
