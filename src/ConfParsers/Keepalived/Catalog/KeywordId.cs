namespace ConfParsers.Keepalived.Catalog;

/// <summary>A keyword as everyone names it: the catalog, the daemon's list of what it carries out, the documentation.</summary>
/// <param name="Block">The block it stands in, as the catalog names it: <c>(root)</c>, <c>vrrp_instance/authentication</c>; or the keyword whose value or option it is.</param>
public readonly record struct KeywordId(string Block, string Name)
{
    public override string ToString() => string.Equals(Block, KeepalivedCatalog.RootPath, StringComparison.Ordinal) ? $"'{Name}'" : $"'{Name}' of {Block}";
}
