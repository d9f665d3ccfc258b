using System.Collections.Frozen;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The rows of one kind by name, and in the order in which their features list them.</summary>
public sealed class KeywordTable<T>
    where T : Keyword
{
    private readonly FrozenDictionary<string, T> _byName;
    private readonly T[] _rows;

    internal KeywordTable(params T[] rows)
    {
        _rows = rows;
        _byName = rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);
        Suggested = [.. rows.Select(row => row.Suggested).OfType<string>()];
    }

    public IEnumerable<T> Values => _rows;

    public IEnumerable<string> Keys => _rows.Select(row => row.Name);

    /// <summary>What is suggested for unknown words; of equally near names the first.</summary>
    public IReadOnlyList<string> Suggested { get; private init; }

    /// <summary>The names to suggest first, in their order; what later versions added stands behind them.</summary>
    internal string[] SuggestionOrder { init => Suggested = [.. value, .. Suggested.Except(value, StringComparer.Ordinal)]; }

    public bool TryGetValue(string name, out T row)
    {
        var found = _byName.TryGetValue(name, out var value);
        row = value!;
        return found;
    }

    public bool ContainsKey(string name) => _byName.ContainsKey(name);
}
