using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using Tables = ConfParsers.Haproxy.Catalog.Catalog;

namespace ConfParsers.Haproxy.Listing;

/// <summary>
/// The keywords of the catalog in the lines of <c>haproxy -dK</c> (management.txt 3): what a tool that asks HAProxy for its keywords reads. What
/// HAProxy has inside its parser it does not list, and neither is it listed here.
/// </summary>
public static class KeywordListing
{
    /// <summary>The legend above the sample fetches: their places, right to left.</summary>
    private static readonly string[] PlaceNames =
    [
        "frontend tcp-request connection rule", "frontend tcp-request session rule", "frontend tcp-request content rule", "frontend http-request header rule",
        "frontend http-request body rule", "frontend use-backend rule", "backend tcp-request content rule", "backend http-request header rule", "backend http-request body rule",
        "backend use-server, balance or stick-match rule", "server source selection", "backend tcp-response content rule", "backend http-response header rule",
        "backend http-response body rule", "backend stick-store rule", "frontend tcp-response content rule", "frontend http-response header rule",
        "frontend http-response body rule", "logs", "backend tcp-check rule", "configuration parser", "CLI parser",
    ];

    public static IEnumerable<string> AclKeywords => Signatures.AclKeywords.Select(keyword => keyword.ToString());

    public static IEnumerable<string> Converters => Signatures.Converters.Select(converter => converter.ToString());

    public static IEnumerable<string> Fetches => [.. Legend(), .. Signatures.Fetches.Select(fetch => $"[ {Columns(fetch.Places)} ] {fetch}")];

    /// <summary>Filters with what HAProxy calls them in its log of traces. OpenTracing is another project's, and no part of this program.</summary>
    public static IEnumerable<string> Filters => ["cache [CACHE]", "compression [COMP]", "fcgi-app [FCGI]", "spoe [SPOE]", "trace [TRACE]"];

    public static IEnumerable<string> Services => ["prometheus-exporter"];

    /// <summary>Sections with their keywords; those of proxies stand below <c>listen</c>.</summary>
    public static IEnumerable<string> Configuration =>
    [
        "global",
        .. Sorted(Tables.Global.Values.Where(row => row.Listed).Select(row => row.Name)),
        "listen",
        .. Sorted(Tables.Proxy.Values.Where(row => row.Listed).Select(row => row.Name)),
        .. Sorted(Tables.Bind.Values.Where(row => !TlsBindKeywords.Rows.Contains(row)).Select(row => "bind <addr> " + Option(row))),
        // The word that makes a bind line one of TLS is listed by no class.
        .. Sorted(TlsBindKeywords.Rows.Where(row => row.Name != "ssl").Select(row => "bind <addr> ssl " + Option(row))),
        .. Sorted(Tables.Server.Values.Select(row => "server <name> <addr> " + Option(row))),
        .. Sorted(Tables.Options.Values.Where(row => row.Listed).Select(row => $"option {row.Name} [ {Sides(row)}]")),
        .. RuleSets(),
        "userlist",
        "peers",
        "crt-list",
        .. Sorted(Tables.Bind.Values.Where(row => row.InCertificateList).Select(Option)),
    ];

    private static IEnumerable<string> RuleSets() =>
        from set in (RuleSets[])[Features.RuleSets.TcpConnection, Features.RuleSets.TcpSession, Features.RuleSets.TcpContent, Features.RuleSets.TcpResponse,
            Features.RuleSets.HttpRequest, Features.RuleSets.HttpResponse, Features.RuleSets.HttpAfterResponse]
        let actions = RuleActionKeywords.Of(set).Where(row => (row.BuiltIn & set) == 0)
        from line in Sorted(actions.Select(row => $"{RuleSetNames.Of(set)} {row.Name}{(row.IsPrefix ? "*" : "")}"))
        select line;

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => "\t" + name);

    private static string Option(Keyword row) => row.Arguments.Length == 0 ? row.Name : row.Arguments.Contains("usesrc", StringComparison.Ordinal) ? $"{row.Name} +-1" : $"{row.Name} +1";

    private static string Sides(OptionKeyword row) =>
        ((row.Sections & In.Frontend) != 0 ? "FE " : "") + ((row.Sections & In.Backend) != 0 ? "BE " : "") + (row.HttpOnly ? "HTTP " : "");

    private static string Columns(SamplePlaces places) =>
        string.Join(' ', Enumerable.Range(0, PlaceNames.Length).Select(i => ((int)places >> i & 1) == 1 ? 'Y' : '.'));

    private static IEnumerable<string> Legend()
    {
        var count = PlaceNames.Length;
        for (var i = 0; i < count; i++)
        {
            var strokes = string.Concat(Enumerable.Repeat("/ ", i));
            yield return string.Create(CultureInfo.InvariantCulture, $"#{new string(' ', count + 1 - i)}{strokes}_.{new string('-', count - i)} {PlaceNames[i]}");
        }

        yield return "# " + string.Concat(Enumerable.Repeat("/ ", count)) + " ";
        yield return "# " + string.Concat(Enumerable.Repeat("| ", count));
    }
}
