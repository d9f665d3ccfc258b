using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;
using CsCheck;

namespace ConfParsers.Tests.Expressions;

/// <summary>Sample expressions outside ACLs; messages from haproxy 2.6.12 (<c>http-request set-var(txn.a) ...</c>).</summary>
public class SampleReaderTests
{
    [Theory]
    [InlineData("foo", "unknown fetch method 'foo'")]
    [InlineData("", "missing fetch method")]
    [InlineData("lower", "unknown fetch method 'lower'")]
    [InlineData("path,path", "unknown converter 'path'")]
    [InlineData("path,lower)x", "missing comma after converter 'lower'")]
    [InlineData("path , lower", "missing comma after fetch keyword 'path'")]
    [InlineData("path,field(1,/,2,3)", "invalid arg 3 in converter 'field' : expected ')' before ',3)'")]
    [InlineData("path,field(1)", "invalid arg 2 in converter 'field' : missing arguments (got 1/2), type 'string' expected")]
    [InlineData("path(x)", "fetch method 'path' : expected ')' before 'x)'")]
    [InlineData("path,lower(x),upper", "invalid arg 1 in converter 'lower' : expected ')' before 'x),upper'")]
    [InlineData("path,b64dec,not", "converter 'not' cannot be applied")]
    [InlineData("req.hdr(a,-11)", "invalid args in fetch method 'req.hdr' : header occurrence must be >= -10")]
    [InlineData("int", "fetch method 'int' : expected type 'integer' at position 1, but got nothing")]
    [InlineData("bool", "invalid args in fetch method 'bool' : Expects 'true', 'false', '0' or '1'")]
    [InlineData("var", "invalid args in fetch method 'var' : Empty variable name cannot be accepted")]
    [InlineData("var(txn.a,x,y)", "fetch method 'var' : expected ')' before ',y)'")]
    [InlineData("ipv4(x)", "fetch method 'ipv4' : failed to parse 'x' as type 'IPv4 address' at position 1")]
    public void A_faulty_expression_is_refused_in_the_words_of_2_6(string text, string expected)
    {
        var reading = SampleReader.Read(text, Lines.Context());

        Assert.Null(reading.Expression);
        Assert.Equal(expected, reading.Error);
    }

    [Theory]
    [InlineData("str(a b)", "a b")]
    [InlineData("str( a)", " a")]
    [InlineData("str(\"a\\\"b\")", "a\"b")]
    [InlineData("str('a\\\"b')", "a\\\"b")]
    [InlineData("str(a\\b)", "a\\b")]
    [InlineData("str(a\\nb)", "a\nb")]
    [InlineData("str(\"a\"b'c')", "abc")]
    [InlineData("str(a]b)", "a]b")]
    [InlineData("str(',')", ",")]
    public void Quotes_and_escapes_are_resolved_in_arguments(string text, string value)
    {
        var reading = SampleReader.Read(text, Lines.Context());

        Assert.Equal("", reading.Error);
        Assert.Equal(value, Assert.IsType<SampleArgument.Text>(Assert.Single(reading.Expression!.Arguments)).Value);
    }

    [Fact]
    public void Types_follow_the_converters()
    {
        Assert.Equal(SampleType.Integer, SampleReader.Read("src,lower,length", Lines.Context()).Expression!.Output);
        Assert.Equal(SampleType.Binary, SampleReader.Read("path,b64dec", Lines.Context()).Expression!.Output);
        Assert.Equal(SampleType.Any, SampleReader.Read("var(txn.a)", Lines.Context()).Expression!.Output);
    }

    [Fact]
    public void A_number_beyond_64_bits_saturates()
    {
        var argument = Assert.Single(SampleReader.Read("int(99999999999999999999)", Lines.Context()).Expression!.Arguments);
        Assert.Equal(new SampleArgument.Integer(long.MaxValue), argument);
    }

    [Fact]
    public void A_proxy_named_in_an_argument_is_to_be_resolved_later()
    {
        var context = Lines.Context();
        SampleReader.Read("nbsrv(zz)", context);
        SampleReader.Read("be_conn", context);

        var nothing = new NamedThings(new ConfigContext(new InMemoryFiles(), new ConfigEnvironment([]), new LoadOptions(), context.Diagnostics));
        Assert.Equal("unable to find backend 'zz' referenced in arg 1 of ACL keyword 'nbsrv' in proxy 'f'.", context.Scope.References[0].Check("f", nothing));
        Assert.Equal("proxy 'f', referenced in arg 1 of ACL keyword 'be_conn' in proxy 'f', has not backend capability.", context.Scope.References[1].Check("f", nothing));
    }

    [Fact]
    public void Any_text_gives_an_expression_or_an_error_and_never_an_exception()
    {
        var pieces = Gen.OneOf("path", "hdr", "str", "int", "var", "lower", "field", "add", "(", ")", ",", "\"", "'", "\\", " ", "]", "1", "-", "txn.a", ".", "\0", "é", "n");
        Gen.OneOf(pieces.Array[0, 12].Select(string.Concat), Gen.String).Sample(text =>
        {
            var reading = SampleReader.Read(text, Lines.Context());
            if ((reading.Expression is null) == (reading.Error.Length == 0)) throw new InvalidOperationException(text);
            SampleReader.ReadPrefix(text, Lines.Context());
            LogFormatReader.Read("%[" + text, Lines.Context(), out _);
            AclReader.Read(text.Split(' '), Lines.Context(), out _, out _);
            ConditionReader.Read(false, ("{ " + text + " }").Split(' '), Lines.Context(), out _, out _);
        }, iter: 3000);
    }
}
