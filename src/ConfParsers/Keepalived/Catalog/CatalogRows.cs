namespace ConfParsers.Keepalived.Catalog;

/// <summary>A row of the catalog as documents and tools show it.</summary>
/// <param name="Id">Block and keyword.</param>
/// <param name="Arguments">In the manual's notation.</param>
/// <param name="Manual">Section of keepalived.conf(5).</param>
public sealed record CatalogRow(KeywordId Id, string Arguments, string Manual);

/// <summary>All rows of all blocks, in the order of the file's grammar: what generated documents and coverage are made of.</summary>
public static class CatalogRows
{
    public static IReadOnlyList<CatalogRow> All { get; } =
    [
        .. Blocks(KeepalivedCatalog.Root).DistinctBy(block => block.Path, StringComparer.Ordinal)
            .SelectMany(block => block.Rows.OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => new CatalogRow(new KeywordId(block.Path, row.Name), row.Arguments, row.Manual))),
    ];

    private static IEnumerable<Block> Blocks(Block block) =>
        block.Rows.Select(row => row.Content).OfType<Block>().Where(inner => inner.Path != block.Path).SelectMany(Blocks).Prepend(block);
}
