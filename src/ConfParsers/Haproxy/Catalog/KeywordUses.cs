using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The tables of the catalog, and with it what a name in a configuration is.</summary>
public enum KeywordKind
{
    Section,
    Global,
    Proxy,

    /// <summary>A keyword of one of the other sections; named with its section: <c>peers peer</c>.</summary>
    InSection,
    Option,
    Timeout,
    Stats,
    Bind,
    Server,
    Filter,

    /// <summary>An action, named with its rule set: <c>http-request set-header</c>, <c>tcp-request content accept</c>.</summary>
    Action,

    /// <summary>A line of a health check, named with its rule set: <c>http-check expect</c>.</summary>
    Check,
    Fetch,
    Converter,
    Match,
    LogAlias,

    /// <summary>A value of a keyword that makes a difference of its own, named with the keyword: <c>balance leastconn</c>, <c>cookie prefix</c>.</summary>
    Value,
}

/// <summary>A keyword as everyone names it: the catalog, the engine's list of what it carries out, the documentation.</summary>
public readonly record struct KeywordId(KeywordKind Kind, string Name)
{
    /// <summary>As messages say it: <c>server option 'send-proxy'</c>.</summary>
    public override string ToString() => Kind switch
    {
        KeywordKind.Section => $"section '{Name}'",
        KeywordKind.Global => $"global keyword '{Name}'",
        KeywordKind.Option => $"option '{Name}'",
        KeywordKind.Timeout => $"'timeout {Name}'",
        KeywordKind.Stats => $"'stats {Name}'",
        KeywordKind.Bind => $"bind option '{Name}'",
        KeywordKind.Server => $"server option '{Name}'",
        KeywordKind.Filter => $"filter '{Name}'",
        KeywordKind.Fetch => $"sample fetch '{Name}'",
        KeywordKind.Converter => $"converter '{Name}'",
        KeywordKind.Match => $"match method '{Name}'",
        KeywordKind.LogAlias => $"log-format alias '%{Name}'",
        _ => $"'{Name}'",
    };
}

/// <inheritdoc/>
public sealed class KeywordUses : Uses<KeywordId>
{
    private readonly string?[] _noted = new string?[16];

    public void Add(KeywordKind kind, string name, Span place)
    {
        // A row's name is one string: what was noted a moment ago is known by that.
        if (name.Length == 0) return;
        ref var noted = ref _noted[((name.Length * 7) + name[0] + (int)kind) & 15];
        if (ReferenceEquals(noted, name)) return;
        noted = name;
        Add(new KeywordId(kind, name), place);
    }

    public bool Has(KeywordKind kind, string name) => Has(new KeywordId(kind, name));
}
