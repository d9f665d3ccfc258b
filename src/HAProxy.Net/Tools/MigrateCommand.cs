using ConfParsers.Haproxy.Migration;
using ConfParsers.Text;

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

        return result.Remaining.Count > 0 ? 1 : 0;
    }
}
