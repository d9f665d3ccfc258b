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

/// <summary>
/// The keywords that a section uses. While it is read it notes only what no section of its kind before it has used for certain: a large
/// file says the same few keywords in each of its sections, and only the first place of each is ever asked for.
/// </summary>
public sealed class KeywordUses : Uses<KeywordId>
{
    private KeywordsSeen? _seen;

    /// <summary>A section that stands alone.</summary>
    public KeywordUses()
    {
    }

    internal KeywordUses(KeywordsSeen seen) => _seen = seen;

    public void Add(KeywordKind kind, string name, Span place)
    {
        if (name.Length > 0 && _seen?.IsNoted(kind, name) != true) Add(new KeywordId(kind, name), place);
    }

    public bool Has(KeywordKind kind, string name) => Has(new KeywordId(kind, name));

    /// <summary>The last line of the section has been read; what comes later, such as a format that is read at the end, is noted for itself.</summary>
    /// <param name="counts">False for a disabled section, whose keywords have no effect.</param>
    internal void Close(bool counts)
    {
        _seen?.Close(counts ? All : null);
        _seen = null;
    }
}

/// <summary>What the sections of one kind have used so far.</summary>
internal sealed class KeywordsSeen
{
    private readonly HashSet<KeywordId> _certain = [];

    /// <summary>A few that are certain or noted by the section that is being read. A row's name is one string, so that a look at the reference tells.</summary>
    private readonly (string? Name, KeywordKind Kind)[] _recent = new (string?, KeywordKind)[256];

    /// <summary>Whether the section that is being read need not note a keyword; when it must, it is taken to do so.</summary>
    public bool IsNoted(KeywordKind kind, string name)
    {
        ref var recent = ref _recent[((name[0] * 7) + (name[^1] * 31) + (name.Length * 13) + (int)kind) & 255];
        if (ReferenceEquals(recent.Name, name) && recent.Kind == kind) return true;
        recent = (name, kind);
        return _certain.Contains(new KeywordId(kind, name));
    }

    /// <summary>The section is read. What a section without effect has noted the next ones note again.</summary>
    public void Close(IEnumerable<Use<KeywordId>>? noted)
    {
        if (noted is null) Array.Clear(_recent);
        foreach (var use in noted ?? []) _certain.Add(use.Id);
    }
}
