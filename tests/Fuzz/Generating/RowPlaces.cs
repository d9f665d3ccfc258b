using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Listing;
using Tables = ConfParsers.Haproxy.Catalog.Catalog;

namespace Fuzz.Generating;

/// <summary>How the rows of lines of proxies are written, in which proxies, and where their expressions are.</summary>
internal static class RowPlaces
{
    public static string Written(CatalogRow row) => row.Id.Kind switch
    {
        KeywordKind.Option => "option " + row.Id.Name,
        KeywordKind.Timeout => "timeout " + row.Id.Name,
        KeywordKind.Stats => "stats " + row.Id.Name,
        KeywordKind.InSection => row.Id.Name[(row.Id.Name.IndexOf(' ', StringComparison.Ordinal) + 1)..],
        _ => row.Id.Name,
    };

    public static bool TakesCondition(CatalogRow row) => row.Id.Kind == KeywordKind.Action || row.Id.Name is "use_backend";

    public static bool Allows(CatalogRow row, ProxyDraft proxy)
    {
        var name = row.Id.Name;
        var sections = row.Id.Kind switch
        {
            KeywordKind.Proxy => Tables.Proxy.TryGetValue(name, out var keyword) ? keyword.Sections : In.Everywhere,
            KeywordKind.Option => Tables.Options.TryGetValue(name, out var option) ? option.Sections : In.Everywhere,
            KeywordKind.Timeout => Tables.Timeouts.TryGetValue(name, out var timeout) ? timeout.Sections : In.Everywhere,
            KeywordKind.Stats => Tables.Stats.TryGetValue(name, out var stats) ? stats.Sections : In.Everywhere,
            KeywordKind.Check => In.BackSide,
            _ when name is "tcp-request content switch-mode" or "tcp-request content capture" || name.StartsWith("http-request capture", StringComparison.Ordinal) || name.StartsWith("http-after-response capture", StringComparison.Ordinal) || name.StartsWith("http-response capture", StringComparison.Ordinal) => In.FrontSide,
            _ when name.EndsWith(" set-timeout", StringComparison.Ordinal) => In.BackSide,
            _ when name.StartsWith("tcp-request connection", StringComparison.Ordinal) || name.StartsWith("tcp-request session", StringComparison.Ordinal) => In.FrontSide,
            _ when name.StartsWith("tcp-response", StringComparison.Ordinal) => In.BackSide,
            _ => In.Everywhere,
        };
        if ((sections & proxy.Section) == 0) return false;
        return proxy.Http || !(row.Id.Kind == KeywordKind.Action && name.StartsWith("http", StringComparison.Ordinal));
    }

    /// <summary>Where the expressions of the line are looked at.</summary>
    public static SamplePlaces Of(CatalogRow row, ProxyDraft proxy)
    {
        var name = row.Id.Name;
        var (front, back) = name.Split(' ')[0] switch
        {
            "tcp-request" when name.StartsWith("tcp-request connection", StringComparison.Ordinal) => (SamplePlaces.FrontendConnection, SamplePlaces.None),
            "tcp-request" when name.StartsWith("tcp-request session", StringComparison.Ordinal) => (SamplePlaces.FrontendSession, SamplePlaces.None),
            "tcp-request" => (SamplePlaces.FrontendContent, SamplePlaces.BackendContent),
            "tcp-response" => (SamplePlaces.FrontendResponseContent, SamplePlaces.BackendResponseContent),
            "http-response" or "http-after-response" => (SamplePlaces.FrontendResponse, SamplePlaces.BackendResponse),
            "http-check" or "tcp-check" => (SamplePlaces.Check, SamplePlaces.Check),
            "use_backend" => (SamplePlaces.UseBackend, SamplePlaces.None),
            "use-server" or "stick" or "balance" => (SamplePlaces.ServerChoice, SamplePlaces.ServerChoice),
            _ => (SamplePlaces.FrontendRequest, SamplePlaces.BackendRequest),
        };
        return (proxy.IsFront ? front : SamplePlaces.None) | (proxy.IsBack ? back : SamplePlaces.None);
    }
}
