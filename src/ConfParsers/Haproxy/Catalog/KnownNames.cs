using System.Collections.Frozen;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Names that HAProxy 2.6 knows, as <c>haproxy -dKall</c> and its manual list them. A name that has no row in a feature file yet
/// is refused as known but not built; any other is refused as HAProxy refuses it.
/// </summary>
internal static class KnownNames
{
    public static readonly FrozenSet<string> Global = Set("""
        busy-polling ca-base chroot close-spread-time cluster-secret cpu-map crt-base daemon default-path description
        expose-experimental-directives external-check fd-hard-limit gid grace group h1-accept-payload-with-any-method
        h1-case-adjust h1-case-adjust-file h2-workaround-bogus-websocket-clients hard-stop-after httpclient.resolvers.id
        httpclient.resolvers.prefer httpclient.ssl.ca-file httpclient.ssl.verify insecure-fork-wanted insecure-setuid-wanted
        issuers-chain-path localpeer log log-send-hostname log-tag lua-load lua-load-per-thread lua-prepend-path master-worker
        max-spread-checks maxcompcpuusage maxcomprate maxconn maxconnrate maxpipes maxsessrate maxsslconn maxsslrate maxzlibmem
        mworker-max-reloads nbproc nbthread no-memory-trimming node noepoll noevports nogetaddrinfo nokqueue nopoll noreuseport
        nosplice numa-cpu-mapping pidfile pp2-never-send-local presetenv profiling.tasks quiet resetenv server-state-base
        server-state-file set-dumpable set-var set-var-fmt setenv spread-checks ssl-default-bind-ciphers
        ssl-default-bind-ciphersuites ssl-default-bind-curves ssl-default-bind-options ssl-default-server-ciphers
        ssl-default-server-ciphersuites ssl-default-server-options ssl-dh-param-file ssl-load-extra-del-ext ssl-load-extra-files
        ssl-mode-async ssl-propquery ssl-provider ssl-provider-path ssl-server-verify ssl-skip-self-issued-ca stats
        strict-limits thread-group thread-groups tune.buffers.limit tune.buffers.reserve tune.bufsize tune.chksize
        tune.comp.maxlevel tune.fail-alloc tune.fd.edge-triggered tune.h2.header-table-size tune.h2.initial-window-size
        tune.h2.max-concurrent-streams tune.h2.max-frame-size tune.http.cookielen tune.http.logurilen tune.http.maxhdr
        tune.idle-pool.shared tune.idletimer tune.listener.multi-queue tune.lua.forced-yield tune.lua.maxmem
        tune.lua.service-timeout tune.lua.session-timeout tune.lua.task-timeout tune.maxaccept tune.maxpollevents
        tune.maxrewrite tune.pattern.cache-size tune.peers.max-updates-at-once tune.pipesize tune.pool-high-fd-ratio
        tune.pool-low-fd-ratio tune.rcvbuf.client tune.rcvbuf.server tune.recv_enough tune.runqueue-depth tune.sched.low-latency
        tune.sndbuf.client tune.sndbuf.server tune.ssl.cachesize tune.ssl.capture-buffer-size tune.ssl.capture-cipherlist-size
        tune.ssl.default-dh-param tune.ssl.force-private-cache tune.ssl.hard-maxrecord tune.ssl.keylog tune.ssl.lifetime
        tune.ssl.maxrecord tune.ssl.ssl-ctx-cache-size tune.vars.check-max-size tune.vars.global-max-size
        tune.vars.proc-max-size tune.vars.reqres-max-size tune.vars.sess-max-size tune.vars.txn-max-size uid ulimit-n unix-bind
        unsetenv user zero-warning
        """);

    public static readonly FrozenSet<string> Proxy = Set("""
        filter
        """);

    public static readonly FrozenSet<string> Bind = Set("""
        accept-netscaler-cip accept-proxy allow-0rtt alpn backlog ca-file ca-ignore-err ca-sign-file ca-sign-pass ca-verify-file
        ciphers ciphersuites crl-file crt crt-ignore-err crt-list curves defer-accept ecdhe expose-fd force-sslv3 force-tlsv10
        force-tlsv11 force-tlsv12 force-tlsv13 generate-certificates gid group id interface level maxconn mode mss name
        namespace nice no-ca-names no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 npn prefer-client-ciphers
        process proto severity-output shards ssl-max-ver ssl-min-ver strict-sni tcp-ut tfo thread tls-ticket-keys transparent
        uid user v4v6 v6only verify
        """);

    /// <summary>What HAProxy suggests for a word that is like the name; null when it suggests nothing.</summary>
    public static string? Suggested(string name) => name switch
    {
        "expose-experimental-directives" or "fd-hard-limit" or "h2-workaround-bogus-websocket-clients" or "tune.chksize" => null,
        _ => name,
    };

    private static FrozenSet<string> Set(string names) =>
        names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
