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

    [Fact]
    public void The_page_of_lint_rules_is_fresh()
    {
        var page = File.ReadAllText(Path.Combine(Binaries.Root, "docs/diagnostics.md"));
        Assert.Equal(LintCommand.Part.Renew(page, LintCommand.Markdown()), page);
    }
}
