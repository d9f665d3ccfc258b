using System.Text.RegularExpressions;
using Testing;

namespace Architecture.Tests;

/// <summary>The text of the tree, as the layer tests read it: no assembly is loaded, so what is looked for may not even compile in.</summary>
internal static partial class Source
{
    public static string Folder { get; } = Path.Combine(Binaries.Root, "src");

    /// <summary>Projects of src by name, each with the names of the projects and packages it references.</summary>
    public static Dictionary<string, string[]> References() =>
        Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => ProjectReference().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal);

    public static string[] Packages(string project) =>
        PackageReference().Matches(File.ReadAllText(Path.Combine(Folder, project, project + ".csproj"))).Select(match => match.Groups["name"].Value).ToArray();

    /// <summary>Source files as (path relative to src with forward slashes, text without comments).</summary>
    public static IEnumerable<(string Path, string Code)> Files() =>
        from file in Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Folder, file)
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        orderby path
        select (path, Comment().Replace(File.ReadAllText(file), ""));

    /// <summary>Files whose code matches, as "path: first match".</summary>
    public static string[] Uses(Regex pattern, Func<string, bool> allowed) =>
        Files().Where(file => !allowed(file.Path)).Select(file => (file.Path, Match: pattern.Match(file.Code)))
            .Where(found => found.Match.Success).Select(found => $"{found.Path}: {found.Match.Value}").ToArray();

    [GeneratedRegex("""<ProjectReference\s+Include="[^"]*?(?<name>[^"\\/]+)\.csproj""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""<PackageReference\s+Include="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageReference();

    // Line comments only where they start a line or follow code and a blank: "http://" within a string stays.
    [GeneratedRegex(@"^\s*//.*$|(?<=[;{}\s])//\s.*$|/\*.*?\*/", RegexOptions.Multiline | RegexOptions.Singleline, 5000)]
    private static partial Regex Comment();
}
