using ConfParsers.Haproxy;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>Where HAProxy stops, we say what it says and read on: what it would find in its next run comes as continuation lines.</summary>
public sealed class ReadingOnTests
{
    private const string Text = """
        defaults
            mode http
            timeout connect 1s
            timeout client 1s
            timeout server 1s
        frontend f
            bind :80
            http-request nonsense
            http-request deny if missing
            default_backend c
        backend b
            balance never
        cache

        """;

    [Fact]
    public void All_faults_of_a_file_are_found_in_one_run()
    {
        var result = HaproxyConfig.Parse(Text);
        Assert.Null(result.Model);
        var lines = DiagnosticLines.Render(result.Diagnostics.Items, 1).ToArray();
        Assert.StartsWith("[ALERT]    (1) : config : parsing [haproxy.cfg:8]: 'http-request' expects ", lines[0]);
        Assert.Equal(
            [
                "[ALERT]    (1) : config : Error(s) found in configuration file : haproxy.cfg",
                "   | parsing [haproxy.cfg:9] : error detected while parsing an 'http-request deny' condition : no such ACL : 'missing'.",
                "   | parsing [haproxy.cfg:12] : balance only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hdr(name)' and 'rdp-cookie(name)' options.",
                "   | parsing [haproxy.cfg:13] : 'cache' expects a <name> argument",
                "   | Proxy 'f': unable to find required default_backend: 'c'.",
            ],
            lines[1..]);
    }

    [Fact]
    public void Strict_stops_where_HAProxy_does()
    {
        var result = HaproxyConfig.Parse(Text, options: new LoadOptions { Strict = true });
        Assert.Equal(2, result.Diagnostics.Items.Count);
        Assert.Equal("Error(s) found in configuration file : haproxy.cfg", result.Diagnostics.Items[^1].Message);
    }

    [Fact]
    public void The_next_file_is_read_too()
    {
        var files = new InMemoryFiles().Add("a.cfg", "cache\n").Add("b.cfg", "backend b\n balance never\n");
        var items = HaproxyConfig.Load(["a.cfg", "b.cfg"], files, []).Diagnostics.Items;
        Assert.Equal(["a.cfg", "a.cfg", "b.cfg"], items.Take(3).Select(item => item.Place?.Source.Path ?? item.Message[^5..]));
        Assert.True(items[2].Continuation);
    }
}
