using ConfParsers.Keepalived;

namespace ConfParsers.Tests.Keepalived;

/// <summary>The patterns of <c>include</c>.</summary>
public sealed class FilePatternTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kglob").FullName;

    public FilePatternTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "sub"));
        foreach (var name in new[] { "a1.conf", "a2.conf", "b1.conf", ".hidden.conf", "sub/c.conf" }) File.WriteAllText(Path.Combine(_directory, name), "");
    }

    [Theory]
    [InlineData("a1.conf", "a1.conf")]
    [InlineData("*.conf", "a1.conf b1.conf a2.conf")]
    [InlineData("a?.conf", "a1.conf a2.conf")]
    [InlineData("[ab]1.conf", "a1.conf b1.conf")]
    [InlineData("[!a]*.conf", "b1.conf")]
    [InlineData("a[1-2].conf", "a1.conf a2.conf")]
    [InlineData("{b,a}1.conf", "b1.conf a1.conf")]
    [InlineData("{a{1,2},b1}.conf", "a1.conf a2.conf b1.conf")]
    [InlineData("*/c.conf", "sub/c.conf")]
    [InlineData("none*", "")]
    [InlineData("none.conf", "")]
    public void A_pattern_names_its_files(string pattern, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            new Host().Glob(_directory + "/" + pattern).Select(path => Path.GetRelativePath(_directory, path)).Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
