using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Listing;
using ConfParsers.Tests.Haproxy;
using Tables = ConfParsers.Haproxy.Catalog.Catalog;

namespace Fuzz.Generating;

/// <summary>
/// Makes whole files out of the rows of the catalog: the right section, arguments of the right kind, references that lead somewhere. One file in two
/// has one to three faults (<see cref="Faults"/>).
/// </summary>
internal sealed class Generator : IFileSource
{
    private const string Head = "defaults\n mode http\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n";

    private readonly Random _random;
    private readonly Vocabulary _vocabulary;
    private readonly Faults _faults;
    private readonly Supplies _supplies = new();
    private readonly Deck<CatalogRow> _global;
    private readonly Deck<CatalogRow> _ofProxies;
    private readonly Dictionary<string, Deck<CatalogRow>> _ofSections;

    public Generator(int seed)
    {
        _random = new Random(seed);
        _vocabulary = new Vocabulary(_random);
        _faults = new Faults(_random);
        CheckRows();
        _global = Deck(row => row.Id.Kind == KeywordKind.Global);
        _ofProxies = Deck(row => row.Id.Kind is (KeywordKind.Proxy or KeywordKind.Option or KeywordKind.Timeout or KeywordKind.Stats or KeywordKind.Action or KeywordKind.Check) && !IsFrame(row));
        _ofSections = Tables.FurtherSections.Keys.ToDictionary(name => name, name => Deck(row => row.Id.Kind == KeywordKind.InSection && row.Id.Name.StartsWith(name + " ", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    /// <summary>Fails at once, and not after some thousand files, when a row names a value that nothing stands for.</summary>
    private void CheckRows()
    {
        var unknown = CatalogRows.All.Where(row => !Coverage.IsRefused(row.Id) && !IsFrame(row) && row.Id.Kind is not (KeywordKind.Fetch or KeywordKind.Converter))
            .SelectMany(row => Notation.Parse(FormOf(row)).Holes.Where(hole => !_vocabulary.Knows(hole)).Select(hole => $"{row.Id.Kind} {row.Id.Name}: <{hole}>")).ToArray();
        if (unknown.Length > 0) throw new InvalidDataException("no values for " + string.Join(", ", unknown));
    }

    /// <summary>Keywords whose lines are rows of another table, and lines that <see cref="Plan"/> writes.</summary>
    private static bool IsFrame(CatalogRow row) => row.Id is { Kind: KeywordKind.Proxy, Name: "option" or "timeout" or "stats" or "http-request" or "http-response" or "http-after-response" or "tcp-request"
        or "tcp-response" or "tcp-check" or "mode" or "stick-table" };

    private static string FormOf(CatalogRow row) =>
        Forms.Of($"{row.Id.Kind} {row.Id.Name}") ?? Forms.Of($"{row.Id.Kind} {row.Id.Name.Split(' ')[^1]}") ?? row.Arguments;

    public ConfigCase Next()
    {
        var draft = new Draft();
        var faults = _random.Next(2) == 0 ? 0 : _random.Next(1, 4);
        Plan(draft);
        var global = new List<string>();
        var none = new Scene(draft, null, SamplePlaces.Configuration);
        for (var lines = _random.Next(6); lines > 0; lines--) Add(global, _global.Draw(row => !Coverage.IsRefused(row.Id)), none);
        foreach (var proxy in draft.Proxies)
        {
            for (var lines = _random.Next(3, 14); lines > 0; lines--) AddToProxy(proxy, draft);
        }

        if (draft.Proxies.Any(proxy => proxy.Lines.Contains("option external-check"))) global.Add("external-check");
        if (_random.Next(8) == 0 || draft.Proxies.Any(proxy => proxy.Lines.Exists(line => line.Contains("normalize-uri", StringComparison.Ordinal))) || global.Exists(line => line.StartsWith("tune.fd", StringComparison.Ordinal))) global.Insert(0, "expose-experimental-directives");
        if (_random.Next(3) == 0) draft.Section(_ofSections.Keys.ElementAt(_random.Next(_ofSections.Count)));
        var sections = new List<(string Head, List<string> Lines)> { ("global", global), ("defaults", [.. Head.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)]) };
        sections.AddRange(draft.Proxies.Select(proxy => ($"{proxy.Kind} {proxy.Name}", proxy.Lines)));
        for (var at = 0; at < draft.Sections.Count; at++) sections.Add(Further(draft, draft.Sections[at]));
        for (; faults > 0; faults--) _faults.Apply(sections);
        var text = new StringBuilder();
        foreach (var (head, lines) in sections) text.Append(head).Append('\n').AppendJoin("", lines.Select(line => $" {line}\n"));
        return _supplies.Beside(text.ToString());
    }

    /// <summary>The row's deck without what HAProxy refuses in any case.</summary>
    private Deck<CatalogRow> Deck(Func<CatalogRow, bool> wanted) => new(CatalogRows.All.Where(wanted).Where(row => !Coverage.IsRefused(row.Id)), _random);

    private void Plan(Draft draft)
    {
        foreach (var (kind, most) in (ReadOnlySpan<(string, int)>)[("backend", 3), ("frontend", 3), ("listen", 2)])
        {
            for (var count = _random.Next(kind == "listen" ? 0 : 1, most); count > 0; count--)
            {
                var number = draft.NewNumber();
                var proxy = new ProxyDraft(kind, $"{kind[0]}{number}", Http: _random.Next(4) != 0) { HasTable = kind == "backend" || _random.Next(2) == 0, Servers = kind == "frontend" ? [] : [$"s{number}a", $"s{number}b"] };
                draft.Proxies.Add(proxy);
            }
        }

        foreach (var proxy in draft.Proxies)
        {
            var scene = new Scene(draft, proxy, SamplePlaces.ServerChoice);
            var lines = proxy.Lines;
            if (!proxy.Http) lines.Add("mode tcp");
            if (proxy.HasTable) Add(lines, _vocabulary.Write("stick-table <stick table>", scene), scene);
            if (proxy.IsFront)
            {
                Add(lines, _vocabulary.Write("bind <bind>", scene), scene);
                lines.Add("declare capture request len 10");
                lines.Add("declare capture response len 10");
            }

            // A test of the name that conditions use.
            lines.Add("acl named src 10.0.0.0/8");
            foreach (var server in proxy.Servers) Add(lines, _vocabulary.Write($"server {server} <ip>:<port> <server options>", scene), scene);
        }
    }

    private void AddToProxy(ProxyDraft proxy, Draft draft)
    {
        if (_ofProxies.Draw(row => RowPlaces.Allows(row, proxy)) is not { } row) return;
        Add(proxy.Lines, row, new Scene(draft, proxy, RowPlaces.Of(row, proxy)));
    }

    private (string Head, List<string> Lines) Further(Draft draft, (string Keyword, string Name) section)
    {
        var lines = new List<string>(FurtherSectionLines.Needed(section.Keyword));
        var scene = new Scene(draft, null, section.Keyword == "fcgi-app" ? SamplePlaces.BackendRequest : SamplePlaces.Configuration);
        for (var more = _random.Next(4); more > 0; more--) Add(lines, _ofSections[section.Keyword].Draw(_ => true), scene);
        return (section.Keyword == "namespace_list" ? section.Keyword : $"{section.Keyword} {section.Name}", FurtherSectionLines.Ordered(section.Keyword, lines));
    }

    private void Add(List<string> lines, CatalogRow? row, Scene scene)
    {
        if (row is null) return;
        var name = RowPlaces.Written(row);
        var form = FormOf(row);
        var joined = form.StartsWith('+');
        var text = $"{name}{(joined ? "" : " ")}{_vocabulary.Write(joined ? form[1..] : form, scene)}".TrimEnd();
        if (RowPlaces.TakesCondition(row) && _random.Next(3) == 0) text += $" {(_random.Next(2) == 0 ? "if" : "unless")} {_vocabulary.Value("condition", scene)}";
        Add(lines, text, scene);
    }

    private static void Add(List<string> lines, string text, Scene scene)
    {
        if (scene.Impossible) scene.Impossible = false;
        else lines.AddRange(text.Split('¶'));
    }
}
