using HAProxy.Net.Tools;
using Testing;

namespace HAProxy.Net.Tests.Tools;

/// <summary>What is generated from the catalog is what the catalog says today: <c>./build.sh docs</c> renews it.</summary>
public sealed class GeneratedPagesTests
{
    [Fact]
    public void The_compatibility_page_is_fresh()
    {
        var page = File.ReadAllText(Path.Combine(Binaries.Root, "docs/compatibility.md"));
        Assert.Equal(KeywordsCommand.Part.Renew(page, KeywordsCommand.Markdown()), page);
    }

    /// <summary>The code that "adding a keyword" shows is the code that is there, and so are the files it names.</summary>
    [Fact]
    public void The_walk_through_shows_what_is_there()
    {
        static IEnumerable<string> Trimmed(IEnumerable<string> lines) => lines.Select(line => line.Trim()).Where(line => line.Length > 0);
        static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Binaries.Root, path));
        var page = Lines("docs/adding-a-keyword.md");
        var shown = page.Where(line => line.StartsWith("       ", StringComparison.Ordinal)).ToArray();
        var recorded = Lines("tests/ConfParsers.Tests/Haproxy/cases/retries.conftest").TakeWhile(line => !line.StartsWith("=== exit", StringComparison.Ordinal)).Skip(1).ToArray();
        Assert.Equal(Trimmed(recorded), Trimmed(shown.Take(recorded.Length)));
        var source = Trimmed(Lines("src/ConfParsers/Haproxy/Features/Limits.cs")).ToHashSet(StringComparer.Ordinal);
        Assert.True(shown.Length > recorded.Length + 8);
        Assert.All(Trimmed(shown.Skip(recorded.Length)), line => Assert.Contains(line, source));
        Assert.Contains("Retries = model.Limits.Retries;", Trimmed(Lines("src/HAProxy.Net/Runtime/ProxySettings.cs")));
        Assert.True(File.Exists(Path.Combine(Binaries.Root, "tests/Vtc/retries_and_redispatch.vtc")));
    }

    [Fact]
    public void The_page_of_lint_rules_is_fresh()
    {
        var page = File.ReadAllText(Path.Combine(Binaries.Root, "docs/diagnostics.md"));
        Assert.Equal(LintCommand.Part.Renew(page, LintCommand.Markdown()), page);
    }
}
