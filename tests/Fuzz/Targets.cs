using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;
using SharpFuzz;

namespace Fuzz;

/// <summary>
/// Entries for a coverage-guided fuzzer: whatever bytes come, each ends with a value or with diagnostics. An exception is a finding.
/// </summary>
internal static class Targets
{
    private static readonly Dictionary<string, Action<byte[]>> ByName = new(StringComparer.Ordinal)
    {
        ["splitter"] = Splitter,
        ["expressions"] = Expressions,
        ["reader"] = Reader,
    };

    public static int Run(string name)
    {
        if (!ByName.TryGetValue(name, out var target))
        {
            Console.Error.WriteLine($"The targets are {string.Join(", ", ByName.Keys)}.");
            return 1;
        }

        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            target(bytes.ToArray());
        });
        return 0;
    }

    private static void Splitter(byte[] bytes)
    {
        var source = new SourceText("f", bytes);
        var splitter = new WordSplitter(new ConfigEnvironment([new("A", "a b")]), new DiagnosticBag());
        for (var line = 1; line <= source.LineCount; line++) splitter.Split(source.Line(line), new Span(source, line));
    }

    private static void Expressions(byte[] bytes)
    {
        var text = ByteText.Decode(bytes);
        var context = new ExpressionContext(new ExpressionScope { Diagnostics = new DiagnosticBag() }, default);
        SampleReader.Read(text, context);
        LogFormatReader.Read(text, context, out _);
        ConditionReader.Read(unless: false, text.Split(' '), context, out _);
        BuildCondition.Evaluate(text, new ConfigEnvironment([]));
    }

    private static void Reader(byte[] bytes) =>
        HaproxyConfig.Load(["f"], new InMemoryFiles().Add("f", bytes), [], new LoadOptions { Resolve = _ => [] });
}
