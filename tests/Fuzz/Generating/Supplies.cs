using System.Runtime.CompilerServices;
using System.Text;
using ConfParsers.Tests.Haproxy;

namespace Fuzz.Generating;

/// <summary>The files of the folder <c>Supplies</c>, which rows name: certificates, maps, pages, scripts.</summary>
internal sealed class Supplies
{
    private readonly (string Path, byte[] Bytes)[] _all = [.. Directory.GetFiles(Folder()).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];

    /// <summary>A case with what its text names, and what that names.</summary>
    public ConfigCase Beside(string text)
    {
        var names = text;
        foreach (var (path, bytes) in _all.Where(file => file.Path.EndsWith(".list", StringComparison.Ordinal) && text.Contains(file.Path, StringComparison.Ordinal))) names += Encoding.Latin1.GetString(bytes);
        return new ConfigCase("generated", ["-c", "-f", "haproxy.cfg"], [.. _all.Where(file => names.Contains(file.Path, StringComparison.Ordinal))], Encoding.Latin1.GetBytes(text), new Answer(0, "", ""));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "../Supplies");
}
