using ConfParsers.Keepalived.Catalog;

namespace ConfParsers.Tests.Keepalived;

/// <summary>One keyword, one row; and no row for a keyword that keepalived does not know.</summary>
public sealed class CatalogTests
{
    [Fact]
    public void Every_row_is_a_keyword_of_the_real_one_and_names_its_manual()
    {
        var blocks = Blocks(KeepalivedCatalog.Root).ToArray();

        Assert.Equal(["(root)", "global_defs", "vrrp_instance", "vrrp_instance/authentication", "vrrp_script"], blocks.Select(block => block.Path).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var block in blocks)
        {
            Assert.All(block.Rows, row => Assert.True(KnownKeywords.Has(block.Path, row.Name), $"{block.Path}: {row.Name}"));
            Assert.All(block.Rows, row => Assert.NotEmpty(row.Manual));
        }
    }

    [Theory]
    [InlineData("(root)", 25)]
    [InlineData("global_defs", 126)]
    [InlineData("vrrp_instance", 64)]
    [InlineData("vrrp_instance/authentication", 2)]
    [InlineData("vrrp_script", 8)]
    public void The_known_names_are_all_of_2_2_7(string block, int count) => Assert.Equal(count, KnownKeywords.Of(block).Count);

    [Fact]
    public void Nothing_is_missing_in_a_vrrp_script() =>
        Assert.Equal(KnownKeywords.Of("vrrp_script").Order(StringComparer.Ordinal), Blocks(KeepalivedCatalog.Root).Single(block => block.Path == "vrrp_script").Rows.Select(row => row.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<Block> Blocks(Block block) =>
        block.Rows.Select(row => row.Content).OfType<Block>().Where(inner => inner.Path != block.Path).SelectMany(Blocks).Prepend(block);
}
