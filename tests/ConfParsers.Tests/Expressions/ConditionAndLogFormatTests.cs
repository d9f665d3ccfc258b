using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using CsCheck;

namespace ConfParsers.Tests.Expressions;

/// <summary>Conditions and log-format strings; messages from haproxy 2.6.12.</summary>
public class ConditionAndLogFormatTests
{
    [Theory]
    [InlineData("foo", "no such ACL : 'foo'")]
    [InlineData("!foo", "no such ACL : 'foo'")]
    [InlineData("{ path /x", "missing closing '}' in condition")]
    [InlineData("{", "missing closing '}' in condition")]
    [InlineData("{ }", "missing fetch method in ACL expression ''")]
    [InlineData("}", "no such ACL : '}'")]
    [InlineData("{path /x}", "no such ACL : '{path'")]
    [InlineData("{ foo /x }", "unknown fetch method 'foo' in ACL expression 'foo'")]
    [InlineData("{ path /x } }", "no such ACL : '}'")]
    [InlineData("TRUE or FALSE unless TRUE", "no such ACL : 'unless'")]
    public void A_faulty_condition_is_refused_in_the_words_of_2_6(string words, string expected)
    {
        Assert.Null(ConditionReader.Read(false, Lines.Split(words), Lines.Context(), out var error, out _));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("TRUE FALSE or HTTP", "TRUE FALSE|HTTP")]
    [InlineData("TRUE or", "TRUE")]
    [InlineData("or TRUE", "TRUE")]
    [InlineData("TRUE || || !FALSE", "TRUE|!FALSE")]
    [InlineData("! TRUE", "!TRUE")]
    [InlineData("!! TRUE", "TRUE")]
    [InlineData("!", "")]
    [InlineData("TRUE !", "TRUE")]
    [InlineData("", "")]
    [InlineData("{ path /x } !{ path /y } || ! { path /z }", "path:/x !path:/y|!path:/z")]
    public void A_condition_is_a_sum_of_products(string words, string expected)
    {
        var condition = ConditionReader.Read(true, Lines.Split(words), Lines.Context(), out var error, out _);

        Assert.Equal("", error);
        Assert.True(condition!.Unless);
        Assert.Equal(expected, string.Join('|', condition.AnyOf.Select(g => string.Join(' ', g.Select(Show)))));
    }

    [Fact]
    public void A_term_that_cannot_be_known_at_the_place_is_warned_about()
    {
        var context = Lines.Context(SamplePlaces.FrontendResponse);
        ConditionReader.Read(false, ["{", "path", "/x", "}"], context, out _, out _);

        Assert.Equal("parsing [t.cfg:1] : anonymous acl will never match because it uses keyword 'path' which is incompatible with 'frontend http-response header rule'",
            Assert.Single(context.Diagnostics.Items).Message);
    }

    [Fact]
    public void A_declared_ACL_goes_before_a_predefined_one()
    {
        var mine = new Acl("TRUE", []);
        var context = new ExpressionContext(new ExpressionScope { Diagnostics = new(), Acls = [mine] }, Lines.Place);

        Assert.Same(mine, ConditionReader.Read(false, ["TRUE"], context, out _, out _)!.AnyOf[0][0].Acl);
    }

    [Theory]
    [InlineData("%[path", "missing ']' after 'path'")]
    [InlineData("%[path,foo]", "failed to parse sample expression <path,foo]> : unknown converter 'foo'")]
    [InlineData("%[foo]", "failed to parse sample expression <foo]> : unknown fetch method 'foo'")]
    [InlineData("%foo", "no such format variable 'foo'. If you wanted to emit the '%' character verbatim, you need to use '%%'")]
    [InlineData("%", "truncated line after '%'")]
    [InlineData("100%", "truncated line after '%'")]
    [InlineData("%%%", "truncated line after '%'")]
    [InlineData("%{+Q", "truncated line after '+Q'")]
    [InlineData("%{", "truncated line after ''")]
    [InlineData("%{+Q}", "parse argument modifier without variable name near '%{+Q}'")]
    [InlineData("%1", "unexpected variable name near '1' at position 1 line : '%1'. Maybe you want to write a single '%', use the syntax '%%'")]
    [InlineData("a% ", "unexpected variable name near ' ' at position 2 line : 'a% '. Maybe you want to write a single '%', use the syntax '%%'")]
    [InlineData("%Trx", "no such format variable 'Trx'. If you wanted to emit the '%' character verbatim, you need to use '%%'")]
    [InlineData("%[status]", "sample fetch <status]> may not be reliably used here because it needs 'HTTP response' which is not available here")]
    [InlineData("%[res.hdr(x)]", "sample fetch <res.hdr(x)]> may not be reliably used here because it needs 'HTTP response headers' which is not available here")]
    [InlineData("%[path]x%[]", "failed to parse sample expression <]> : missing fetch method")]
    [InlineData("%[", "failed to parse sample expression <> : missing fetch method")]
    [InlineData("%[path,]", "failed to parse sample expression <path,]> : unknown converter ''")]
    [InlineData("%[path lower]x", "expected ']' after 'path', but found ' '")]
    [InlineData("%[str(a\\)b)]", "expected ']' after 'str(a\\)', but found 'b'")]
    public void A_faulty_format_is_refused_in_the_words_of_2_6(string text, string expected)
    {
        Assert.Null(LogFormatReader.Read(text, Lines.Context(), out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("a%%b", "a%b")]
    [InlineData("%ci:%cp", "<ci>:<cp>")]
    [InlineData("%.ci", ".ci")]
    [InlineData("%(ci)", "(ci)")]
    [InlineData("%{+Q}r", "<r Quote>")]
    [InlineData("%{+Q,+X}o %ci %{-Q}cp", " <ci Quote, Hexadecimal> <cp Hexadecimal>")]
    [InlineData("%{+QX}ci", "<ci>")]
    [InlineData("x%[path,lower]]", "x<[path,lower]>]")]
    [InlineData("%[str(a]b)]", "<[str(a]b)]>")]
    [InlineData("%{+E}[src]", "<[src] Escape>")]
    public void A_format_is_text_aliases_and_samples(string text, string expected)
    {
        var format = LogFormatReader.Read(text, Lines.Context(), out var error);

        Assert.Equal("", error);
        Assert.Equal(expected, string.Concat(format!.Items.Select(Show)));
    }

    [Fact]
    public void Any_text_gives_a_format_or_an_error_and_never_an_exception()
    {
        var pieces = Gen.OneOf("%", "{", "}", "[", "]", "+Q", "-X", "ci", "o", "path", ",", "lower", "(", ")", " ", "1", "\"", "%%", "é");
        Gen.OneOf(pieces.Array[0, 12].Select(string.Concat), Gen.String).Sample(text =>
        {
            var format = LogFormatReader.Read(text, Lines.Context(), out var error);
            if ((format is null) == (error.Length == 0)) throw new InvalidOperationException(text);
        }, iter: 3000);
    }

    private static string Show(ConditionTerm term) =>
        (term.Negated ? "!" : "") + (term.Acl.Name ?? $"{term.Acl.Tests[0].Sample.Text}:{((AclPattern.Text)term.Acl.Tests[0].Patterns[0]).Value}");

    private static string Show(LogFormatItem item) => item switch
    {
        LogFormatItem.Literal literal => literal.Text,
        LogFormatItem.Alias alias => alias.Flags == LogFormatFlags.None ? $"<{alias.Name}>" : $"<{alias.Name} {alias.Flags}>",
        LogFormatItem.Sample sample => sample.Flags == LogFormatFlags.None ? $"<[{sample.Expression.Text}]>" : $"<[{sample.Expression.Text}] {sample.Flags}>",
        _ => throw new InvalidOperationException(),
    };
}
