using ConfParsers.Haproxy;
using ConfParsers.Text;
using HAProxy.Net.CommandLine;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tools;

/// <summary>The arguments of a tool: options that begin with a dash, then files and directories as <c>-f</c> takes them.</summary>
/// <param name="Unknown">An option the tool does not have; null when all is well.</param>
public sealed record ToolArguments(IReadOnlySet<string> Switches, ReportFormat? Format, string[] Files, string? Unknown)
{
    public static ToolArguments Read(IReadOnlyList<string> words, params string[] switches)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        ReportFormat? format = null;
        var files = new List<string>();
        foreach (var word in words)
        {
            if (word == "-" || !word.StartsWith('-')) files.Add(word);
            else if (switches.Contains(word)) taken.Add(word);
            else if (word.StartsWith("--format=", StringComparison.Ordinal) && Report.Parse(word["--format=".Length..]) is { } known && switches.Contains("--format")) format = known;
            else return new ToolArguments(taken, format, [], word);
        }

        return new ToolArguments(taken, format, ConfigFiles.Expand(files, FileSystem.Instance), null);
    }

    /// <summary>Reads the files as one configuration, as the language alone: what the engine can do does not matter to tools.</summary>
    public LoadResult Load() => HaproxyConfig.Load(Files, FileSystem.Instance, StartRequest.ProcessEnvironment(), new LoadOptions
    {
        CheckRegex = Samples.Matching.RegexCheck.Check,
        LocalPeer = Environment.MachineName,
    });

    /// <summary>Each file's text; says on standard error what cannot be read.</summary>
    public bool TryOpen(out IReadOnlyList<SourceText> sources)
    {
        var opened = new List<SourceText>();
        sources = opened;
        foreach (var path in Files)
        {
            if (path == "-")
            {
                using var memory = new MemoryStream();
                using var input = Console.OpenStandardInput();
                input.CopyTo(memory);
                opened.Add(new SourceText("-", memory.ToArray()));
            }
            else if (FileSystem.Instance.TryRead(path, out var bytes, out var error))
            {
                opened.Add(new SourceText(path, bytes));
            }
            else
            {
                Console.Error.WriteLine($"{path}: {error}");
                return false;
            }
        }

        return true;
    }
}
