using System.Text;
using ConfParsers.Keepalived;
using ConfParsers.Keepalived.Dump;
using ConfParsers.Keepalived.Formatting;
using ConfParsers.Text;
using CsCheck;

namespace ConfParsers.Tests.Keepalived.Tools;

/// <summary>A formatted file has one layout, keeps its comments, means what it meant, and stays as it is.</summary>
public sealed class FormatterTests
{
    public static TheoryData<string> Names => new(ConfigCase.Names);

    [Theory]
    [InlineData("global_defs {\nrouter_id   x # who\n}", "global_defs {\n    router_id x  # who\n}\n")]
    [InlineData("a {\n\tb {\n c\n  }\n}\n\n\n\nd", "a {\n    b {\n        c\n    }\n}\n\nd\n")]
    [InlineData("a\n{\nb { c 1 }\n}\n", "a\n{\n    b { c 1 }\n}\n")]
    [InlineData("  # head\n\n  ! other\n", "# head\n\n! other\n")]
    [InlineData("x \"a  b\"   c\n", "x \"a  b\" c\n")]
    [InlineData("$B= \\\n   a \\\n   b\n  x\n", "$B= \\\n   a \\\n   b\nx\n")]
    [InlineData("~LST({i,j}, {1,2}) a ${i} {\nb\n}\n", "~LST({i,j}, {1,2}) a ${i} {\n    b\n}\n")]
    [InlineData("script '/bin/a  b'   \"c\"\n", "script '/bin/a  b'   \"c\"\n")]
    [InlineData("\r\n\r\na\r\n", "a\n")]
    [InlineData("", "")]
    public void Lines_get_one_layout(string text, string expected) => Assert.Equal(expected, Format(text));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_formatted_case_means_the_same_and_stays_as_it_is(string name)
    {
        var text = ConfigCase.Read(name).Files[ConfigCase.MainFile];

        var formatted = Format(text);

        Assert.Equal(formatted, Format(formatted));
        Assert.Equal(Meaning(text), Meaning(formatted));
    }

    [Fact]
    public void Any_bytes_can_be_formatted_and_then_stay() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        var once = Formatter.Format(new SourceText("x", bytes));
        return Formatter.Format(new SourceText("x", ByteText.Encode(once))) == once;
    }, iter: 2000);

    [Fact]
    public void Blanks_of_every_kind_make_an_empty_line() => Assert.Equal("a\n\nb\n", Format("a\n\v\n \f\t\nb\n"));

    private static string Format(string text) => Formatter.Format(new SourceText("x", ByteText.Encode(text)));

    /// <summary>The model without its places, and how many faults there are of each kind; what is random is not the same twice.</summary>
    private static string Meaning(string text)
    {
        var result = KeepalivedConfig.Load("keepalived.conf", new TextSurroundings(Encoding.UTF8.GetBytes(text)));
        var model = string.Join('\n', ModelJson.Render(result.Model).Split('\n').Where(line => !line.Contains("\"place\":", StringComparison.Ordinal) && !line.Contains("andom", StringComparison.Ordinal)));
        var faults = string.Join(' ', result.Diagnostics.GroupBy(finding => finding.Kind).OrderBy(group => group.Key).Select(group => $"{group.Key}:{group.Count()}"));
        return model + faults;
    }
}
