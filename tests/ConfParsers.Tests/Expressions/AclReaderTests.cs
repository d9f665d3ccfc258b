using System.Net;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Tests.Expressions;

/// <summary>ACL tests: every message was taken from haproxy 2.6.12 (<c>-c -f</c>), without its final period.</summary>
public class AclReaderTests
{
    [Theory]
    [InlineData("", "missing fetch method in ACL expression ''")]
    [InlineData("foo", "unknown fetch method 'foo' in ACL expression 'foo'")]
    [InlineData("foo(x) bar", "unknown fetch method 'foo' in ACL expression 'foo(x)'")]
    [InlineData("path_foo /x", "unknown fetch method 'path_foo' in ACL expression 'path_foo'")]
    [InlineData("hdr(host /x", "ACL keyword 'hdr' : expected ')'")]
    [InlineData("hdr(host) -q x", "'-q' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'")]
    [InlineData("hdr(host) -m foo x", "unknown matching method 'foo' when parsing ACL expression")]
    [InlineData("hdr(host) -m", "unknown matching method '' when parsing ACL expression")]
    [InlineData("src 10.0.0.0/33", "'10.0.0.0/33' is not a valid IPv4 or IPv6 address")]
    [InlineData("src foo.bar.invalid", "'foo.bar.invalid' is not a valid IPv4 or IPv6 address")]
    [InlineData("src ::1/200", "'::1/200' is not a valid IPv4 or IPv6 address")]
    [InlineData("src 300.1.1.1", "'300.1.1.1' is not a valid IPv4 or IPv6 address")]
    [InlineData("src 1.2.3.4/", "'1.2.3.4/' is not a valid IPv4 or IPv6 address")]
    [InlineData("src 1.2.3.4/-1", "'1.2.3.4/-1' is not a valid IPv4 or IPv6 address")]
    [InlineData("src /8", "'/8' is not a valid IPv4 or IPv6 address")]
    [InlineData("src [::1]", "'[::1]' is not a valid IPv4 or IPv6 address")]
    [InlineData("dst_port foo", "'foo' is not a number")]
    [InlineData("dst_port 80a", "'80a' is not a number")]
    [InlineData("dst_port 90:80", "'90:80' is not a valid number range")]
    [InlineData("dst_port :", "':' is not a valid number range")]
    [InlineData("dst_port -- -5:-1", "'-5:-1' is not a valid number range")]
    [InlineData("dst_port 1.5", "'1.5' is not a number")]
    [InlineData("dst_port 99999999999999999999", "'99999999999999999999' is not a number")]
    [InlineData("dst_port -1", "'-1' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'")]
    [InlineData("src -f /nonexist", "failed to open pattern file </nonexist>")]
    [InlineData("src -f", "failed to open pattern file <>")]
    [InlineData("path,foo /x", "ACL keyword 'path' : unknown converter 'foo'.")]
    [InlineData("path,lower(x) /x", "ACL keyword 'path' : invalid arg 1 in converter 'lower' : expected ')' before 'x)'.")]
    [InlineData("path,field(1) /x", "ACL keyword 'path' : invalid arg 2 in converter 'field' : missing arguments (got 1/2), type 'string' expected.")]
    [InlineData("path,field(x,y) /x", "ACL keyword 'path' : invalid arg 1 in converter 'field' : failed to parse 'x' as type 'integer' at position 1.")]
    [InlineData("path,field(1,/,2,3) x", "ACL keyword 'path' : invalid arg 3 in converter 'field' : expected ')' before ',3)'.")]
    [InlineData("path,word x", "ACL keyword 'path' : invalid arg 1 in converter 'word' : expected type 'integer' at position 1, but got nothing.")]
    [InlineData("path,field(,/) x", "ACL keyword 'path' : invalid arg 1 in converter 'field' : expected type 'integer' at position 1, but got nothing.")]
    [InlineData("path,length,add(x) 5", "ACL keyword 'path' : invalid args in converter 'add' : expects an integer or a variable name.")]
    [InlineData("path,length,add(5 5", "ACL keyword 'path' : invalid arg 2 in converter 'add' : expected ')'.")]
    [InlineData("path,lower( /x", "ACL keyword 'path' : invalid arg 1 in converter 'lower' : expected ')'.")]
    [InlineData("'path,field(1,\"/\"' x", "ACL keyword 'path' : invalid arg 2 in converter 'field' : expected ')'.")]
    [InlineData("'path,field(1,\"/)' x", "ACL keyword 'path' : invalid arg 2 in converter 'field' : expected ')'.")]
    [InlineData("path,field(1,) x", "ACL keyword 'path' : invalid args in converter 'field' : Empty separators list.")]
    [InlineData("path,field(0,/) x", "ACL keyword 'path' : invalid args in converter 'field' : Unexpected value 0 for index.")]
    [InlineData("path,lower)x /x", "ACL keyword 'path' : missing comma after converter 'lower'.")]
    [InlineData("'path ' x", "ACL keyword 'path' : missing comma after fetch keyword.")]
    [InlineData("'path, lower' x", "ACL keyword 'path' : unknown converter ''.")]
    [InlineData("' path' x", "missing fetch method in ACL expression ' path'")]
    [InlineData("path(x) /x", "ACL keyword 'path' : expected ')' before 'x)'")]
    [InlineData("hdr(a,b) /x", "ACL keyword 'hdr' : failed to parse 'b' as type 'integer' at position 2")]
    [InlineData("hdr(a,1,2) /x", "ACL keyword 'hdr' : expected ')' before ',2)'")]
    [InlineData("hdr(a,-11) x", "in argument to 'hdr', header occurrence must be >= -10")]
    [InlineData("rand(x) 5", "fetch method 'rand' : failed to parse 'x' as type 'integer' at position 1 in ACL expression 'rand(x)'")]
    [InlineData("int(0x10) 5", "fetch method 'int' : failed to parse '0x10' as type 'integer' at position 1 in ACL expression 'int(0x10)'")]
    [InlineData("var(x) 5", "invalid args in fetch method 'var' : invalid variable name 'x'. A variable name must be start by its scope. The scope can be 'proc', 'sess', 'txn', 'req', 'res' or 'check' in ACL expression 'var(x)'")]
    [InlineData("var(txn.x) 5", "matching method must be specified first (using '-m') when using a sample fetch of this type ('var')")]
    [InlineData("var(txn.a-b) -m str 5", "invalid args in fetch method 'var' : invalid syntax at char '-b' in ACL expression 'var(txn.a-b)'")]
    [InlineData("var() -m str 5", "invalid args in fetch method 'var' : Empty variable name cannot be accepted in ACL expression 'var()'")]
    [InlineData("bool(xx)", "invalid args in fetch method 'bool' : Expects 'true', 'false', '0' or '1' in ACL expression 'bool(xx)'")]
    [InlineData("str(a b) x", "fetch method 'str' : expected ')' in ACL expression 'str(a'")]
    [InlineData("str(a)b x", "missing comma after fetch keyword 'str' in ACL expression 'str(a)b'")]
    [InlineData("src,foo", "unknown converter 'foo' in ACL expression 'src,foo'")]
    [InlineData("int(5),and(x) x", "invalid args in converter 'and' : expects an integer or a variable name in ACL expression 'int(5),and(x)'")]
    [InlineData("method,not", "ACL keyword 'method' : converter 'not' cannot be applied.")]
    [InlineData("path,b64dec 5", "matching method must be specified first (using '-m') when using a sample fetch of this type ('path')")]
    public void A_faulty_test_is_refused_in_the_words_of_2_6(string line, string expected)
    {
        var test = AclReader.Read(Lines.Split(line), Lines.Context(), out var error, out _);

        Assert.Null(test);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("path_beg /x", "path", MatchMethod.Beginning)]
    [InlineData("path_reg ^/", "path", MatchMethod.Regex)]
    [InlineData("hdr_end(host) .org", "req.hdr", MatchMethod.End)]
    [InlineData("hdr(host) x", "req.hdr", MatchMethod.String)]
    [InlineData("shdr_sub(a) x", "res.hdr", MatchMethod.Substring)]
    [InlineData("path -m dir a", "path", MatchMethod.Directory)]
    [InlineData("path_beg -m end x", "path", MatchMethod.End)]
    [InlineData("path_beg,lower x", "path", MatchMethod.String)]
    [InlineData("path_beg,length 5", "path", MatchMethod.Integer)]
    [InlineData("path_len 5", "path", MatchMethod.Length)]
    [InlineData("src 10.0.0.0/8", "src", MatchMethod.Ip)]
    [InlineData("ssl_fc", "ssl_fc", MatchMethod.Boolean)]
    [InlineData("dst_port 80", "dst_port", MatchMethod.Integer)]
    [InlineData("method GET", "method", MatchMethod.String)]
    [InlineData("path,,lower /x", "path", MatchMethod.String)]
    [InlineData("path, /x", "path", MatchMethod.String)]
    [InlineData("path() /x", "path", MatchMethod.String)]
    public void The_match_method_comes_from_the_flag_the_keyword_or_the_type(string line, string fetch, MatchMethod method)
    {
        var test = AclReader.Read(Lines.Split(line), Lines.Context(), out var error, out _);

        Assert.Equal("", error);
        Assert.Equal(fetch, test!.Sample.Fetch);
        Assert.Equal(method, test.Method);
    }

    [Theory]
    [InlineData("80", 80, 80)]
    [InlineData("80:90", 80, 90)]
    [InlineData(":80", long.MinValue, 80)]
    [InlineData("80:", 80, long.MaxValue)]
    [InlineData("ge 80", 80, long.MaxValue)]
    [InlineData("gt 80", 81, long.MaxValue)]
    [InlineData("le 80", long.MinValue, 80)]
    [InlineData("lt 80", long.MinValue, 79)]
    [InlineData("eq 80", 80, 80)]
    [InlineData("ne 80", 80, 80)]
    [InlineData("gt 3:5", 3, 5)]
    public void An_integer_pattern_is_a_range(string words, long low, long high)
    {
        var test = AclReader.Read(Lines.Split("dst_port " + words), Lines.Context(), out _, out _);

        Assert.Equal(new AclPattern.Range(low, high), Assert.Single(test!.Patterns));
    }

    [Theory]
    [InlineData("127.1", "127.0.0.1", 32)]
    [InlineData("127/8", "0.0.0.127", 8)]
    [InlineData("10.0.0.0/255.0.0.0", "10.0.0.0", 8)]
    [InlineData("::1/64", "::1", 64)]
    [InlineData("::/0", "::", 0)]
    [InlineData("localhost", "127.0.0.1", 32)]
    public void An_address_pattern_is_a_network(string word, string address, int bits)
    {
        var test = AclReader.Read(["src", word], Lines.Context(), out _, out _);

        Assert.Equal(new AclPattern.Network(IPAddress.Parse(address), bits), Assert.Single(test!.Patterns));
    }

    [Fact]
    public void A_pattern_file_gives_one_pattern_a_line_without_comments_and_leading_blanks()
    {
        var files = new InMemoryFiles().Add("/p", "#c\n /a  \n\n\t/b\r\n /#d");

        var test = AclReader.Read(["path", "-i", "-f", "/p", "/e"], Lines.Context(files: files), out var error, out _);

        Assert.Equal("", error);
        Assert.True(test!.IgnoreCase);
        Assert.Equal("/a  |/b|/#d|/e", string.Join('|', test.Patterns.Cast<AclPattern.Text>().Select(p => p.Value)));
    }

    [Fact]
    public void An_ACL_without_any_pattern_is_warned_about()
    {
        var context = Lines.Context();

        Assert.NotNull(AclReader.Read(["path"], context, out _, out _));
        var warning = Assert.Single(context.Diagnostics.Items);
        Assert.StartsWith("parsing acl keyword 'path' :\n  no pattern to match against were provided, so this ACL will never match.\n", warning.Message, StringComparison.Ordinal);

        Assert.NotNull(AclReader.Read(["path", "--"], context, out _, out _));
        Assert.NotNull(AclReader.Read(["ssl_fc"], context, out _, out _));
        Assert.Single(context.Diagnostics.Items);
    }
}
