using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using Tables = ConfParsers.Haproxy.Catalog.Catalog;

namespace ConfParsers.Haproxy.Listing;

/// <summary>A row of the catalog as documents and tools show it.</summary>
/// <param name="Arguments">In the manual's notation.</param>
/// <param name="Manual">Chapter of configuration.txt 2.6; empty where the row says none.</param>
public sealed record CatalogRow(KeywordId Id, string Arguments, string Manual);

/// <summary>All rows of all tables, by kind and name: what generated documents, completion and coverage are made of.</summary>
public static class CatalogRows
{
    public static IReadOnlyList<CatalogRow> All { get; } =
    [
        .. Tables.Sections.Select(name => new CatalogRow(new(KeywordKind.Section, name), "", "")).OrderBy(row => row.Id.Name, StringComparer.Ordinal),
        .. Rows(KeywordKind.Global, Tables.Global.Values),
        .. Rows(KeywordKind.Proxy, Tables.Proxy.Values),
        .. Rows(KeywordKind.Option, Tables.Options.Values),
        .. Rows(KeywordKind.Timeout, TimeoutKeywords.Kinds),
        .. Rows(KeywordKind.Stats, StatsPageKeywords.Kinds),
        .. Rows(KeywordKind.Bind, Tables.Bind.Values),
        .. Rows(KeywordKind.Server, Tables.Server.Values),
        .. Tables.FurtherSections.Values.SelectMany(section => Rows(KeywordKind.InSection, section.Keywords, section.Name + " ")),
        .. Actions(),
        .. Checks("http-check", CheckRuleKeywords.Http),
        .. Checks("tcp-check", CheckRuleKeywords.Tcp),
        .. Signatures.Fetches.Select(fetch => new CatalogRow(new(KeywordKind.Fetch, fetch.Name), fetch.Arguments, fetch.Manual)),
        .. Signatures.Converters.Select(converter => new CatalogRow(new(KeywordKind.Converter, converter.Name), converter.Arguments, converter.Manual)),
        .. Enum.GetValues<MatchMethod>().Select(method => new CatalogRow(new(KeywordKind.Match, MatchMethods.NameOf(method)), "", "7.1.3")),
        .. LogFormatReader.BuiltAliases.Order(StringComparer.Ordinal).Select(name => new CatalogRow(new(KeywordKind.LogAlias, name), "", "8.2.4")),
    ];

    private static IEnumerable<CatalogRow> Rows(KeywordKind kind, IEnumerable<Keyword> rows, string before = "") =>
        rows.OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => new CatalogRow(new(kind, before + row.Name), row.Arguments, row.Manual));

    private static IEnumerable<CatalogRow> Actions() =>
        from set in (RuleSets[])[RuleSets.TcpConnection, RuleSets.TcpSession, RuleSets.TcpContent, RuleSets.TcpResponse, RuleSets.HttpRequest, RuleSets.HttpResponse, RuleSets.HttpAfterResponse]
        from action in RuleActionKeywords.Of(set).DistinctBy(action => action.Name).OrderBy(action => action.Name, StringComparer.Ordinal)
        select new CatalogRow(new(KeywordKind.Action, $"{RuleSetNames.Of(set)} {action.Name}"), action.Arguments, "4.2");

    private static IEnumerable<CatalogRow> Checks(string rules, CheckStep[] steps) =>
        steps.Select(step => new CatalogRow(new(KeywordKind.Check, $"{rules} {step.Name.TrimEnd('(')}"), step.Arguments, step.Manual)).OrderBy(row => row.Id.Name, StringComparer.Ordinal);
}
