using System.Text;

namespace ConfParsers.Tests.Keepalived;

/// <summary>
/// One file of <c>cases/</c>: a keepalived.conf, then sections. <c>=== file NAME</c>: a file beside it; <c>=== exit N</c>: exit code and
/// messages of ours; <c>=== strict exit N</c>: those with <c>--strict</c>, where they differ; <c>=== not on the real one: REASON</c>.
/// The id of conditional lines is node1. <c>@DIR@</c> is the directory the files are in; it also holds <c>safe.sh</c>, and <c>open.sh</c> that everybody may write.
/// </summary>
internal sealed class ConfigCase
{
    public const string MainFile = "keepalived.conf";

    /// <summary>What conditional lines are compared with.</summary>
    public const string Id = "node1";

    private ConfigCase(string name) => Name = name;

    public static string Folder { get; } = Path.Combine(Testing.Binaries.Root, "tests", "ConfParsers.Tests", "Keepalived", "cases");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.conftest").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public string Name { get; }

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public string? NotOnTheRealOne { get; private set; }

    public (int Exit, string[] Messages) Expected { get; private set; }

    public (int Exit, string[] Messages) Strict { get; private set; }

    public static ConfigCase Read(string name)
    {
        var result = new ConfigCase(name);
        var sections = File.ReadAllText(Path.Combine(Folder, name + ".conftest")).Split("\n=== ");
        result.Files[MainFile] = sections[0].StartsWith("=== ", StringComparison.Ordinal) ? throw new InvalidDataException(name) : sections[0] + "\n";
        (int, string[])? expected = null;
        (int, string[])? strict = null;
        foreach (var section in sections.Skip(1))
        {
            var end = section.IndexOf('\n', StringComparison.Ordinal);
            var (heading, body) = end < 0 ? (section, "") : (section[..end], section[(end + 1)..]);
            if (heading.StartsWith("file ", StringComparison.Ordinal)) result.Files[heading[5..]] = body + "\n";
            else if (heading.StartsWith("exit ", StringComparison.Ordinal)) expected = Outcome(heading[5..], body);
            else if (heading.StartsWith("strict exit ", StringComparison.Ordinal)) strict = Outcome(heading[12..], body);
            else if (heading.StartsWith("not on the real one: ", StringComparison.Ordinal)) result.NotOnTheRealOne = heading[21..];
            else throw new InvalidDataException($"{name}: {heading}");
        }

        result.Expected = expected ?? throw new InvalidDataException($"{name}: no exit section");
        result.Strict = strict ?? result.Expected;
        return result;
    }

    /// <summary>Writes the files into a new directory that only root and its maker may change.</summary>
    public string Lay()
    {
        var directory = Directory.CreateTempSubdirectory("kconf").FullName;
        File.SetUnixFileMode(directory, Mode(0b111_101_101));
        foreach (var (name, text) in Files)
        {
            var path = Path.Combine(directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.Replace("@DIR@", directory, StringComparison.Ordinal), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        Script("safe.sh", 0b111_101_101);
        Script("open.sh", 0b111_111_111);
        return directory;

        void Script(string name, int mode)
        {
            var path = Path.Combine(directory, name);
            File.WriteAllText(path, "#!/bin/sh\n");
            File.SetUnixFileMode(path, Mode(mode));
        }
    }

    private static UnixFileMode Mode(int bits) => (UnixFileMode)bits;

    private static (int, string[]) Outcome(string exit, string body) => (int.Parse(exit), body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
