using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;
using CsCheck;

namespace ConfParsers.Tests.Haproxy;

/// <summary>Whatever bytes are read, the reader ends with diagnostics and never with an exception; words keep their places.</summary>
public sealed class AnyBytesTests
{
    /// <summary>Pieces of the language, so that random files get beyond the first word.</summary>
    private static readonly string[] Pieces =
    [
        "global", "defaults", "frontend f", "backend b", "listen l", " from ", "\n", "\n", "\n", " ", "\t", "\"", "'", "\\", "\\x", "${A", "}", "${A[*]}", "$A", "-d}",
        "#", ".if ", ".elif ", ".else", ".endif", "defined(", ")", "(", "!", "&&", "||", "streq(a,b)", "bind ", ":80", "fd@3", "unix@/x", "[::1]:443", ",", "server s ",
        "127.0.0.1:80", " check", " inter ", "5s", "99999999999999999999", "-1", "timeout client ", "mode http", "balance ", "roundrobin", "option ", "httplog", "cookie ",
        "http-check expect ", "status 200-", "log ", "stats ", "socket ", "no ", "default ", "cpu-map ", "auto:1/1-4 ", "0-3", "acl a ", "path /x", "http-request ", "deny ",
        "if ", "{ ", " }", "%[", "]", "tune.bufsize ", "server-template ", "1-3 ", "errorfile 503 ", "\0", "\r", "é", "default-server ", "setenv A ", "resetenv",
    ];

    private static readonly Gen<byte[]> Files = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).List[0, 60].Select(l => Encoding.UTF8.GetBytes(string.Concat(l))));

    [Fact]
    public void Any_bytes_give_diagnostics() => Files.Sample(bytes =>
    {
        var files = new InMemoryFiles().Add("f", bytes);
        var options = new LoadOptions { Resolve = _ => [] };
        var result = HaproxyConfig.Load(["f"], files, ConfigCase.Environment, options);
        var lines = DiagnosticLines.Render(result.Diagnostics.Items, 1).ToArray();
        Assert.Equal(result.Model is null, result.Diagnostics.HasAlerts);
        Assert.True(result.Model is not null || lines.Length > 0);
    }, iter: 3000);

    [Fact]
    public void Places_of_words_lie_within_their_line_and_in_order() => Gen.Char[' ', '~'].Array[0, 80].Sample(chars =>
    {
        var source = new SourceText("f", Encoding.ASCII.GetBytes(chars));
        if (source.LineCount == 0) return;
        var words = Split(source);
        var end = 1;
        foreach (var word in words ?? [])
        {
            Assert.True(word.Place.Column >= end && word.Place.Length > 0);
            end = word.Place.Column + word.Place.Length;
        }

        Assert.True(end <= source.Line(1).Length + 1);
    }, iter: 5000);

    [Fact]
    public void A_word_in_single_quotes_comes_out_as_it_went_in() => Gen.Char[' ', '~'].Where(c => c != '\'').Array[1, 40].Sample(chars =>
    {
        var word = new string(chars);
        Assert.Equal(word, Assert.Single(Split(new SourceText("f", Encoding.ASCII.GetBytes($" '{word}' # end")))!).Text);
    }, iter: 2000);

    [Fact]
    public void Plain_words_are_cut_at_blanks_only() => Gen.Char['a', 'z'].Array[1, 8].Select(c => new string(c)).List[1, 60].Sample(words =>
    {
        var line = string.Join("  \t", words);
        Assert.Equal(words, Split(new SourceText("f", Encoding.ASCII.GetBytes(line)))!.Select(w => w.Text));
    }, iter: 1000);

    [Fact]
    public void Bytes_that_are_not_utf8_survive_the_way_through_text() => Gen.Byte.Array[0, 60].Sample(bytes =>
        Assert.Equal(bytes, ByteText.Encode(ByteText.Decode(bytes))), iter: 5000);

    private static IReadOnlyList<Word>? Split(SourceText source) =>
        new WordSplitter(new ConfigEnvironment(ConfigCase.Environment), new DiagnosticBag()).Split(source.Line(1), new Span(source, 1));
}
