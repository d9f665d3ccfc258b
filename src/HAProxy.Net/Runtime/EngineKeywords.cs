using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Runtime;

/// <summary>
/// The keywords this engine carries out. The reader knows more: what is not in here is named by <c>-c</c> and refused at a start, so
/// that no keyword is accepted and then ignored. A feature of the engine is done when its names stand here; fetches and converters
/// stand where they are implemented.
/// </summary>
public static class EngineKeywords
{
    private static readonly FrozenSet<string> Sections = Set("global defaults frontend backend listen");

    private static readonly FrozenSet<string> Global = Set("""
        ca-base chroot cpu-map crt-base daemon description gid group hard-stop-after log log-send-hostname log-tag master-worker
        maxconn nbproc nbthread node pidfile presetenv quiet resetenv setenv ssl-default-bind-ciphers ssl-default-bind-ciphersuites
        ssl-default-bind-options ssl-server-verify stats tune.bufsize tune.http.maxhdr tune.idle-pool.shared tune.maxaccept
        tune.maxrewrite tune.ssl.default-dh-param uid unsetenv user zero-warning
        """);

    private static readonly FrozenSet<string> Proxy = Set("""
        acl backlog balance bind cookie default-server default_backend description disabled enabled errorfile fullconn http-check
        http-request http-response http-reuse id log log-format log-tag maxconn mode option retries server server-template stats
        timeout use_backend
        """);

    private static readonly FrozenSet<string> Options = Set("""
        abortonclose allbackups dontlog-normal dontlognull forwardfor http-buffer-request http-ignore-probes http-keep-alive
        http-server-close httpchk httpclose httplog log-separate-errors persist redispatch socket-stats tcp-check tcplog
        """);

    private static readonly FrozenSet<string> Timeouts = Set(
        "check client client-fin connect http-keep-alive http-request queue server server-fin tunnel");

    private static readonly FrozenSet<string> Stats = Set("auth enable hide-version realm refresh scope show-desc show-node uri");

    private static readonly FrozenSet<string> Bind = Set("""
        alpn backlog ciphers ciphersuites crt expose-fd gid group id level maxconn mode name no-tls-tickets ssl ssl-max-ver
        ssl-min-ver strict-sni uid user v4v6 v6only
        """);

    private static readonly FrozenSet<string> Server = Set("""
        addr backup ca-file check cookie disabled downinter enabled fall fastinter id inter max-reuse maxconn maxqueue minconn
        no-backup no-check no-send-proxy no-ssl pool-max-conn port rise verify weight
        """);

    /// <summary>Rule sets and what stands behind them, as the catalog names actions.</summary>
    private static readonly FrozenSet<string> Actions = Prefixed(
        ("http-request", "add-header allow auth del-header deny redirect replace-header replace-path replace-pathq replace-uri replace-value return set-header set-method set-path set-pathq set-query set-uri set-var set-var-fmt unset-var"),
        ("http-response", "add-header allow del-header deny redirect replace-header replace-value return set-header set-status set-var set-var-fmt unset-var"));

    private static readonly FrozenSet<string> Checks = Prefixed(("http-check", "expect send"));

    private static readonly FrozenSet<string> Matches = Set("beg bin bool dir dom end found int ip len reg regm str sub");

    private static readonly FrozenSet<string> LogAliases = Set("""
        B CC CS H HM HP HPO HQ HU HV ID ST T TR Ta Tc Td Th Ti Tl Tq Tr Ts Tt Tu Tw U ac b bc bi bp bq ci cp f fc fi fp ft hr hrl
        hs hsl lc ms pid r rc rt s sc si sp sq sslc sslv t tr trg trl ts tsc
        """);

    /// <summary>Words of a value, where not all of a keyword is carried out: the keyword and the word.</summary>
    private static readonly FrozenSet<string> Values = Prefixed(("ssl-default-bind-options", "no-tls-tickets ssl-max-ver ssl-min-ver"));

    /// <summary>Whether the engine carries a keyword out.</summary>
    public static bool Carries(KeywordId keyword) => keyword.Kind switch
    {
        KeywordKind.Section => Sections.Contains(keyword.Name),
        KeywordKind.Global => Global.Contains(keyword.Name),
        KeywordKind.Proxy => Proxy.Contains(keyword.Name),
        KeywordKind.Option => Options.Contains(keyword.Name),
        KeywordKind.Timeout => Timeouts.Contains(keyword.Name),
        KeywordKind.Stats => Stats.Contains(keyword.Name),
        KeywordKind.Bind => Bind.Contains(keyword.Name),
        KeywordKind.Server => Server.Contains(keyword.Name),
        KeywordKind.Action => Actions.Contains(keyword.Name),
        KeywordKind.Check => Checks.Contains(keyword.Name),
        KeywordKind.Match => Matches.Contains(keyword.Name),
        KeywordKind.LogAlias => LogAliases.Contains(keyword.Name),
        KeywordKind.Fetch => Fetches.Find(keyword.Name) is not null,
        KeywordKind.Converter => Converters.Find(keyword.Name) is not null,
        KeywordKind.Value => Values.Contains(keyword.Name),
        _ => false,
    };

    private static FrozenSet<string> Set(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Prefixed(params (string RuleSet, string Names)[] sets) =>
        sets.SelectMany(set => Set(set.Names).Select(name => $"{set.RuleSet} {name}")).ToFrozenSet(StringComparer.Ordinal);
}
