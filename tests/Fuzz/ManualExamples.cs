using System.IO.Compression;
using System.Text;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>
/// The example files of HAProxy and the examples in configuration.txt (package haproxy-doc): each with sections as it stands, the others as lines
/// of a listen section, of the global section and of a backend. Which lines belong together is known from their indentation, so that some have prose in them.
/// </summary>
internal sealed class ManualExamples : IFileSource
{
    private const string Folder = "/usr/share/doc/haproxy";

    private static readonly string[] Frames =
    [
        "listen l\n mode http\n bind :80\n",
        "global\n",
        "listen l\n mode tcp\n bind :80\n server s1 192.0.2.1:80\nbackend dynamic\n",
    ];

    private readonly ConfigCase[] _files;
    private int _next;

    /// <exception cref="FileNotFoundException">The manual is not installed.</exception>
    public ManualExamples() =>
        _files = [.. Directory.GetFiles(Path.Combine(Folder, "examples"), "*.cfg").Order(StringComparer.Ordinal).Select(path => File.ReadAllText(path, Encoding.Latin1))
            .Concat(Examples(Text()).SelectMany(Files)).Select((text, number) => new ConfigCase($"example-{number}", ["-c", "-f", "haproxy.cfg"], [], Encoding.Latin1.GetBytes(text), new Answer(0, "", "")))];

    public int Count => _files.Length;

    public ConfigCase Next() => _files[_next++];

    private static string Text()
    {
        var plain = Path.Combine(Folder, "configuration.txt");
        if (File.Exists(plain)) return File.ReadAllText(plain, Encoding.Latin1);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(plain + ".gz"), CompressionMode.Decompress), Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string[]> Examples(string manual)
    {
        var lines = manual.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var head = lines[i].TrimEnd();
            if (!head.TrimStart().StartsWith("Example", StringComparison.Ordinal) || !head.EndsWith(':')) continue;
            var depth = Depth(head);
            string[] example = [.. lines.Skip(i + 1).TakeWhile(line => string.IsNullOrWhiteSpace(line) || Depth(line) > depth).Select(line => line.Trim())];
            i += example.Length;
            if (Array.Exists(example, line => line.Length > 0)) yield return example;
        }
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    private static IEnumerable<string> Files(string[] example)
    {
        if (Array.Exists(example, line => ConfParsers.Haproxy.Catalog.Catalog.FurtherSections.ContainsKey(FirstWord(line)) || FirstWord(line) is "global" or "defaults" or "frontend" or "backend" or "listen"))
        {
            return [string.Join('\n', example) + "\n"];
        }

        return Frames.Select(frame => frame + string.Concat(example.Select(line => $" {line}\n")));
    }

    private static string FirstWord(string line) => line.Split(' ')[0];
}
