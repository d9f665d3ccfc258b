using System.Text;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Checks;

namespace HAProxy.Net.Tests.Checks;

public class HttpCheckTests
{
    // The requests as haproxy 2.6.12 was seen to send them.
    [Fact]
    public void The_request_is_the_one_haproxy_sends()
    {
        Assert.Equal("OPTIONS / HTTP/1.0\r\n\r\n", Request(new HealthCheck()));
        Assert.Equal("GET /health HTTP/1.0\r\n\r\n", Request(new HealthCheck { Method = "GET", Uri = "/health" }));
        Assert.Equal(
            "GET /c HTTP/1.1\r\nhost: foo\r\nx-a: b c\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello",
            Request(new HealthCheck
            {
                Method = "GET", Uri = "/c", Version = "HTTP/1.1", Headers = [("Host", "foo"), ("X-a", "b c")], Body = "hello"u8.ToArray(),
            }));
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", CheckStatus.L7Ok, 200, "")]
    [InlineData("HTTP/1.1 302\r\nlocation: /\r\n\r\n", CheckStatus.L7Ok, 302, "")]
    [InlineData("HTTP/1.0 503 Some Reason\r\nA: b\r\n\r\nbody", CheckStatus.L7Status, 503, "Some Reason")]
    [InlineData("blah blah blah\r\n\r\n", CheckStatus.L7Response, 0, "")]
    [InlineData("HTTP/1.0 20", CheckStatus.L7Response, 0, "")]
    [InlineData("", CheckStatus.L7Response, 0, "")]
    public void The_answer_is_judged_as_haproxy_judges_it(string reply, CheckStatus expected, int expectedCode, string expectedInfo)
    {
        var check = new HttpCheck(new HealthCheck());
        Assert.True(check.Judge(Encoding.ASCII.GetBytes(reply), ended: true, out var status, out var code, out var info));
        Assert.Equal((expected, expectedCode, expectedInfo), (status, code, info));
    }

    [Fact]
    public void Nothing_is_decided_before_the_head_is_whole()
    {
        var check = new HttpCheck(new HealthCheck());
        var reply = "HTTP/1.0 200 OK\r\na: b\r\n\r\n"u8.ToArray();
        for (var length = 0; length < reply.Length; length++) Assert.False(check.Judge(reply.AsSpan(0, length), ended: false, out _, out _, out _));
        Assert.True(check.Judge(reply, ended: false, out var status, out _, out _));
        Assert.Equal(CheckStatus.L7Ok, status);
    }

    [Theory]
    [InlineData(200, false, CheckStatus.L7Ok)]
    [InlineData(299, false, CheckStatus.L7Ok)]
    [InlineData(300, false, CheckStatus.L7Status)]
    [InlineData(404, false, CheckStatus.L7Ok)]
    [InlineData(404, true, CheckStatus.L7Status)]
    [InlineData(500, true, CheckStatus.L7Ok)]
    public void Expected_statuses_are_ranges_that_may_be_negated(int code, bool negated, CheckStatus expected)
    {
        var check = new HttpCheck(new HealthCheck { Expect = new StatusExpectation(negated, [(200, 299), (404, 404)], "200-299,404") });
        check.Judge(Encoding.ASCII.GetBytes($"HTTP/1.1 {code} x\r\n\r\n"), ended: true, out var status, out _, out _);
        Assert.Equal(expected, status);
    }

    private static string Request(HealthCheck check) => Encoding.ASCII.GetString(new HttpCheck(check).Request);
}
