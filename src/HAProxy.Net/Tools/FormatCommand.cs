using ConfParsers.Haproxy.Formatting;
using ConfParsers.Text;

namespace HAProxy.Net.Tools;

/// <summary><c>haproxy.net fmt</c>: prints files in one layout, or writes them (<c>-w</c>), or names those that have another (<c>--check</c>, exit code 1).</summary>
internal static class FormatCommand
{
    public static int Run(IReadOnlyList<string> words)
    {
        var arguments = ToolArguments.Read(words, "-w", "--check");
        if (arguments.Unknown is not null || arguments.Files.Length == 0) return ToolCommands.ShowUsage("fmt");
        if (!arguments.TryOpen(out var sources)) return 1;
        var code = 0;
        foreach (var source in sources)
        {
            var text = Formatter.Format(source);
            var same = source.Bytes.Span.SequenceEqual(ByteText.Encode(text));
            if (arguments.Switches.Contains("--check"))
            {
                if (same) continue;
                Console.Out.WriteLine(source.Path);
                code = 1;
            }
            else if (!arguments.Switches.Contains("-w") || source.Path == "-")
            {
                using var output = Console.OpenStandardOutput();
                output.Write(ByteText.Encode(text));
            }
            else if (!same && !InPlace.Write(source.Path, text))
            {
                code = 1;
            }
        }

        return code;
    }
}
