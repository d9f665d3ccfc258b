namespace ConfParsers.Keepalived.Catalog;

/// <summary>The rows that may stand in one block.</summary>
/// <param name="Path">As in the table of known names: <c>(root)</c>, <c>vrrp_instance/authentication</c>.</param>
internal abstract record Block(string Path)
{
    public abstract IEnumerable<Keyword> Rows { get; }
}

/// <inheritdoc cref="Block"/>
internal sealed record Block<T>(string Path, Keyword<T>[] Keywords) : Block(Path)
{
    private readonly Dictionary<string, Keyword<T>> _byName = Keywords.ToDictionary(row => row.Name, StringComparer.Ordinal);

    public override IEnumerable<Keyword> Rows => Keywords;

    /// <param name="strict">Only what 2.2.7 knows.</param>
    public Keyword<T>? Find(string name, bool strict) => _byName.GetValueOrDefault(name) is { } row && !(strict && row.Since > Since.V22) ? row : null;
}
