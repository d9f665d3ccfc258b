namespace ConfParsers.Haproxy.Catalog;

/// <summary>What HAProxy calls the places where expressions stand (<c>-dKfetch</c>).</summary>
public static class PlaceNames
{
    private static readonly string[] Names =
    [
        "frontend tcp-request connection rule", "frontend tcp-request session rule", "frontend tcp-request content rule",
        "frontend http-request header rule", "frontend http-request body rule", "frontend use-backend rule",
        "backend tcp-request content rule", "backend http-request header rule", "backend http-request body rule",
        "backend use-server, balance or stick-match rule", "server source selection", "backend tcp-response content rule",
        "backend http-response header rule", "backend http-response body rule", "backend stick-store rule",
        "frontend tcp-response content rule", "frontend http-response header rule", "frontend http-response body rule",
        "logs", "backend tcp-check rule", "configuration parser", "CLI parser",
    ];

    /// <summary>The name of the first of the places.</summary>
    public static string Of(SamplePlaces where) => Names[Math.Min(System.Numerics.BitOperations.TrailingZeroCount((int)where), Names.Length - 1)];
}
