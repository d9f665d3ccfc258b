using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Linting;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy.Tools;

/// <summary>Each rule finds its trap where it is, and not where it is not.</summary>
public sealed class LintTests
{
    private const string Defaults = "defaults\n mode http\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n";
    private const string Tcp = "defaults\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n";
    private const string Front = "frontend f\n bind :80\n default_backend b\n";
    private const string Back = "backend b\n server s 127.0.0.1:1 check\n";

    /// <summary>Rule, a file that has it, the line where, and the same file without it.</summary>
    public static TheoryData<string, string, int, string> Traps { get; } = new()
    {
        { "carriage-return", "global\r\n daemon\r\n", 1, "global\n daemon\n" },
        { "number-not-numeric", Defaults + " maxconn abc\n", 6, Defaults + " maxconn 100\n" },
        { "number-not-numeric", "global\n tune.maxaccept many\n", 2, "global\n tune.maxaccept 64\n" },
        { "number-not-numeric", Defaults + Front + "backend b\n server s 127.0.0.1:1 check weight x\n", 10, Defaults + Front + Back },
        { "number-with-rest", Defaults + " maxconn 10k\n", 6, Defaults + " maxconn 10000\n" },
        { "value-missing", Defaults + Front + "backend b\n server s 127.0.0.1:1 check weight\n", 10, Defaults + Front + "backend b\n server s 127.0.0.1:1 check weight 5\n" },
        { "empty-word", Defaults + Front + " acl a path /a \"\" /b\n use_backend b if a\n" + Back, 9, Defaults + Front + " acl a path /a /b\n use_backend b if a\n" + Back },
        { "empty-or-side", Defaults + Front + " http-request deny if { path /a } ||\n" + Back, 9, Defaults + Front + " http-request deny if { path /a } || { path /b }\n" + Back },
        { "empty-or-side", Defaults + Front + " http-request deny unless or { path /a }\n" + Back, 9, Defaults + Front + Back },
        { "time-without-unit", "defaults\n mode http\n timeout connect 5\n timeout client 5s\n timeout server 5s\n", 3, Defaults },
        { "retries-beyond-queue-timeout", Defaults + " timeout queue 2s\n" + Front + Back, 10, Defaults + " timeout queue 30s\n" + Front + Back },
        { "no-health-checks", Defaults + Front + "backend b\n server s 127.0.0.1:1\n server t 127.0.0.1:2\n", 9, Defaults + Front + "backend b\n server s 127.0.0.1:1 check\n server t 127.0.0.1:2\n" },
        { "httpchk-without-check", Defaults + Front + "backend b\n option httpchk\n server s 127.0.0.1:1\n", 10, Defaults + Front + "backend b\n option httpchk\n server s 127.0.0.1:1 check\n" },
        { "frontend-maxconn-above-process", "global\n maxconn 100\n" + Defaults + Front + " maxconn 200\n" + Back, 8, "global\n maxconn 100\n" + Defaults + Front + " maxconn 50\n" + Back },
        { "statistics-without-password", Defaults + "listen s\n bind :8404\n stats enable\n", 6, Defaults + "listen s\n bind 127.0.0.1:8404\n stats enable\n" },
        { "cookie-without-values", Defaults + Front + "backend b\n cookie A insert indirect nocache\n server s 127.0.0.1:1 check\n", 9, Defaults + Front + "backend b\n cookie A insert indirect nocache\n server s 127.0.0.1:1 check cookie s\n" },
        { "values-without-cookie", Defaults + Front + "backend b\n server s 127.0.0.1:1 check cookie s\n", 9, Defaults + Front + Back },
        { "same-server-twice", Defaults + Front + Back + " server t 127.0.0.1:1 check\n", 11, Defaults + Front + Back + " server t 127.0.0.1:2 check\n" },
        { "only-backup-servers", Defaults + Front + "backend b\n server s 127.0.0.1:1 check backup\n", 9, Defaults + Front + Back },
        { "weight-zero", Defaults + Front + "backend b\n server s 127.0.0.1:1 check weight 0\n", 10, Defaults + Front + Back },
        { "check-slower-than-timeout", Defaults + " timeout check 10s\n" + Front + Back, 11, Defaults + " timeout check 1s\n" + Front + Back },
        { "unused-backend", Defaults + Front + Back + "backend c\n server s 127.0.0.1:1 check\n", 11, Defaults + Front + " use_backend c if { path /c }\n" + Back + "backend c\n server s 127.0.0.1:1 check\n" },
        { "unused-acl", Defaults + Front + " acl a path /a\n" + Back, 9, Defaults + Front + " acl a path /a\n http-request deny if !a\n" + Back },
        { "unreachable-use-backend", Defaults + Front + " use_backend b\n use_backend b if { path /a }\n" + Back, 10, Defaults + Front + " use_backend b if { path /a }\n use_backend b\n" + Back },
        { "open-stats-socket", "global\n stats socket /tmp/x mode 666 level admin\n", 2, "global\n stats socket /tmp/x mode 660 level admin\n" },
        { "open-stats-socket", "global\n stats socket 0.0.0.0:9 level admin\n", 2, "global\n stats socket 0.0.0.0:9 level user\n" },
        { "number-with-rest", Defaults + Front + "backend b\n retries 3x\n server s 127.0.0.1:1 check\n", 10, Defaults + Front + "backend b\n retries 3\n server s 127.0.0.1:1 check\n" },
        { "number-with-rest", Defaults + Front + "backend b\n server s 127.0.0.1:1 check port 80x\n", 10, Defaults + Front + "backend b\n server s 127.0.0.1:1 check port 80\n" },
        { "number-with-rest", Defaults + "frontend f\n bind :80 maxconn 10k\n default_backend b\n" + Back, 7, Defaults + "frontend f\n bind :80 maxconn 10000\n default_backend b\n" + Back },
        { "time-without-unit", Defaults + Front + "backend b\n server s 127.0.0.1:1 check inter 5\n", 10, Defaults + Front + "backend b\n server s 127.0.0.1:1 check inter 5s\n" },
        { "time-without-unit", Defaults + Front + " stick-table type ip size 1k expire 30 store conn_cur\n" + Back, 9, Defaults + Front + " stick-table type ip size 1k expire 30s store conn_cur\n" + Back },
        { "time-without-unit", Defaults + Front + " tcp-request inspect-delay 5\n" + Back, 9, Defaults + Front + " tcp-request inspect-delay 5s\n" + Back },
        { "typographic-character", Defaults + Front + " http-request deny if { path /a\u00a0/b }\n" + Back, 9, Defaults + Front + " http-request deny if { path /a /b }\n" + Back },
        { "typographic-character", Defaults + Front + " http-request set-header X \u201ca\u201d\n" + Back, 9, Defaults + Front + " http-request set-header X \"a\"\n" + Back },
        { "hash-in-word", Defaults + Front + " http-request redirect location /#/login if { path /a }\n" + Back, 9, Defaults + Front + " http-request redirect location /\\#/login if { path /a } # comment\n" + Back },
        { "variable-not-expanded", Defaults + Front + " http-request set-header X ${HOME}\n" + Back, 9, Defaults + Front + " http-request set-header X \"${HOME}\"\n" + Back },
        { "variable-not-expanded", Defaults + Front + " http-request set-header X '${HOME}'\n" + Back, 9, Defaults + "frontend f\n bind ${ADDRESS}:80\n" },
        { "said-twice", Defaults + Front + Back + " balance roundrobin\n balance source\n", 11, Defaults + Front + Back + " balance source\n" },
        { "said-twice", Defaults + Front + Back + " option httpchk GET /a\n option httpchk GET /b\n", 11, Defaults + Front + Back + " .if 1\n balance source\n .else\n balance uri\n .endif\n" },
        { "same-cookie-twice", Defaults + Front + "backend b\n cookie A insert indirect nocache\n server s 127.0.0.1:1 check cookie x\n server t 127.0.0.1:2 check cookie x\n", 12, Defaults + Front + "backend b\n cookie A insert indirect nocache\n server s 127.0.0.1:1 check cookie x\n server t 127.0.0.1:2 check cookie y\n" },
        { "operator-in-patterns", Defaults + Front + " http-request deny if { path /a || path /b }\n" + Back, 9, Defaults + Front + " http-request deny if { path /a } || { path /b }\n" + Back },
        { "operator-in-patterns", Defaults + Front + " acl a path /a or path /b\n http-request deny if a\n" + Back, 9, Defaults + Front + " acl a hdr(x-state) ca or tx\n http-request deny if a\n" + Back },
        { "path-without-slash", Defaults + Front + " http-request deny if { path_beg -i /a api }\n" + Back, 9, Defaults + Front + " http-request deny if { path_beg /api } or { path_end .png } or { path * } or { path -m sub api }\n" + Back },
        { "counter-not-stored", Defaults + Front + " stick-table type ip size 1k expire 30s store conn_cur\n http-request track-sc0 src\n http-request deny if { sc_http_req_rate(0) gt 10 }\n" + Back, 11, Defaults + Front + " stick-table type ip size 1k expire 30s store http_req_rate(10s)\n http-request track-sc0 src\n http-request deny if { sc_http_req_rate(0) gt 10 } { sc1_conn_cur gt 5 }\n" + Back },
        { "counter-not-stored", Defaults + Front + " http-request deny if { src_http_req_rate(t) gt 10 }\n" + Back + "backend t\n stick-table type ip size 1k expire 30s store conn_cur\n", 9, Defaults + Front + " http-request deny if { src_conn_cur(t) gt 10 }\n" + Back + "backend t\n stick-table type ip size 1k expire 30s store conn_cur\n" },
        { "content-without-delay", Tcp + Front + " use_backend b if { req.ssl_sni x }\n" + Back, 8, Tcp + Front + " tcp-request inspect-delay 5s\n use_backend b if { req.ssl_sni x }\n" + Back },
        { "sni-of-other-layer", Defaults + Front + " use_backend b if { ssl_fc_sni x }\n" + Back, 9, Tcp + Front + " use_backend b if { req.ssl_sni x }\n" + Back },
        { "slowstart-without-check", Defaults + Front + "backend b\n server s 127.0.0.1:1 slowstart 5s\n", 10, Defaults + Front + "backend b\n server s 127.0.0.1:1 check slowstart 5s\n" },
        { "minconn-above-maxconn", Defaults + Front + "backend b\n fullconn 100\n server s 127.0.0.1:1 check minconn 50 maxconn 10\n", 11, Defaults + Front + "backend b\n fullconn 100\n server s 127.0.0.1:1 check minconn 5 maxconn 10\n" },
        { "clear-text-to-tls-port", Defaults + Front + "backend b\n server s 127.0.0.1:443 check\n", 10, Tcp + Front + "backend b\n server s 127.0.0.1:443 check\n" },
        { "clear-text-on-tls-port", Defaults + "frontend f\n bind :443\n default_backend b\n" + Back, 7, Tcp + "frontend f\n bind :443\n default_backend b\n" + Back },
        { "hash-type-without-hash", Defaults + Front + Back + " balance roundrobin\n hash-type consistent\n", 12, Defaults + Front + Back + " balance uri\n hash-type consistent\n" },
        { "http-1.1-check-without-host", Defaults + Front + Back + " option httpchk GET / HTTP/1.1\n", 11, Defaults + Front + Back + " option httpchk GET / HTTP/1.1\n http-check send hdr Host x\n" },
        { "http-1.1-check-without-host", Defaults + Front + Back + " option httpchk\n http-check send meth GET uri / ver HTTP/1.1\n", 12, Defaults + Front + Back + " option httpchk GET /\n" },
        { "log-global-without-target", Defaults + Front + " log global\n" + Back, 9, "global\n log 127.0.0.1 local0\n" + Defaults + Front + " log global\n" + Back },
        { "log-to-unknown-ring", "global\n log ring@nope local0\n", 2, "global\n log ring@buf0 local0\n" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_trap_is_found_and_nothing_else_is(string rule, string trap, int line, string sound)
    {
        Assert.Equal(line, Assert.Single(Run(trap), finding => finding.Rule == rule).Place!.Value.Line);
        Assert.DoesNotContain(Run(sound), finding => finding.Rule == rule);
    }

    /// <summary>What a check of HAProxy says itself needs no rule.</summary>
    [SkippableFact]
    public async Task HAProxy_accepts_every_trap_in_silence()
    {
        Skip.IfNot(await RealHaproxy.IsThere(), "haproxy 2.6.12 is not installed");
        var spoken = new List<string>();
        foreach (var row in Traps)
        {
            var answer = await RealHaproxy.Answer(new ConfigCase((string)row[0], ["-c", "-f", "haproxy.cfg"], [], ByteText.Encode((string)row[1]), new Answer(0, "", "")));
            if (answer.Errors.Length > 0 || answer.Exit == 1) spoken.Add($"{row[0]}: {answer.Errors}");
        }

        Assert.True(spoken.Count == 0, string.Join('\n', spoken));
    }

    /// <summary>Files that people run, and those of the samples: what is found there is known, and nothing else is.</summary>
    [Fact]
    public void Good_configurations_raise_no_alarm()
    {
        var alarms = new List<string>();
        foreach (var name in ConfigCase.Names().Where(name => name.StartsWith("whole-", StringComparison.Ordinal)))
        {
            var recorded = ConfigCase.Read(name);
            if (recorded.Load(new LoadOptions()).Model is not { } model) continue;
            var found = HaproxyLint.Run([new SourceText("haproxy.cfg", recorded.Config)], model).Select(finding => finding.Rule!).Distinct().Order(StringComparer.Ordinal);
            var rules = string.Join(' ', found);
            if (rules != Known.GetValueOrDefault(name, "")) alarms.Add($"{name}: {rules}");
        }

        Assert.True(alarms.Count == 0, string.Join('\n', alarms));
    }

    /// <summary>What is true of these files, looked at one by one.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["whole-conditions-environment"] = "unused-acl",
        ["whole-edge-crt-list"] = "check-slower-than-timeout unused-acl",
        ["whole-grpc-mesh"] = "no-health-checks unused-acl",
        ["whole-hosting"] = "retries-beyond-queue-timeout unused-acl",
        ["whole-ingress"] = "retries-beyond-queue-timeout statistics-without-password",
        ["whole-mysql"] = "check-slower-than-timeout",
        ["whole-order-warnings"] = "unused-acl",
        ["whole-ratelimit-peers"] = "retries-beyond-queue-timeout",
    };

    [Fact]
    public void Every_rule_has_a_trap_here_or_needs_files()
    {
        var tried = Traps.Select(row => (string)row[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["map-value-no-backend", "old-tls"], HaproxyLint.Rules.Select(rule => rule.Id).Where(id => !tried.Contains(id)));
        Assert.Equal(HaproxyLint.Rules.Count, HaproxyLint.Rules.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_map_value_that_is_no_backend_is_named_with_the_nearest()
    {
        var files = new InMemoryFiles().Add("m", "/a b\n/b bakc\n");
        var finding = Assert.Single(Run(Defaults + "frontend f\n bind :80\n use_backend %[path,map(m)]\n default_backend b\n" + Back + "backend back\n server s 127.0.0.1:1 check\n", files), finding => finding.Rule == "map-value-no-backend");
        Assert.Equal(("did you mean 'back'?", 8), (finding.Hint, finding.Place!.Value.Line));
    }

    [Fact]
    public void A_maps_default_that_is_no_backend_is_named_too()
    {
        var files = new InMemoryFiles().Add("m", "/a b\n");
        var finding = Assert.Single(Run(Defaults + "frontend f\n bind :80\n use_backend %[path,map(m,bakc)]\n default_backend b\n" + Back + "backend back\n server s 127.0.0.1:1 check\n", files), finding => finding.Rule == "map-value-no-backend");
        Assert.Equal(("did you mean 'back'?", 8), (finding.Hint, finding.Place!.Value.Line));
    }

    private static IReadOnlyList<Diagnostic> Run(string text, InMemoryFiles? files = null)
    {
        var source = new SourceText("haproxy.cfg", ByteText.Encode(text));
        return HaproxyLint.Run([source], HaproxyConfig.Load(["haproxy.cfg"], (files ?? new InMemoryFiles()).Add("haproxy.cfg", text), []).Model);
    }
}
