namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// The order in which HAProxy looks for a name that is like an unknown one: of equally near ones it says the first, or nothing when that one is too short to be
/// meant. Found by putting 8,666 words that have several nearest names to the real 2.6.12; whatever order is left open by its answers is of no effect on them.
/// </summary>
internal static class ProxySuggestions
{
    private static readonly string[] Order =
    [
        "clitimeout", "contimeout", "timeout", "srvtimeout", "rate-limit", "declare", "clitcpka-intvl", "retry-on", "clitcpka-cnt", "clitcpka-idle",
        "max-keep-alive-queue", "errorloc", "errorfile", "errorfiles", "errorloc302", "errorloc303", "http-check", "http-error", "tcp-check",
        "srvtcpka-cnt", "srvtcpka-idle", "srvtcpka-intvl", "external-check", "use-fcgi-app", "filter", "tcp-request", "compression", "tcp-response",
        "monitor-net", "bind-process", "disabled", "enabled", "server-template", "default-server", "description", "dynamic-cookie-key", "cookie",
        "monitor-uri", "email-alert", "http-response", "listen", "frontend", "persist", "appsession", "force-persist", "max-session-srv-conns",
        "unique-id-format", "option", "http-request", "stick-table", "monitor", "maxconn", "use_backend", "balance", "hash-type", "log-tag",
        "usesrc", "default_backend", "log-format", "backend", "server", "bind", "id", "load-server-state-from-file", "acl", "block",
        "http-after-response", "defaults", "mode", "capture", "server-state-file-name", "retries", "http-send-name-header", "hash-balance-factor",
        "use-server", "stick", "stats", "redirect", "backlog", "transparent", "fullconn", "ignore-persist", "http-reuse", "dispatch", "source",
        "unique-id-header", "log-format-sd", "log", "error-log-format",
    ];

    /// <summary>The names in that order, and behind them what later versions added.</summary>
    public static string[] Sort(IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        return [.. Order.Where(known.Remove), .. known.Order(StringComparer.Ordinal)];
    }
}
