using ConfParsers.Keepalived.Catalog;

namespace ConfParsers.Tests.Keepalived;

/// <summary>One keyword, one row; no row for a keyword that keepalived does not know, and none missing.</summary>
public sealed class CatalogTests
{
    /// <summary>Debian's build answers to these that they are unknown, and so do we.</summary>
    private static readonly string[] OfOtherBuilds =
    [
        "global_defs vrrp_ipsets",
        .. new[] { "connect_ip", "connect_port", "bindto", "bind_port", "bind_if", "connect_timeout", "fwmark" }.Select(name => "virtual_server/real_server/MISC_CHECK " + name),
    ];

    [Fact]
    public void Every_keyword_of_the_real_one_has_its_row_and_no_row_is_of_our_own_making()
    {
        var rows = Blocks(KeepalivedCatalog.Root).DistinctBy(block => block.Path, StringComparer.Ordinal)
            .SelectMany(block => block.Rows.Select(row => $"{block.Path} {row.Name} {(row.Since == Since.V24 ? "2.4" : "2.2")}"));

        Assert.Equal(Known().Where(name => !OfOtherBuilds.Any(other => name.StartsWith(other + " ", StringComparison.Ordinal))).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_row_names_its_manual() =>
        Assert.All(Blocks(KeepalivedCatalog.Root).SelectMany(block => block.Rows), row => Assert.NotEmpty(row.Manual));

    private static IEnumerable<string> Known() => File.ReadLines(Path.Combine(ConfigCase.Folder, "..", "keywords.tsv"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Replace('\t', ' '));

    private static IEnumerable<Block> Blocks(Block block) =>
        block.Rows.Select(row => row.Content).OfType<Block>().Where(inner => inner.Path != block.Path).SelectMany(Blocks).Prepend(block);
}
