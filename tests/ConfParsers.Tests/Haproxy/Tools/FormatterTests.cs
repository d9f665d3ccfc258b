using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Dump;
using ConfParsers.Haproxy.Formatting;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy.Tools;

/// <summary>One layout; words, comments and meaning stay; a formatted file stays as it is.</summary>
public sealed partial class FormatterTests
{
    [Fact]
    public void Lines_get_one_layout()
    {
        const string before = "# the proxy\nglobal\n\tdaemon   # in the background\n  maxconn\t100\n\n\n\n   # about clients\n\nfrontend web\n# where\nbind :80\r\n   .if defined(X)\n acl a   path  '/a b'\n .else\n acl a path \"/${B}\"\\ x\n.endif\n   # server old\n\nbackend b\n server s 127.0.0.1:1";
        const string after = "# the proxy\nglobal\n    daemon  # in the background\n    maxconn 100\n\n    # about clients\n\nfrontend web\n    # where\n    bind :80\n    .if defined(X)\n        acl a path '/a b'\n    .else\n        acl a path \"/${B}\"\\ x\n    .endif\n    # server old\n\nbackend b\n    server s 127.0.0.1:1\n";
        Assert.Equal(after, Format(before));
    }

    [Fact]
    public void A_comment_above_a_section_stays_with_it() =>
        Assert.Equal("global\n    daemon\n\n# clients\nfrontend f\n    bind :80\n", Format("global\n daemon\n    # clients\nfrontend f\n bind :80\n"));

    [Fact]
    public void A_line_with_an_open_quote_stands_as_it_was() => Assert.Equal("global\n  log 'x\n", Format("global\n  log 'x\n"));

    [Fact]
    public void Every_case_keeps_its_words_and_formats_once()
    {
        foreach (var name in ConfigCase.Names())
        {
            var before = new SourceText(name, ConfigCase.Read(name).Config);
            var text = Formatter.Format(before);
            var after = new SourceText(name, ByteText.Encode(text));
            Assert.Equal(text, Formatter.Format(after));
            Assert.Equal(Meaning(before), Meaning(after));
        }
    }

    /// <summary>The model and the findings are the same before and after, but for the lines they name.</summary>
    [Fact]
    public void Every_case_means_the_same_when_it_is_formatted()
    {
        foreach (var name in ConfigCase.Names())
        {
            var before = ConfigCase.Read(name);
            if (before.Config is [.., not (byte)'\n']) continue;
            var after = before with { Config = ByteText.Encode(Formatter.Format(new SourceText("haproxy.cfg", before.Config))) };
            Assert.Equal((name, Told(before.Load(new LoadOptions { Strict = true }))), (name, Told(after.Load(new LoadOptions { Strict = true }))));
        }

        static string Told(LoadResult result) => Places().Replace(result.Model is { } model
            ? ModelJson.Render(model)
            : string.Join('\n', result.Diagnostics.Items.Select(finding => finding.Message)), "${what}");
    }

    /// <summary>A formatted file gets the same verdict from the real one, in the same words.</summary>
    [SkippableFact]
    public async Task The_real_one_says_the_same_of_a_formatted_file()
    {
        Skip.IfNot(await RealHaproxy.IsThere(), "haproxy 2.6.12 is not installed");
        await Parallel.ForEachAsync(ConfigCase.Names().Select(name => ConfigCase.Read(name)).Where(each => each.Config is [.., (byte)'\n']), async (before, cancellation) =>
        {
            var after = before with { Config = ByteText.Encode(Formatter.Format(new SourceText("haproxy.cfg", before.Config))) };
            var answer = await RealHaproxy.Answer(after, cancellation);
            Assert.Equal((before.Name, before.Recorded.Exit, Places().Replace(before.Recorded.Errors, "${what}")), (before.Name, answer.Exit, Places().Replace(answer.Errors, "${what}")));
        });
    }

    /// <summary>Places of lines, and of bytes within them.</summary>
    [GeneratedRegex(@"(?<what>haproxy\.cfg|\bline|position):? ?\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Places();

    /// <summary>Words and comments of all lines but the blank ones, which is all that the reader and a person see.</summary>
    private static string Meaning(SourceText source)
    {
        var text = new StringBuilder();
        foreach (var line in WrittenLine.Read(source).Where(line => !line.IsBlank))
        {
            text.AppendJoin('\0', line.IsReadable ? [.. line.Words.Select(word => word.Text), line.Comment] : [line.Text.TrimEnd()]).Append('\n');
        }

        return text.ToString();
    }

    private static string Format(string text) => Formatter.Format(new SourceText("haproxy.cfg", ByteText.Encode(text)));
}
