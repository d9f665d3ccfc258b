using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Listing;
using ConfParsers.Tests.Haproxy;
using Fuzz.Generating;

namespace Fuzz;

/// <summary>Which rows of the catalog stood in a file that the real haproxy accepted: a row that never did has not really been compared.</summary>
internal sealed partial class Coverage
{
    private readonly Lock _lock = new();
    private readonly HashSet<KeywordId> _used = [];
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private int _accepted;

    /// <summary>What 2.6 refuses whatever stands behind it, ours as well with <c>--strict</c>.</summary>
    public static bool IsRefused(KeywordId id) => id is { Kind: KeywordKind.Global, Name: "nbproc" } or { Kind: KeywordKind.Server or KeywordKind.Proxy, Name: "usesrc" }
        || (id.Kind == KeywordKind.Action && id.Name.EndsWith(" ot-group", StringComparison.Ordinal))
        || (id.Kind == KeywordKind.Action && id.Name.Contains(" expect-", StringComparison.Ordinal) && !id.Name.StartsWith("tcp-request connection", StringComparison.Ordinal))
        || (id.Kind == KeywordKind.Action && id.Name is "tcp-request content use-service" or "tcp-request connection capture" or "tcp-request session capture")
        || id is { Kind: KeywordKind.InSection, Name: "resolvers resolution_pool_size" } or { Kind: KeywordKind.Global, Name: "tune.chksize" }
        || (id.Kind == KeywordKind.Proxy && Catalog.Proxy.TryGetValue(id.Name, out var row) && row is { Arguments: "", Manual: "" });

    /// <param name="uses">What our reader saw in the file.</param>
    public void Add(ConfigCase accepted, IEnumerable<KeywordId> uses)
    {
        var text = Encoding.Latin1.GetString(accepted.Config);
        lock (_lock)
        {
            _accepted++;
            _used.UnionWith(uses);
            foreach (Match word in Word().Matches(text)) _words.Add(word.Value);
        }
    }

    /// <summary>How many rows, and with <paramref name="names"/> those that never were.</summary>
    public string Report(bool names)
    {
        var rows = CatalogRows.All.Where(row => !IsRefused(row.Id)).Select(row => (Name: $"{row.Id.Kind} {row.Id.Name}", Used: _used.Contains(row.Id)))
            .Concat(Signatures.AclKeywords.Select(row => (Name: $"AclKeyword {row.Name}", Used: _words.Contains(row.Name))))
            .Concat(StickTableWords.Stored.Select(row => row.Split('(')[0]).Select(name => (Name: $"store {name}", Used: _words.Contains(name)))).ToArray();
        var text = new StringBuilder($"{rows.Count(row => row.Used)} of {rows.Length} rows of the catalog stood in one of the {_accepted} files that haproxy accepted\n");
        if (names)
        {
            foreach (var (name, _) in rows.Where(row => !row.Used)) text.Append($"  never: {name}\n");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"[A-Za-z0-9_.+-]+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
