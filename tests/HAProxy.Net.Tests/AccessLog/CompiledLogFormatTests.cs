using System.Text;
using HAProxy.Net.AccessLog;
using HAProxy.Net.Tests.Samples;

namespace HAProxy.Net.Tests.AccessLog;

/// <summary>Log lines, byte for byte as haproxy 2.6.12 wrote them for the same request.</summary>
public class CompiledLogFormatTests
{
    [Theory]
    [InlineData("%{+Q}r|%r|%HM|%HP|%HPO|%HQ|%HU|%HV|%{+Q}HU|%{+Q}HQ", "\"GET /a?b=c HTTP/1.1\"|GET /a?b=c HTTP/1.1|GET|/a|/a|?b=c|/a?b=c|HTTP/1.1|\"/a?b=c\"|\"?b=c\"")]
    [InlineData("%[src] %{+Q}[src] %{+X}[src]", "127.0.0.1 \"127.0.0.1\" 127.0.0.1")]
    [InlineData("%[var(txn.none)]|%{+Q}[var(txn.none)]|%[str()]|%{+Q}[str()]", "-|\"\"|-|\"\"")]
    [InlineData("a  b   %[var(txn.none)] c %hr %hs d  ", "a b - c d ")]
    [InlineData("  %ci  ", "127.0.0.1 ")]
    [InlineData("%ci %cp %fi %fp %si %sp", "127.0.0.1 40000 10.0.0.1 80 127.0.0.1 2")]
    [InlineData("%{+Q}ci %{+Q}cp %{+Q}b %{+Q}s %{+Q}ft %{+Q}f %{+Q}ts %{+Q}tsc %{+Q}ST %{+Q}B %{+Q}Tw", "\"127.0.0.1\" 40000 \"b\" \"s1\" \"f\" \"f\" -- ---- 200 86 -1")]
    [InlineData("%{+X}ci %{+X}cp %{+X}si %{+X}sp %{+X}ms %{+X}Ts %{+X}B %{+X}ST", "7F000001 9C40 7F000001 0002 2E1 6B037AA9 86 200")]
    [InlineData("%T|%Ts|%ms|%{+Q}T", "22/Nov/2026:23:28:41 +0000|1795390121|737|22/Nov/2026:23:28:41 +0000")]
    [InlineData("%CC %CS %{+Q}CC %{+Q}CS |%hr|%hs|%hrl|%hsl|%{+Q}hr|%{+Q}hrl|%ID", "- - \"\" \"\" |||||||-")]
    [InlineData("%{+Q}o %ci %b %[src] %r %{-Q}r", "\"127.0.0.1\" \"b\" \"127.0.0.1\" \"GET /a?b=c HTTP/1.1\" GET /a?b=c HTTP/1.1")]
    [InlineData("%%x %% %.b %f/x%b", "%x % .b f/xb")]
    [InlineData("%[status] %[be_name] %[srv_name] %[fe_name] %[method] %[int(5)] %[bool(1)]", "200 b s1 f GET 5 1")]
    [InlineData("%sq/%bq %rc %U", "0/0 +3 57")]
    public void A_line_is_what_2_6_writes(string format, string line) => Assert.Equal(line, Write(Finished(), format));

    [Fact]
    public void A_request_is_escaped_so_that_it_stays_one_line()
    {
        var fixture = Finished();
        fixture.Stream.RequestLine = "GET /a\"b\\c\x01\xe9#] HTTP/1.1"u8.ToArray();

        Assert.Equal("\"GET /a#22b\\c#01#C3#A9#23] HTTP/1.1\"", Write(fixture, "%{+Q}r"));
        Assert.Equal("GET /a#22b\\\\c#01#C3#A9#23\\] HTTP/1.1", Write(fixture, "%{+E}r"));
    }

    [Fact]
    public void A_refused_request_is_logged_as_BADREQ_of_the_frontend()
    {
        var fixture = new StreamFixture();
        fixture.Stream.Times.Accept = 100;
        fixture.Stream.Times.Handshake = 100;
        fixture.Stream.Times.Closed = 100;
        fixture.Stream.Response.Status = 400;
        fixture.Stream.Termination.Cause = HAProxy.Net.Streams.TerminationCause.Proxy;
        fixture.Stream.Termination.Phase = HAProxy.Net.Streams.TerminationPhase.Request;

        Assert.Equal("f f/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- 0/0/0/0/0 0/0 \"<BADREQ>\"", Write(fixture, AccessLogLines.HttpFormat["%ci:%cp [%tr] ".Length..]));
    }

    [Fact]
    public void The_http_line_has_its_timers()
    {
        var fixture = Finished();
        fixture.Stream.Times.Accept = 1000;
        fixture.Stream.Times.Handshake = 1002;
        fixture.Stream.Times.FirstByte = 1010;
        fixture.Stream.Times.Request = 1011;
        fixture.Stream.Times.Queued = 1013;
        fixture.Stream.Times.Connected = 1016;
        fixture.Stream.Times.Response = 1020;
        fixture.Stream.Times.Closed = 1025;

        Assert.Equal("1/2/3/4/15 8 2 11 25 5", Write(fixture, "%TR/%Tw/%Tc/%Tr/%Ta %Ti %Th %Tq %Tt %Td"));
    }

    [Fact]
    public void In_a_message_blanks_stay_and_control_characters_are_encoded()
    {
        var fixture = Finished();
        var format = CompiledLogFormat.Compile(fixture.Format("a  %[str(\"x\\ny\")]|%[var(txn.none)]|%{+Q}[src]|%{+Q}ci"), fixture.Compiler, isLog: false);
        var buffer = new byte[200];

        Assert.Equal("a  x%0Ay||127.0.0.1|\"127.0.0.1\"", Encoding.Latin1.GetString(buffer, 0, format.Write(fixture.Stream, default, buffer, out _)));
    }

    [Fact]
    public void Writing_a_line_allocates_nothing_and_what_does_not_fit_is_cut()
    {
        var fixture = Finished();
        var format = CompiledLogFormat.Compile(fixture.Format(AccessLogLines.HttpFormat), fixture.Compiler, isLog: true);
        var buffer = new byte[30];
        long before = 0;
        for (var round = 0; round < 200; round++)
        {
            if (round == 100) before = GC.GetAllocatedBytesForCurrentThread();
            if (format.Write(fixture.Stream, default, buffer, out var cut) != 30 || !cut) Assert.Fail();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_thousand_http_lines_allocate_nothing()
    {
        var fixture = Finished();
        var format = CompiledLogFormat.Compile(fixture.Format(AccessLogLines.HttpFormat + " %bi %si %{+X}ci %T %[src] %{+Q}[var(txn.none)]"), fixture.Compiler, isLog: true);
        var buffer = new byte[1024];
        format.Write(fixture.Stream, default, buffer, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var line = 0; line < 1000; line++) format.Write(fixture.Stream, default, buffer, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("%r %HM %ci %ft %b %s %si %bi %t %tr %Ts %ST %pid %rt %H %hr %CC %tsc", false)]
    [InlineData("%B", true)]
    [InlineData("%Tt", true)]
    [InlineData("%ac", true)]
    [InlineData("%rc", true)]
    [InlineData("%ts", true)]
    public void What_is_known_early_is_not_held_back(string format, bool needsEnd) =>
        Assert.Equal(needsEnd, CompiledLogFormat.Compile(Finished().Format(format), Finished().Compiler, isLog: true).NeedsEnd);

    [Fact]
    public void Totals_of_logasap_are_marked()
    {
        var fixture = Finished();
        fixture.Stream.Times.Closed = 5;
        var format = CompiledLogFormat.Compile(fixture.Format("%B %U %Ta %Tt %Tu %Tr"), fixture.Compiler, isLog: true);
        var buffer = new byte[100];
        var length = format.Write(fixture.Stream, new LogScene(1, 0) { IsEarly = true }, buffer, out _);

        Assert.Equal("+86 57 +5 +5 +5 -1", Encoding.Latin1.GetString(buffer, 0, length));
    }

    [Theory]
    [InlineData("A %HQ %HQ B", "A   B")]
    [InlineData("A %hr %hs B", "A B")]
    [InlineData("%HPO", "")]
    [InlineData("%{+Q}HPO", "\"\"")]
    [InlineData("%bi %bp %{+Q}bp", "- - \"\"")]
    [InlineData("%sslc %{+Q}sslv", "- \"\"")]
    [InlineData("%{+X}lc %{+X}rt", "0000 0000")]
    public void What_is_missing_leaves_what_2_6_leaves(string format, string line)
    {
        var fixture = Finished();
        fixture.Stream.RequestLine = "OPTIONS * HTTP/1.0"u8.ToArray();

        Assert.Equal(line, Write(fixture, format));
    }

    private static string Write(StreamFixture fixture, string format)
    {
        var buffer = new byte[1000];
        var compiled = CompiledLogFormat.Compile(fixture.Format(format), fixture.Compiler, isLog: true);
        return Encoding.Latin1.GetString(buffer, 0, compiled.Write(fixture.Stream, default, buffer, out _));
    }

    private static StreamFixture Finished()
    {
        var fixture = new StreamFixture().Request("GET", "/a?b=c", "host: h").Response(200);
        fixture.Stream.Backend = fixture.Process.Backends[0];
        fixture.Stream.Server = fixture.Process.Backends[0].Servers[0];
        fixture.Stream.Termination.Reset();
        fixture.Stream.Times.AcceptUnixMs = 1795390121737;
        fixture.Stream.Counts.BytesOut = 86;
        fixture.Stream.Counts.BytesIn = 57;
        fixture.Stream.Counts.Retries = 3;
        fixture.Stream.Counts.Redispatched = true;
        return fixture;
    }
}
