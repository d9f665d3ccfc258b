namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// The order in which HAProxy looks through its names for one that is like an unknown word: of equally near ones it says the first, or nothing when that one is too short to be
/// meant. Names that are no keywords of the table stand here too where it suggests them: the heads of sections, and values of a server's options. Found by putting some
/// hundred thousand words that have several nearest names to the real 2.6.12; whatever order is left open by its answers is of no effect on them.
/// </summary>
internal static class SuggestionOrders
{
    public static readonly string[] Global =
    [
        "ca-base", "crt-base", "issuers-chain-path", "ssl-default-server-ciphersuites", "ssl-default-server-options", "ssl-dh-param-file",
        "ssl-mode-async", "ssl-propquery", "ssl-skip-self-issued-ca", "tune.ssl.default-dh-param", "tune.ssl.lifetime",
        "tune.ssl.capture-buffer-size", "ssl-default-server-ciphers", "ssl-default-bind-ciphersuites", "lua-prepend-path", "tune.lua.session-timeout",
        "tune.lua.task-timeout", "tune.lua.forced-yield", "tune.h2.max-frame-size", "h1-accept-payload-with-any-method", "h1-case-adjust",
        "h1-case-adjust-file", "tune.idle-pool.shared", "pp2-never-send-local", "httpclient.resolvers.id", "httpclient.resolvers.prefer",
        "httpclient.ssl.verify", "tune.vars.proc-max-size", "tune.vars.txn-max-size", "tune.vars.reqres-max-size", "thread-group", "thread-groups",
        "maxsslconn", "ssl-default-bind-options", "ssl-provider", "ssl-provider-path", "tune.ssl.cachesize", "tune.ssl.force-private-cache",
        "tune.ssl.maxrecord", "tune.ssl.hard-maxrecord", "tune.ssl.ssl-ctx-cache-size", "tune.ssl.capture-cipherlist-size", "tune.ssl.keylog",
        "ssl-default-bind-ciphers", "ssl-default-bind-curves", "ssl-load-extra-files", "ssl-load-extra-del-ext", "lua-load", "lua-load-per-thread",
        "tune.lua.service-timeout", "tune.lua.maxmem", "tune.h2.header-table-size", "tune.h2.initial-window-size", "tune.h2.max-concurrent-streams",
        "tune.pool-high-fd-ratio", "tune.pool-low-fd-ratio", "default-path", "tune.peers.max-updates-at-once", "mworker-max-reloads", "stats",
        "grace", "hard-stop-after", "close-spread-time", "httpclient.ssl.ca-file", "tune.listener.multi-queue", "set-var", "set-var-fmt",
        "tune.vars.global-max-size", "tune.vars.sess-max-size", "tune.vars.check-max-size", "tune.sched.low-latency", "tune.fail-alloc",
        "no-memory-trimming", "tune.fd.edge-triggered", "profiling.tasks", "nbthread", "busy-polling", "daemon", "noepoll", "nokqueue", "nopoll",
        "insecure-setuid-wanted", "nosplice", "quiet", "zero-warning", "tune.maxaccept", "tune.buffers.limit", "tune.buffers.reserve", "tune.bufsize",
        "tune.maxrewrite", "tune.idletimer", "tune.rcvbuf.client", "tune.sndbuf.client", "tune.pipesize", "tune.http.maxhdr",
        "tune.pattern.cache-size", "master-worker", "noevports", "uid", "user", "gid", "group", "nbproc", "ssl-server-verify", "maxconnrate",
        "maxsessrate", "maxsslrate", "maxcomprate", "maxzlibmem", "node", "unix-bind", "log", "presetenv", "unsetenv", "resetenv", "localpeer",
        "global", "set-dumpable", "insecure-fork-wanted", "nogetaddrinfo", "noreuseport", "tune.runqueue-depth", "tune.maxpollevents",
        "tune.recv_enough", "tune.rcvbuf.server", "tune.sndbuf.server", "tune.http.cookielen", "tune.http.logurilen", "tune.comp.maxlevel",
        "external-check", "maxconn", "maxpipes", "maxcompcpuusage", "ulimit-n", "chroot", "description", "pidfile", "log-send-hostname",
        "server-state-base", "server-state-file", "log-tag", "spread-checks", "max-spread-checks", "cpu-map", "setenv", "strict-limits",
        "numa-cpu-mapping", "frontend", "defaults", "listen", "backend", "cluster-secret", "peers", "resolvers",
    ];

    public static readonly string[] Proxy =
    [
        "clitimeout", "rate-limit", "http-check", "timeout", "srvtimeout", "declare", "retry-on", "clitcpka-cnt", "clitcpka-idle", "errorloc",
        "errorloc302", "errorfile", "errorfiles", "errorloc303", "http-error", "tcp-check", "contimeout", "max-keep-alive-queue", "srvtcpka-cnt",
        "srvtcpka-idle", "clitcpka-intvl", "srvtcpka-intvl", "tcp-request", "filter", "use-fcgi-app", "compression", "tcp-response", "external-check",
        "listen", "frontend", "default-server", "server-template", "monitor-net", "monitor-uri", "description", "disabled", "enabled", "bind-process",
        "dynamic-cookie-key", "cookie", "email-alert", "persist", "appsession", "max-session-srv-conns", "http-request", "use_backend",
        "force-persist", "stick-table", "option", "default_backend", "monitor", "maxconn", "balance", "hash-type", "unique-id-format", "log-format",
        "log-tag", "usesrc", "backend", "defaults", "server", "bind", "acl", "mode", "id", "load-server-state-from-file", "server-state-file-name",
        "capture", "retries", "http-response", "http-after-response", "http-send-name-header", "block", "redirect", "use-server", "ignore-persist",
        "stick", "stats", "http-reuse", "transparent", "backlog", "fullconn", "dispatch", "hash-balance-factor", "unique-id-header", "log-format-sd",
        "log", "source", "error-log-format",
    ];

    public static readonly string[] Options =
    [
        "abortonclose", "allbackups", "checkcache", "dontlognull", "http-buffer-request", "http-ignore-probes", "clitcpka", "contstats",
        "idle-close-on-response", "logasap", "nolinger", "persist", "splice-request", "accept-invalid-http-request", "splice-response",
        "accept-invalid-http-response", "log-separate-errors", "tcp-smart-accept", "http-pretend-keepalive", "h1-case-adjust-bogus-server",
        "prefer-last-server", "srvtcpka", "transparent", "splice-auto", "dontlog-normal", "log-health-checks", "socket-stats", "tcp-smart-connect",
        "independent-streams", "http-use-proxy-header", "http-no-delay", "h1-case-adjust-bogus-client", "disable-h2-upgrade", "httpclose",
        "http-server-close", "redispatch", "http-keep-alive", "httplog", "tcplog", "ssl-hello-chk", "pgsql-check", "mysql-check", "ldap-check",
        "external-check", "tcpka", "httpchk", "smtpchk", "redis-check", "spop-check", "tcp-check", "forwardfor", "original-to",
    ];

    public static readonly string[] Bind =
    [
        "allow-0rtt", "alpn", "ca-file", "ca-verify-file", "ca-ignore-err", "ca-sign-file", "ca-sign-pass", "ciphers", "ciphersuites", "crl-file",
        "crt", "crt-ignore-err", "crt-list", "curves", "ecdhe", "force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12", "force-tlsv13",
        "generate-certificates", "no-ca-names", "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13", "no-tls-tickets", "ssl",
        "ssl-min-ver", "ssl-max-ver", "strict-sni", "npn", "prefer-client-ciphers", "tls-ticket-keys", "verify", "expose-fd", "accept-netscaler-cip",
        "level", "maxconn", "process", "proto", "severity-output", "accept-proxy", "backlog", "id", "name", "nice", "shards", "defer-accept",
        "interface", "mss", "tcp-ut", "thread", "tfo", "transparent", "v4v6", "v6only", "namespace", "gid", "group", "mode", "uid", "user",
    ];

    public static readonly string[] Server =
    [
        "check-alpn", "check-sni", "allow-0rtt", "alpn", "ca-file", "check-ssl", "ciphers", "ciphersuites", "crl-file", "crt", "send-proxy-v2-ssl",
        "force-sslv3", "force-tlsv10", "no-check-ssl", "no-send-proxy-v2-ssl", "no-send-proxy-v2-ssl-cn", "force-tlsv11", "force-tlsv12",
        "force-tlsv13", "no-ssl", "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13", "npn", "ssl", "ssl-reuse", "no-ssl-reuse", "sni",
        "tls-tickets", "cookie", "disabled", "enabled", "error-limit", "maxconn", "max-reuse", "no-send-proxy", "no-tfo", "non-stick", "observe",
        "on-error", "on-marked-up", "pool-purge-delay", "proto", "redir", "resolve-opts", "resolve-prefer", "resolvers", "send-proxy-v2", "socks4",
        "usesrc", "addr", "agent-inter", "agent-port", "check", "check-send-proxy", "check-via-socks4", "no-check", "fall", "fastinter", "downinter",
        "tcp-ut", "no-tls-tickets", "send-proxy-v2-ssl-cn", "ssl-min-ver", "ssl-max-ver", "verify", "verifyhost", "backup", "ws", "id", "init-addr",
        "log-proto", "maxqueue", "minconn", "namespace", "no-backup", "no-send-proxy-v2", "on-marked-down", "pool-low-conn", "pool-max-conn",
        "proxy-v2-options", "resolve-net", "send-proxy", "slowstart", "source", "stick", "tfo", "weight", "track", "agent-addr", "agent-check",
        "check-proto", "agent-send", "no-agent-check", "rise", "inter", "port", "no-check-send-proxy", "fail-check", "ipv4", "legacy", "octet-count",
        "mark-down", "sudden-death",
    ];
}
