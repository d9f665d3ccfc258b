using ConfParsers.Haproxy.Catalog;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Tests.Samples;

/// <summary>Fetches and converters: every value was taken from haproxy 2.6.12, which wrote it with lf-file into an answer to the same request.</summary>
public class FetchAndConverterTests
{
    [Theory]
    [InlineData("str(\"a\\\"b\")", "a\"b")]
    [InlineData("str('a\\\"b')", "a\\\"b")]
    [InlineData("str(a\\b)", "a\\b")]
    [InlineData("str(\"a\"b'c')", "abc")]
    [InlineData("str(a b)", "a b")]
    [InlineData("str( a)", " a")]
    [InlineData("int(99999999999999999999)", "9223372036854775807")]
    [InlineData("int(-5)", "-5")]
    [InlineData("int(5),add", "5")]
    [InlineData("int(5),add()", "5")]
    [InlineData("int(5),add(txn.i)", "12")]
    [InlineData("int(5),add(txn.none)", "")]
    [InlineData("int(5),add(txn.s)", "5")]
    [InlineData("int(5),sub(7)", "-2")]
    [InlineData("int(5),mul(-3)", "-15")]
    [InlineData("int(9223372036854775807),add(1)", "9223372036854775807")]
    [InlineData("int(9223372036854775807),mul(2)", "9223372036854775807")]
    [InlineData("int(-9223372036854775807),sub(10)", "-9223372036854775808")]
    [InlineData("int(17),div(5)", "3")]
    [InlineData("int(17),div(0)", "9223372036854775807")]
    [InlineData("int(-17),div(0)", "9223372036854775807")]
    [InlineData("int(17),mod(5)", "2")]
    [InlineData("int(-17),mod(5)", "-2")]
    [InlineData("int(17),mod(0)", "0")]
    [InlineData("int(6),and(3)", "2")]
    [InlineData("int(6),or(3)", "7")]
    [InlineData("int(6),xor(3)", "5")]
    [InlineData("int(6),not", "0")]
    [InlineData("int(0),not", "1")]
    [InlineData("int(6),bool", "1")]
    [InlineData("int(0),bool", "0")]
    [InlineData("int(6),neg", "-6")]
    [InlineData("int(6),odd", "0")]
    [InlineData("int(6),even", "1")]
    [InlineData("str(abc),not", "1")]
    [InlineData("str(12),add(1)", "13")]
    [InlineData("str(12a),add(1)", "13")]
    [InlineData("str(-12),add(1)", "-11")]
    [InlineData("str(),add(1)", "")]
    [InlineData("str(abc),add(1)", "1")]
    [InlineData("bool(true)", "1")]
    [InlineData("bool(1),add(1)", "2")]
    [InlineData("bool(true),length", "1")]
    [InlineData("int(12345),length", "5")]
    [InlineData("src,length", "9")]
    [InlineData("src,add(1)", "2130706434")]
    [InlineData("src,lower", "127.0.0.1")]
    [InlineData("src,hex", "7F000001")]
    [InlineData("path,hex", "2F41422F43642F652E68746D6C")]
    [InlineData("path,length", "13")]
    [InlineData("path,upper", "/AB/CD/E.HTML")]
    [InlineData("path,lower", "/ab/cd/e.html")]
    [InlineData("path,field(1,/)", "")]
    [InlineData("path,field(2,/)", "AB")]
    [InlineData("path,field(-1,/)", "e.html")]
    [InlineData("path,field(-2,/)", "Cd")]
    [InlineData("path,field(2,/,2)", "AB/Cd")]
    [InlineData("path,field(2,/,0)", "AB/Cd/e.html")]
    [InlineData("path,field(-1,/,2)", "Cd/e.html")]
    [InlineData("path,field(-1,/,0)", "/AB/Cd/e.html")]
    [InlineData("path,field(9,/)", "")]
    [InlineData("path,word(1,/)", "AB")]
    [InlineData("path,word(2,/)", "Cd")]
    [InlineData("path,word(-1,/)", "e.html")]
    [InlineData("path,word(1,/,2)", "AB/Cd")]
    [InlineData("path,word(2,/,0)", "Cd/e.html")]
    [InlineData("path,word(9,/)", "")]
    [InlineData("str(//a//b//),field(1,/)", "")]
    [InlineData("str(//a//b//),field(3,/)", "a")]
    [InlineData("str(//a//b//),field(-1,/)", "")]
    [InlineData("str(//a//b//),word(1,/)", "a")]
    [InlineData("str(//a//b//),word(2,/)", "b")]
    [InlineData("str(//a//b//),word(-1,/)", "b")]
    [InlineData("str(//a//b//),word(1,/,0)", "a//b//")]
    [InlineData("str(a-b/c),word(2,-/)", "b")]
    [InlineData("str(SGVsbG8=),b64dec", "Hello")]
    [InlineData("str(SGVsbG8),b64dec", "")]
    [InlineData("str(!!!),b64dec", "")]
    [InlineData("str(SGVsbG8=),b64dec,hex", "48656C6C6F")]
    [InlineData("method", "GET")]
    [InlineData("method,lower", "get")]
    [InlineData("method,length", "3")]
    [InlineData("url", "/AB/Cd/e.html?a=1&b=%41+c")]
    [InlineData("pathq", "/AB/Cd/e.html?a=1&b=%41+c")]
    [InlineData("query", "a=1&b=%41+c")]
    [InlineData("hdr(x-h)", "Other")]
    [InlineData("hdr(x-h,1)", "value")]
    [InlineData("hdr(x-h,2)", "z")]
    [InlineData("hdr(x-h,3)", "Other")]
    [InlineData("hdr(x-h,-2)", "z")]
    [InlineData("hdr(x-h,0)", "Other")]
    [InlineData("req.fhdr(x-h)", "Other")]
    [InlineData("req.fhdr(x-h,1)", "value, z")]
    [InlineData("req.fhdr_cnt(x-h)", "2")]
    [InlineData("hdr", "")]
    [InlineData("req.fhdr", "")]
    [InlineData("hdr_cnt", "30")]
    [InlineData("hdr_cnt(x-h)", "3")]
    [InlineData("req.hdr_cnt(nope)", "0")]
    [InlineData("hdr_ip(x-ip)", "10.1.2.3")]
    [InlineData("hdr_ip(x-h)", "")]
    [InlineData("hdr_val(x-n)", "42")]
    [InlineData("hdr_val(x-h)", "0")]
    [InlineData("hdr(nope)", "")]
    [InlineData("var(txn.s)", "Hello")]
    [InlineData("var(txn.i)", "7")]
    [InlineData("var(txn.none)", "")]
    [InlineData("var(txn.none,dflt)", "dflt")]
    [InlineData("ssl_fc", "0")]
    [InlineData("fe_name", "f")]
    [InlineData("always_true", "1")]
    [InlineData("always_false", "0")]
    [InlineData("nbproc", "1")]
    [InlineData("req.ver", "1.1")]
    [InlineData("path,url_dec", "/AB/Cd/e.html")]
    [InlineData("query,url_dec", "a=1&b=A+c")]
    [InlineData("ipv4(1.2.3.4)", "1.2.3.4")]
    [InlineData("ipv6(::1)", "::1")]
    [InlineData("ipv4(1.2.3.4),add(1)", "16909061")]
    [InlineData("int(16909060),ipmask(32)", "1.2.3.4")]
    [InlineData("str(//a//b//),word(-1,/,2)", "a//b")]
    [InlineData("str(//a//b//),word(-1,/,0)", "//a//b")]
    [InlineData("str(//a//b//),word(-2,/)", "a")]
    [InlineData("str(//a//b//),word(-2,/,0)", "//a")]
    [InlineData("str(//a//b//),word(1,/,2)", "a//b")]
    [InlineData("str(//a//b//),word(3,/)", "")]
    [InlineData("str(//a//b//),field(-1,/,2)", "/")]
    [InlineData("str(//a//b//),field(-2,/,3)", "/b/")]
    [InlineData("str(//a//b//),field(3,/,3)", "a//b")]
    [InlineData("str(//a//b//),field(3,/,0)", "a//b//")]
    [InlineData("str(//a//b//),field(20,/)", "")]
    [InlineData("str(//a//b//),field(-20,/)", "")]
    [InlineData("str(abc),field(1,/)", "abc")]
    [InlineData("str(abc),field(-1,/)", "abc")]
    [InlineData("str(),field(1,/)", "")]
    [InlineData("hdr_cnt(x-a)", "4")]
    [InlineData("hdr_ip(x-6)", "2001:db8::1")]
    [InlineData("hdr_ip(x-6b)", "")]
    [InlineData("hdr_ip(x-6c)", "::ffff:10.0.0.1")]
    [InlineData("hdr_ip(x-p)", "10.0.0.1")]
    [InlineData("hdr_ip(x-sp)", "")]
    [InlineData("hdr_val(x-neg)", "-12")]
    [InlineData("hdr_val(x-sp)", "10434")]
    [InlineData("hdr_val(x-plus)", "-488")]
    [InlineData("hdr_val(x-big)", "1661992959")]
    [InlineData("str(abc),hex,lower", "616263")]
    [InlineData("str(YQ),b64dec", "")]
    [InlineData("str(YWI=),b64dec", "ab")]
    [InlineData("str(YWI),b64dec", "")]
    [InlineData("str(YWJj),b64dec", "abc")]
    [InlineData("str(YWJjZ),b64dec", "")]
    [InlineData("str(YW Jj),b64dec", "")]
    [InlineData("str(Y===),b64dec", "")]
    [InlineData("str(a+b),url_dec(1)", "a b")]
    [InlineData("str(a+b),url_dec(0)", "a+b")]
    [InlineData("int(-5),length", "2")]
    [InlineData("int(5),mul(-9223372036854775807)", "-9223372036854775808")]
    [InlineData("int(-5),mul(9223372036854775807)", "-9223372036854775808")]
    [InlineData("int(-9223372036854775807),sub(9)", "-9223372036854775808")]
    [InlineData("int(-7),div(2)", "-3")]
    [InlineData("int(5000000000),ipmask(32)", "42.5.242.0")]
    [InlineData("str(Hello),upper,lower,length", "5")]
    [InlineData("hdr(x-a),length", "5")]
    [InlineData("req.proto_http", "1")]
    [InlineData("path,field(9,/),length", "")]
    [InlineData("path,word(9,/),length", "0")]
    [InlineData("hdr(none),length", "")]
    [InlineData("str(),length", "0")]
    [InlineData("str(),upper,length", "0")]
    [InlineData("int(3),xor(txn.i)", "4")]
    public void A_sample_has_the_value_it_has_in_2_6(string expression, string value)
    {
        var fixture = new StreamFixture().Request("GET", "/AB/Cd/e.html?a=1&b=%41+c",
            "Host: 127.0.0.1:19882", "User-Agent: curl/7.88.1", "Accept: */*", "X-H: value, z", "x-h: Other", "x-ip: 10.1.2.3", "x-n: 42abc",
            "Cookie: c=1; d=2; e", "x-a: one,,  two ,three", "x-e:", "x-q: \"a,b\" , c\\,d", "x-6: 2001:db8::1", "x-6b: [2001:db8::1]:80",
            "x-6c: ::ffff:10.0.0.1", "x-p: 10.0.0.1:8080", "x-sp: 12 34", "x-neg: -12", "x-plus: +12", "x-big: 99999999999999999999",
            "x-multi: 1, 2,3", "x-mip: 10.0.0.1, 10.0.0.2");
        fixture.SetVariable("s", "str(Hello)");
        fixture.SetVariable("i", "int(7)");

        Assert.Equal(value, fixture.Value(expression) ?? "");
    }

    [Fact]
    public void Every_implementation_has_a_signature_row()
    {
        Assert.Equal("", string.Join(' ', Fetches.Names.Where(name => Signatures.Fetch(name) is null)));
        Assert.Equal("", string.Join(' ', Converters.Names.Where(name => Signatures.Converter(name) is null)));
    }

    [Fact]
    public void Response_samples_read_the_response()
    {
        var fixture = new StreamFixture().Request("GET", "/", "a: 1").Response(404, "A: x", "b: y, z");

        Assert.Equal("404", fixture.Value("status"));
        Assert.Equal("x", fixture.Value("hdr(a)"));
        Assert.Equal("z", fixture.Value("res.hdr(b)"));
        Assert.Equal("2", fixture.Value("res.hdr_cnt(b)"));
        Assert.Equal("1.1", fixture.Value("res.ver"));
    }

    [Fact]
    public void Without_a_message_there_is_no_sample()
    {
        var fixture = new StreamFixture();

        Assert.Null(fixture.Value("path"));
        Assert.Null(fixture.Value("status"));
        Assert.Null(fixture.Value("res.hdr(a)"));
    }

    [Theory]
    [InlineData("*", null, "*")]
    [InlineData("http://h:81/p/q?r", "/p/q", "http://h:81/p/q?r")]
    [InlineData("http://h", null, "http://h")]
    [InlineData("h:443", null, "h:443")]
    [InlineData("/?x", "/", "/?x")]
    public void The_path_is_what_follows_the_authority(string target, string? path, string url)
    {
        var fixture = new StreamFixture().Request("GET", target);

        Assert.Equal(path, fixture.Value("path"));
        Assert.Equal(url, fixture.Value("url"));
    }

    [Fact]
    public void Evaluation_allocates_nothing()
    {
        var fixture = new StreamFixture().Request("GET", "/AB/Cd?x", "host: h", "x-ip: 2001:db8::1", "x-h: a, b, c");
        CompiledSample[] samples =
        [
            fixture.Compile("path,lower,field(2,/),length,add(1)"), fixture.Compile("src,hex"), fixture.Compile("hdr_ip(x-ip),ipmask(8,32)"),
            fixture.Compile("base,base64"), fixture.Compile("rand(10)"), fixture.Compile("hdr(x-h,-2),upper"),
        ];
        var condition = fixture.Condition("{", "hdr(x-h)", "-i", "C", "}", "{", "path_beg", "/AB", "}", "{", "src", "127.0.0.0/8", "}", "!{", "path_reg", "^/x", "}");
        long before = 0;
        for (var round = 0; round < 200; round++)
        {
            // The first rounds fill the scratch of the loop and the tiers of the runtime.
            if (round == 100) before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var sample in samples)
            {
                var value = new Sample();
                sample.Evaluate(fixture.Stream, ConfParsers.Haproxy.Expressions.SampleType.String, ref value);
            }

            Assert.True(condition.Matches(fixture.Stream));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
