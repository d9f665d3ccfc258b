namespace HAProxy.Net.Cli;

/// <summary>
/// All commands of the stats sockets of HAProxy 2.6 and whose they are, as <c>-dKcli</c> lists them (management.txt 9.3, 9.4). What of them is
/// built answers; any other is no command of this program yet.
/// </summary>
public static class KnownCommands
{
    private const string Worker = """
        _getsocks, abort ssl ca-file, abort ssl cert, abort ssl crl-file, add acl, add map, add server, add ssl crt-list, clear acl, clear counters,
        clear map, clear table, commit acl, commit map, commit ssl ca-file, commit ssl cert, commit ssl crl-file, del acl, del map, del server,
        del ssl ca-file, del ssl cert, del ssl crl-file, del ssl crt-list, disable agent, disable dynamic-cookie backend, disable frontend, disable health,
        disable server, enable agent, enable dynamic-cookie backend, enable frontend, enable health, enable server, get acl, get map, get var, get weight,
        new ssl ca-file, new ssl cert, new ssl crl-file, prepare acl, prepare map, set dynamic-cookie-key backend, set map, set maxconn frontend,
        set maxconn global, set maxconn server, set profiling, set rate-limit, set server, set severity-output, set ssl ca-file, set ssl cert,
        set ssl crl-file, set ssl ocsp-response, set ssl tls-key, set table, set timeout, set weight, show acl, show activity, show backend, show cache,
        show env, show errors, show events, show fd, show info, show libs, show map, show peers, show pools, show profiling, show resolvers, show schema json,
        show servers conn, show servers state, show sess, show ssl ca-file, show ssl cert, show ssl crl-file, show ssl crt-list, show ssl ocsp-response,
        show ssl providers, show startup-logs, show stat, show table, show tasks, show threads, show tls-keys, show trace, shutdown frontend,
        shutdown session, shutdown sessions server, trace
        """;

    private const string Experts = """
        debug dev bug, debug dev check, debug dev close, debug dev delay, debug dev exit, debug dev fd, debug dev hex, debug dev log, debug dev loop,
        debug dev panic, debug dev sched, debug dev stream, debug dev sym, debug dev tkill, debug dev warn, debug dev write, httpclient
        """;

    private const string Experimental = "set var";

    private const string Master = """
        @!<pid>, @<relative pid>, @master, mcli-debug-mode, reload, show proc
        """;

    private const string Both = """
        experimental-mode, expert-mode, help, operator, prompt, quit, show cli level, show cli sockets, show version, user
        """;

    /// <summary>A command, its sockets, and the mode it needs; sorted by name.</summary>
    public static IEnumerable<string> Lines { get; } =
    [
        .. new[] { (Worker, "[WORKER] "), (Experts, "[WORKER] [EXPERT] "), (Experimental, "[WORKER] [EXPERIM] "), (Master, "[MASTER] "), (Both, "[MASTER] [WORKER] ") }
            .SelectMany(kind => Names(kind.Item1).Select(name => $"{name} {kind.Item2}")).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Names(string text) => text.ReplaceLineEndings(" ").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
