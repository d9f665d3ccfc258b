using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Tests.Haproxy;
using ConfParsers.Text;
using SharpFuzz;

namespace Fuzz;

/// <summary>
/// Entries for a coverage-guided fuzzer: whatever bytes come, each ends with a value or with diagnostics. An exception is a finding.
/// </summary>
internal static class Targets
{
    private const int MostSeeds = 60;

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

    /// <summary>Inputs for a fuzzer to begin with, out of the recorded cases: the shortest whole files, or lines of them.</summary>
    public static int WriteSeeds(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        var files = ConfigCase.Names().Select(n => ConfigCase.Read(n).Config);
        var seeds = name == "reader" ? files : files.SelectMany(Lines).Where(line => line.Length > 10);
        var number = 0;
        foreach (var seed in seeds.DistinctBy(Convert.ToHexString).OrderBy(seed => seed.Length).Where((_, at) => at % 5 == 0).Take(MostSeeds))
        {
            File.WriteAllBytes(Path.Combine(folder, $"seed-{number++:D4}"), seed);
        }

        return 0;
    }

    private static IEnumerable<byte[]> Lines(byte[] file) =>
        Encoding.Latin1.GetString(file).Split('\n').Select(line => Encoding.Latin1.GetBytes(line));

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
        ConditionReader.Read(unless: false, text.Split(' '), context, out _, out _);
        BuildCondition.Evaluate(text, new ConfigEnvironment([]));
    }

    private static void Reader(byte[] bytes) =>
        HaproxyConfig.Load(["f"], new InMemoryFiles().Add("f", bytes), [], new LoadOptions { Resolve = _ => [] });
}
