using ConfParsers.Keepalived;
using ConfParsers.Keepalived.Dump;
using ConfParsers.Keepalived.Formatting;
using ConfParsers.Keepalived.Linting;
using ConfParsers.Text;
using ConfParsers.Text.Reports;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tools;

/// <summary>
/// What the program does with configurations besides running them: <c>keepalived.net lint FILE</c> and its kin. keepalived ignores words without a
/// dash, so these names are free.
/// </summary>
internal static class ToolCommands
{
    private const string Tool = "keepalived.net";

    private static readonly (string Name, string Arguments, string Summary, Func<Words, TextWriter, TextWriter, int> Run)[] All =
    [
        ("lint", "[--format=text|json|sarif] [-i ID] [--pair] <file>...", "names the traps that keepalived accepts in silence; --pair compares two nodes", Lint),
        ("fmt", "[-w | --check] <file>...", "writes files in one layout; -w in place", Format),
        ("dump", "[--format=json] [-i ID] <file>", "prints what a configuration means", Dump),
    ];

    /// <summary>The arguments of a tool.</summary>
    /// <param name="Unknown">Something is wrong with them.</param>
    private sealed record Words(HashSet<string> Switches, ReportFormat? Format, string? Id, List<string> Files, bool Unknown);

    /// <returns>Null when the first word names no tool.</returns>
    public static int? TryRun(IReadOnlyList<string> argv, TextWriter output, TextWriter error)
    {
        if (argv is ["keywords", ..]) return KeywordsCommand.Run([.. argv.Skip(1)], output, error);
        if (argv.Count == 0 || Array.Find(All, candidate => candidate.Name == argv[0]) is not { Run: not null } tool) return null;
        var words = Read(argv.Skip(1));
        if (!words.Unknown && words.Files.Count > 0) return tool.Run(words, output, error);
        error.WriteLine($"Usage: {Tool} {tool.Name} {tool.Arguments}\n{tool.Summary}");
        return 1;
    }

    private static Words Read(IEnumerable<string> argv)
    {
        var words = new Words(new HashSet<string>(StringComparer.Ordinal), null, null, [], Unknown: false);
        using var each = argv.GetEnumerator();
        while (each.MoveNext())
        {
            var word = each.Current;
            if (word == "-" || !word.StartsWith('-')) words.Files.Add(word);
            else if (word is "-w" or "--check" or "--pair") words.Switches.Add(word);
            else if (word == "-i" && each.MoveNext()) words = words with { Id = each.Current };
            else if (word.StartsWith("--format=", StringComparison.Ordinal) && ReportText.Parse(word["--format=".Length..]) is { } format) words = words with { Format = format };
            else return words with { Unknown = true };
        }

        return words;
    }

    private static KeepalivedResult Load(string path, Words words) => KeepalivedConfig.Load(path, new Machine(), new KeepalivedOptions { ConfigId = words.Id });

    /// <summary>Exit code 1 when there is anything to say.</summary>
    private static int Lint(Words words, TextWriter output, TextWriter error)
    {
        var isPair = words.Switches.Contains("--pair");
        if (isPair && words.Files.Count != 2)
        {
            error.WriteLine("lint --pair compares two files");
            return 1;
        }

        var results = words.Files.Select(file => Load(file, words)).ToArray();
        if (Array.Find(results, result => !result.IsFound) is { } missing)
        {
            foreach (var diagnostic in missing.Diagnostics) error.WriteLine(diagnostic.Message);
            return 1;
        }

        // The other node's interfaces are not on this machine.
        Diagnostic[] findings = isPair ? [.. KeepalivedLint.Compare(results[0].Model, results[1].Model)] : [.. results.SelectMany(KeepalivedLint.Run)];
        output.Write(ReportText.Render(words.Format ?? ReportFormat.Explained, Tool, Process.Version.Product, findings.Length == 0, findings));
        return findings.Length > 0 ? 1 : 0;
    }

    private static int Format(Words words, TextWriter output, TextWriter error)
    {
        var code = 0;
        foreach (var path in words.Files)
        {
            if (!FileSystem.Instance.TryRead(path, out var bytes, out var fault))
            {
                error.WriteLine($"{path}: {fault}");
                return 1;
            }

            var text = Formatter.Format(new SourceText(path, bytes));
            var isSame = bytes.Span.SequenceEqual(ByteText.Encode(text));
            if (words.Switches.Contains("--check"))
            {
                if (isSame) continue;
                output.WriteLine(path);
                code = 1;
            }
            else if (!words.Switches.Contains("-w"))
            {
                output.Flush();
                using var standard = Console.OpenStandardOutput();
                standard.Write(ByteText.Encode(text));
            }
            else if (!isSame && !FileRewriter.TryWrite(path, text, out fault))
            {
                error.WriteLine($"{path}: {fault}");
                code = 1;
            }
        }

        return code;
    }

    private static int Dump(Words words, TextWriter output, TextWriter error)
    {
        var result = Load(words.Files[0], words);
        foreach (var diagnostic in result.Diagnostics) error.WriteLine(diagnostic.Message);
        if (!result.IsFound) return 1;
        output.Write(ModelJson.Render(result.Model));
        return 0;
    }
}
