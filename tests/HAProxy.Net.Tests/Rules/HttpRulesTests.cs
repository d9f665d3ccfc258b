using System.Text;
using HAProxy.Net.Streams;
using HAProxy.Net.Tests.Samples;

namespace HAProxy.Net.Tests.Rules;

/// <summary>Rules on a message: the answers and rewritten heads are those of haproxy 2.6.12 (without the connection header, which is the codec's).</summary>
public class HttpRulesTests
{
    [Theory]
    [InlineData("return status 200 content-type text/plain string ok hdr X-A b hdr x-c %[src]", RuleOutcome.Answered, "200 OK | x-a: b | x-c: 127.0.0.1 | content-length: 2 | content-type: text/plain | ok")]
    [InlineData("return status 200", RuleOutcome.Answered, "200 OK | content-length: 0 | ")]
    [InlineData("return status 204", RuleOutcome.Answered, "204 No Content |  | ")]
    [InlineData("return status 404 content-type text/plain lf-string \"a %[path] b\"", RuleOutcome.Answered, "404 Not Found | content-length: 8 | content-type: text/plain | a /a/b b")]
    [InlineData("return status 503", RuleOutcome.Answered, "503 Service Unavailable | content-length: 0 | ")]
    [InlineData("return status 418 content-type a string b", RuleOutcome.Answered, "418 I'm a teapot | content-length: 1 | content-type: a | b")]
    [InlineData("return status 299 content-type a string b", RuleOutcome.Answered, "299 Success | content-length: 1 | content-type: a | b")]
    [InlineData("deny", RuleOutcome.Denied, "403 Forbidden | content-length: 93 | cache-control: no-cache | content-type: text/html | <html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n")]
    [InlineData("deny deny_status 429 hdr x-a b", RuleOutcome.Denied, "429 Too Many Requests | x-a: b | content-length: 0 | ")]
    [InlineData("deny status 404 content-type a lf-string \"x%[src]\" hdr x-a b", RuleOutcome.Denied, "404 Not Found | x-a: b | content-length: 10 | content-type: a | x127.0.0.1")]
    [InlineData("redirect location /x", RuleOutcome.Answered, "302 Found | content-length: 0 | location: /x | cache-control: no-cache | ")]
    [InlineData("redirect location /x code 301", RuleOutcome.Answered, "301 Moved Permanently | content-length: 0 | location: /x | ")]
    [InlineData("redirect location http://a/%[path] code 307 set-cookie A=b", RuleOutcome.Answered, "307 Temporary Redirect | content-length: 0 | location: http://a//a/b | cache-control: no-cache | set-cookie: A=b; path=/; | ")]
    [InlineData("redirect location /x code 308 clear-cookie A=", RuleOutcome.Answered, "308 Permanent Redirect | content-length: 0 | location: /x | set-cookie: A=; path=/; Max-Age=0; | ")]
    [InlineData("redirect prefix http://q code 302", RuleOutcome.Answered, "302 Found | content-length: 0 | location: http://q/a/b?c=d | cache-control: no-cache | ")]
    [InlineData("redirect prefix /p drop-query append-slash", RuleOutcome.Answered, "302 Found | content-length: 0 | location: /p/a/b/ | cache-control: no-cache | ")]
    [InlineData("redirect prefix / append-slash drop-query", RuleOutcome.Answered, "302 Found | content-length: 0 | location: /a/b/ | cache-control: no-cache | ")]
    [InlineData("redirect scheme https", RuleOutcome.Answered, "302 Found | content-length: 0 | location: https://H:81/a/b?c=d | cache-control: no-cache | ")]
    [InlineData("redirect scheme https code 301 drop-query", RuleOutcome.Answered, "301 Moved Permanently | content-length: 0 | location: https://H:81/a/b | ")]
    [InlineData("redirect location \"%[var(txn.none)]\"", RuleOutcome.Answered, "302 Found | content-length: 0 | location:  | cache-control: no-cache | ")]
    [InlineData("auth realm \"my realm\"", RuleOutcome.Answered, "401 Unauthorized | content-length: 112 | cache-control: no-cache | content-type: text/html | www-authenticate: Basic realm=\"my realm\" | <html><body><h1>401 Unauthorized</h1>\nYou need a valid user and password to access this content.\n</body></html>\n")]
    public void A_final_action_answers(string rule, RuleOutcome outcome, string answer)
    {
        var fixture = Run(rule, out var result);
        var response = fixture.Stream.Response;

        Assert.Equal(outcome, result);
        Assert.Equal(answer, $"{response.Status} {Encoding.Latin1.GetString(response.Reason)} | {StreamFixture.Headers(response)} | {Encoding.Latin1.GetString(fixture.Stream.ReplyBody.Span)}");
    }

    [Theory]
    [InlineData("set-path /n", "GET /n?c=d | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("set-query z=1", "GET /a/b?z=1 | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("set-query %[var(txn.none)]", "GET /a/b? | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("set-uri /whole?x", "GET /whole?x | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("set-path %[var(txn.none)]", "GET ?c=d | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("set-method PUT", "PUT /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("set-header host other", "GET /a/b?c=d | x-h: 1 | x-h: 2 | host: other")]
    [InlineData("set-header X-New \"%[path]  %[src]\"", "GET /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2 | x-new: /a/b  127.0.0.1")]
    [InlineData("add-header x-h again", "GET /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2 | x-h: again")]
    [InlineData("del-header x-h", "GET /a/b?c=d | host: H:81")]
    [InlineData("del-header x- -m beg", "GET /a/b?c=d | host: H:81")]
    [InlineData("del-header -h -m end", "GET /a/b?c=d | host: H:81")]
    [InlineData("del-header ^X-H -m reg", "GET /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("del-header h -m sub", "GET /a/b?c=d | ")]
    [InlineData("set-header x-e \"%[var(txn.none)]\"", "GET /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2 | x-e: ")]
    [InlineData("allow", "GET /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2")]
    [InlineData("redirect location \"%[var(txn.none)]\" ignore-empty", "GET /a/b?c=d | host: H:81 | x-h: 1 | x-h: 2")]
    public void A_rewriting_action_changes_the_request(string rule, string head)
    {
        var fixture = Run(rule, out var result);
        var request = fixture.Stream.Request;

        Assert.Equal(RuleOutcome.Continue, result);
        Assert.Equal(head, $"{Encoding.Latin1.GetString(request.Method)} {Encoding.Latin1.GetString(request.Target)} | {StreamFixture.Headers(request)}");
    }

    [Fact]
    public void Rules_run_in_order_until_one_is_final()
    {
        var fixture = Run("set-var(txn.a) path,upper\n http-request set-var-fmt(txn.b) \"<%[var(txn.a)]>\"\n http-request set-header x-b %[var(txn.b)] if { var(txn.a) -m str /A/B }\n http-request allow unless { path /other }\n http-request deny", out var result);

        Assert.Equal(RuleOutcome.Continue, result);
        Assert.Equal("host: H:81 | x-h: 1 | x-h: 2 | x-b: </A/B>", StreamFixture.Headers(fixture.Stream.Request));
    }

    [Fact]
    public void Response_rules_change_the_response_and_may_read_what_they_replace()
    {
        var fixture = new StreamFixture(Configuration("http-response set-header x-s %[status]\n http-response set-status 418 if { res.hdr(a) 1 }\n http-response return status 200 content-type t lf-string \"%[res.hdr(a)]\" hdr x %[res.hdr(a)] if { status 418 }"));
        fixture.Request("GET", "/").Response(200, "a: 1", "b: 2");

        Assert.Equal(RuleOutcome.Answered, fixture.Process.Frontends[0].ResponseRules!.Run(fixture.Stream));
        Assert.Equal("x: 1 | content-length: 1 | content-type: t", StreamFixture.Headers(fixture.Stream.Response));
        Assert.Equal("1", Encoding.Latin1.GetString(fixture.Stream.ReplyBody.Span));
    }

    [Fact]
    public void The_first_use_backend_that_applies_chooses()
    {
        var fixture = new StreamFixture(Configuration("use_backend other if { path_beg /o }\n use_backend %[path,field(2,/)] if { path /b }") + "backend other\n mode http\n");

        Assert.Equal("other", fixture.Request("GET", "/ox").Process.Frontends[0].Switch!.Choose(fixture.Stream)?.Name);
        Assert.Equal("b", fixture.Request("GET", "/b").Process.Frontends[0].Switch!.Choose(fixture.Stream)?.Name);
        Assert.Null(fixture.Request("GET", "/x").Process.Frontends[0].Switch!.Choose(fixture.Stream));
    }

    [Fact]
    public void A_rewrite_without_room_fails_instead_of_being_left_out()
    {
        var fixture = new StreamFixture(Configuration("http-request set-header x %[hdr(big)]"));
        fixture.Request("GET", "/", "big: " + new string('x', 9000));

        Assert.Equal(RuleOutcome.Failed, fixture.Process.Frontends[0].RequestRules!.Run(fixture.Stream));
    }

    [Fact]
    public void Rules_allocate_nothing()
    {
        var fixture = new StreamFixture(Configuration("http-request set-var(txn.a) path,lower\n http-request set-header x-a \"%[var(txn.a)] %[src] %ci\" if { path_beg /a }\n http-request set-path /x%[path]\n http-request return status 200 content-type t lf-string \"%[path]\" hdr a %[src]"));
        var rules = fixture.Process.Frontends[0].RequestRules!;
        long before = 0;
        for (var round = 0; round < 200; round++)
        {
            fixture.Stream.Request.Clear();
            fixture.Stream.Response.Clear();
            fixture.Stream.Request.SetMethod("GET"u8);
            fixture.Stream.Request.SetTarget("/abc?d"u8);
            fixture.Stream.HasRequest = true;
            if (round == 100) before = GC.GetAllocatedBytesForCurrentThread();
            if (rules.Run(fixture.Stream) != RuleOutcome.Answered) Assert.Fail();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static StreamFixture Run(string rule, out RuleOutcome outcome)
    {
        var fixture = new StreamFixture(Configuration("http-request " + rule));
        fixture.Request("GET", "/a/b?c=d", "host: H:81", "x-h: 1", "x-h: 2");
        outcome = fixture.Process.Frontends[0].RequestRules!.Run(fixture.Stream);
        return fixture;
    }

    private static string Configuration(string lines) =>
        $"frontend f\n mode http\n bind 127.0.0.1:1\n {lines}\n default_backend b\nbackend b\n mode http\n server s1 127.0.0.1:2\n";
}
