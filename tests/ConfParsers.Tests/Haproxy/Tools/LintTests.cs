using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Linting;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy.Tools;

/// <summary>Each rule finds its trap where it is, and not where it is not.</summary>
public sealed class LintTests
{
    private const string Defaults = "defaults\n mode http\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n";
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
        { "unreachable-rule", Defaults + Front + " http-request deny\n http-request set-header a b\n" + Back, 10, Defaults + Front + " http-request set-header a b\n http-request deny\n" + Back },
        { "unreachable-use-backend", Defaults + Front + " use_backend b\n use_backend b if { path /a }\n" + Back, 10, Defaults + Front + " use_backend b if { path /a }\n use_backend b\n" + Back },
        { "open-stats-socket", "global\n stats socket /tmp/x mode 666 level admin\n", 2, "global\n stats socket /tmp/x mode 660 level admin\n" },
        { "open-stats-socket", "global\n stats socket 0.0.0.0:9 level admin\n", 2, "global\n stats socket 0.0.0.0:9 level user\n" },
        { "log-to-unknown-ring", "global\n log ring@nope local0\n", 2, "global\n log ring@buf0 local0\n" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_trap_is_found_and_nothing_else_is(string rule, string trap, int line, string sound)
    {
        Assert.Equal(line, Assert.Single(Run(trap), finding => finding.Rule == rule).Place!.Value.Line);
        Assert.DoesNotContain(Run(sound), finding => finding.Rule == rule);
    }

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
