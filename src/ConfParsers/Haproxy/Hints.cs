using System.Text.RegularExpressions;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy;

/// <summary>
/// What would mend a finding, and which words it means: the name that is nearest to one nobody knows, and the place where a name was declared first. HAProxy suggests
/// keywords only; here actions, fetches, converters, backends, tables, servers and ACLs are suggested alike. Its messages are fixed and say what is missing, so
/// they are what this looks at. Hints never stand in the default output.
/// </summary>
internal static partial class Hints
{
    /// <summary>How messages about unknown names begin, and what there is of the kind.</summary>
    private static readonly (string Before, Func<ConfigContext, IEnumerable<string>> Names)[] Kinds =
    [
        ("unable to find required default_backend: '", Backends),
        ("unable to find required use_backend: '", Backends),
        ("unable to find backend '", Backends),
        ("unable to find frontend '", context => context.Proxies.Where(proxy => proxy.HasFrontend).Select(proxy => proxy.Name)),
        ("unable to find stick-table '", context => context.Proxies.Where(proxy => proxy.StickTable is not null).Select(proxy => proxy.Name)),
        ("unable to find store table '", context => context.Proxies.Where(proxy => proxy.StickTable is not null).Select(proxy => proxy.Name)),
        ("unable to find table '", context => context.Proxies.Where(proxy => proxy.StickTable is not null).Select(proxy => proxy.Name)),
        ("unable to find proxy '", Backends),
        ("unable to find required proxy '", Backends),
        ("unable to find server '", Servers),
        ("unable to find required server '", Servers),
        ("unable to find userlist '", context => Sections(context, "userlist")),
        ("unable to find sync peers '", context => Sections(context, "peers")),
        ("unable to find mailers '", context => Sections(context, "mailers")),
        ("unable to find required resolvers '", context => Sections(context, "resolvers")),
        ("Can't find resolvers section '", context => Sections(context, "resolvers")),
        ("unknown http-errors section '", context => Sections(context, "http-errors")),
        ("uses unknown ring named '", context => Sections(context, "ring")),
        ("defaults section '", context => context.Defaults.Select(defaults => defaults.Name)),
        ("fcgi-app '", context => Sections(context, "fcgi-app")),
        ("unable to find the cache '", context => Sections(context, "cache")),
        ("no such ACL : '", context => context.Proxies.Concat(context.Defaults).SelectMany(proxy => proxy.Acls).Select(acl => acl.Name).OfType<string>()),
        ("unknown fetch method '", _ => Signatures.Fetches.Select(fetch => fetch.Name).Concat(Signatures.AclKeywords.Select(keyword => keyword.Name))),
        ("unknown matching method '", _ => Enum.GetValues<MatchMethod>().Select(MatchMethods.NameOf)),
        ("unknown log facility '", _ => LogTargetReader.Facilities),
        ("unknown proxy mode '", _ => ["tcp", "http"]),
        ("'filter' : unknown keyword '", _ => FilterKeywords.Names),
        ("unknown converter '", _ => Signatures.Converters.Select(converter => converter.Name)),
    ];

    public static void Add(ConfigContext context, IReadOnlyList<SourceText> sources) => context.Diagnostics.Revise(finding => finding with
    {
        Place = finding.Place is { } place ? MeantWords.Narrow(place, finding.Text) : null,
        Hint = finding.Hint ?? HintFor(finding.Text, context) ?? HintOfChoice(finding),
        Related = finding.Related ?? RelatedTo(finding, sources),
    });

    private static string? HintFor(string text, ConfigContext context)
    {
        if (Suggestion().Match(text) is { Success: true } said) return $"did you mean '{said.Groups["name"].Value}'?";
        if (Action().Match(text) is { Success: true } action) return Nearest(action.Groups["word"].Value, ListedActions(text));
        foreach (var (before, names) in Kinds)
        {
            var at = text.IndexOf(before, StringComparison.Ordinal);
            if (at < 0) continue;
            var start = at + before.Length;
            var end = text.IndexOf('\'', start);
            return end < 0 ? null : Nearest(text[start..end], names(context));
        }

        return null;
    }

    /// <summary>Many messages list what a keyword takes: the one that is like the word that stands there.</summary>
    private static string? HintOfChoice(Diagnostic finding)
    {
        if (finding is not { Kind: DiagnosticKind.BadValue or DiagnosticKind.UnknownKeyword, Place: { Column: > 0 } place } || !Choice().IsMatch(finding.Text)) return null;
        var word = MeantWords.At(place);
        var names = Quoted().Matches(finding.Text).Select(match => match.Groups["name"].Value).ToArray();
        return word.Length == 0 ? null : Nearest(word, names.Where(name => name != word && !name.Contains(' ', StringComparison.Ordinal)).Select(name => name.Split('(')[0].TrimStart('[', '!', ']')));
    }

    /// <summary>The message about an unknown action lists those that there are.</summary>
    private static IEnumerable<string> ListedActions(string text) =>
        Quoted().Matches(text[..text.LastIndexOf(", but got '", StringComparison.Ordinal)]).Skip(1).Select(match => match.Groups["name"].Value.Replace("(*)", "", StringComparison.Ordinal));

    private static string? Nearest(string word, IEnumerable<string> names) => Suggestions.Nearest(word, names) is { } name && name != word ? $"did you mean '{name}'?" : null;

    private static (Span Place, string Text)? RelatedTo(Diagnostic finding, IReadOnlyList<SourceText> sources)
    {
        if (finding.Place is not { } place || Declared().Match(finding.Text) is not { Success: true } match) return null;
        var file = match.Groups["file"];
        var source = file.Success ? sources.FirstOrDefault(source => source.Path == file.Value) : place.Source;
        return source is not null && int.TryParse(match.Groups["line"].ValueSpan, out var line) && line >= 1 && line <= source.LineCount
            ? (new Span(source, line), "first declared here")
            : null;
    }

    private static IEnumerable<string> Backends(ConfigContext context) => context.Proxies.Where(proxy => proxy.HasBackend).Select(proxy => proxy.Name);

    private static IEnumerable<string> Servers(ConfigContext context) => context.Proxies.SelectMany(proxy => proxy.Servers).Select(server => server.Options.Name);

    private static IEnumerable<string> Sections(ConfigContext context, string kind) => context.SectionNames.Where(name => name.Section == kind).Select(name => name.Name);

    [GeneratedRegex("[dD]id you mean '(?<name>[^']*)' maybe", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suggestion();

    [GeneratedRegex("' expects '.*', but got '(?<word>[^']+)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Action();

    [GeneratedRegex("(expects|supports|wants|has to be|Expects)( one of| either| only)? '|only supports |expects '", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Choice();

    [GeneratedRegex("'(?<name>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(declared|defined) at (line (?<line>\d+)|(?<file>[^\s]+):(?<line>\d+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declared();
}
