using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Migration;
using ConfParsers.Text;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tools;

/// <summary>
/// <c>haproxy.net migrate</c>: an old file for HAProxy 2.6, on standard output or in place (<c>-w</c>); what was done and what remains to be done by hand
/// goes to standard error. Exit code 1 when something remains.
/// </summary>
internal static class MigrateCommand
{
    public static int Run(IReadOnlyList<string> words)
    {
        var arguments = ToolArguments.Read(words, "-w");
        if (arguments.Unknown is not null || arguments.Files.Length != 1) return ToolCommands.ShowUsage("migrate");
        if (!arguments.TryOpen(out var sources)) return 1;
        var source = sources[0];
        var result = Migrator.Migrate(source);
        foreach (var change in result.Changes) Console.Error.WriteLine($"{change.Place}: {change.Text}");
        var refused = StillRefused(source, result);
        foreach (var fault in refused) Console.Error.WriteLine($"still refused: {fault.Message}");
        foreach (var remaining in result.Remaining) Console.Error.WriteLine($"{remaining.Place}: left as it is: {remaining.Text}");
        if (arguments.Switches.Contains("-w") && source.Path != "-")
        {
            if (result.Changes.Count > 0 && !InPlace.Write(source.Path, result.Text)) return 1;
        }
        else
        {
            using var output = Console.OpenStandardOutput();
            output.Write(ByteText.Encode(result.Text));
        }

        return result.Remaining.Count > 0 || refused.Length > 0 ? 1 : 0;
    }

    /// <summary>
    /// What 2.6 refuses all the same: a file of old may have more than old keywords. What depends on the machine, such as certificates and host names,
    /// is left out, as is what is named already.
    /// </summary>
    private static Diagnostic[] StillRefused(SourceText source, MigrationResult result)
    {
        var files = new InMemoryFiles(FileSystem.Instance).Add(source.Path, result.Text);
        var options = new LoadOptions { CheckRegex = Samples.Matching.RegexCheck.Check, Strict = true };
        var before = result.Remaining.Select(remaining => ByteText.Decode(source.Line(remaining.Place!.Value.Line).Span)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. HaproxyConfig.Load([source.Path], files, StartRequest.ProcessEnvironment(), options).Diagnostics.Items.Where(finding =>
                finding is { Severity: Severity.Alert, Tolerated: false, Place: { Line: > 0 } place, Kind: not (DiagnosticKind.Summary or DiagnosticKind.Unreadable or DiagnosticKind.UnresolvedHost or DiagnosticKind.Environment) }
                && !before.Contains(ByteText.Decode(place.Source.Line(place.Line).Span))),
        ];
    }
}
