using System.Text.RegularExpressions;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Tools;

/// <summary>
/// What the program does with configurations besides running them: <c>haproxy.net lint FILE</c> and its kin. HAProxy takes a first word without
/// dash for a mistake, so these names are free.
/// </summary>
public static partial class ToolCommands
{
    /// <param name="Arguments">In the manual's notation.</param>
    /// <param name="Summary">One line for usage, completion and the manual page.</param>
    /// <param name="Run">Arguments in, exit code out.</param>
    public sealed partial record Tool(string Name, string Arguments, string Summary, Func<IReadOnlyList<string>, int> Run)
    {
        /// <summary>The options among the arguments.</summary>
        public Usage.Option[] Options { get; } = [.. OptionOf().Matches(Arguments).Select(option => new Usage.Option(option.Groups["name"].Value, "",
            option.Groups["values"].Success ? $"={{{option.Groups["values"].Value}}}" : "", option.Groups["argument"].Value))];

        /// <summary>The words one of which is the argument; empty where it is anything else.</summary>
        public string[] Choices { get; } = Arguments.Length > 0 && Arguments.All(c => char.IsAsciiLetterLower(c) || c == '|') ? Arguments.Split('|') : [];

        [GeneratedRegex(@"(?<name>-[-\w]+)(=(?<values>[\w|]+)| <(?<argument>\w+)>\])?", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex OptionOf();
    }

    public static IReadOnlyList<Tool> All { get; } =
    [
        new("lint", "[--format=text|json|sarif] <file|dir>... | --rules [--into <file>]", "names the traps that a check accepts in silence", LintCommand.Run),
        new("fmt", "[-w | --check] <file>...", "writes files in one layout; -w in place", FormatCommand.Run),
        new("migrate", "[-w] <file>", "rewrites keywords that 2.6 no longer knows; -w in place", MigrateCommand.Run),
        new("dump", "[--format=json] <file|dir>...", "prints what a configuration means", DumpCommand.Run),
        new("keywords", "[--format=json] [--into <file>]", "lists every keyword and whether it is carried out", KeywordsCommand.Run),
        new("completion", "bash|zsh|fish", "prints a completion script for a shell", CompletionCommand.Run),
        new("man", "", "prints the manual page haproxy.net(1)", ManualPage.Run),
    ];

    /// <returns>Null when the first word names no tool.</returns>
    public static int? TryRun(IReadOnlyList<string> argv) =>
        argv.Count > 0 && All.FirstOrDefault(tool => tool.Name == argv[0]) is { } known ? known.Run([.. argv.Skip(1)]) : null;

    /// <summary>Says how a tool is called; the exit code of a wrong call.</summary>
    public static int ShowUsage(string name)
    {
        var tool = All.First(t => t.Name == name);
        Console.Error.WriteLine($"Usage: haproxy.net {tool.Name} {tool.Arguments}\n{tool.Summary}");
        return 1;
    }
}
