using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Catalog.SampleSource;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// The families of fetches about entries of stick tables (configuration.txt 7.3.3): <c>sc_x(counter)</c>, <c>sc0_x</c> to
/// <c>sc2_x</c> of the entry that a connection tracks, and <c>src_x(table)</c> of the entry of its source address.
/// </summary>
internal static class StickCounterFetches
{
    /// <summary>Of tracked entries and of source addresses alike.</summary>
    private static readonly string[] Values =
    [
        "bytes_in_rate", "bytes_out_rate", "clr_gpc0", "clr_gpc1", "conn_cnt", "conn_cur", "conn_rate", "get_gpc0", "get_gpc1", "get_gpt0",
        "gpc0_rate", "gpc1_rate", "http_err_cnt", "http_err_rate", "http_fail_cnt", "http_fail_rate", "http_req_cnt", "http_req_rate",
        "inc_gpc0", "inc_gpc1", "kbytes_in", "kbytes_out", "sess_cnt", "sess_rate",
    ];

    /// <summary>Of arrays: the first argument is the index.</summary>
    private static readonly string[] Elements = ["clr_gpc", "get_gpc", "get_gpt", "gpc_rate", "inc_gpc"];

    public static FetchSignature[] Rows { get; } = FetchSignature.Chapter("7.3.3",
    [
        ..Values.SelectMany(Tracked),
        ..Tracked("trackers"),
        ..Tracked("tracked").Select(row => row with { Output = SampleType.Boolean }),
        ..Elements.Select(name => new FetchSignature($"sc_{name}", "integer,integer[,table]", SampleType.Integer, Internal)),

        // The only array fetch of one counter that 2.6 has.
        new("sc1_clr_gpc", "integer[,table]", SampleType.Integer, Internal),

        ..Values.Select(name => new FetchSignature($"src_{name}", "table", SampleType.Integer, ClientAddress)),
        ..Elements.Select(name => new FetchSignature($"src_{name}", "integer,table", SampleType.Integer, ClientAddress)),
        new("src_updt_conn_cnt", "table", SampleType.Integer, ClientAddress),
    ]);

    private static IEnumerable<FetchSignature> Tracked(string name)
    {
        // kbytes_* cannot be read on the CLI.
        var source = name.StartsWith("kbytes", StringComparison.Ordinal) ? ClientAddress : Internal;
        yield return new FetchSignature($"sc_{name}", "integer[,table]", SampleType.Integer, source);
        for (var counter = 0; counter <= 2; counter++) yield return new FetchSignature($"sc{counter}_{name}", "[table]", SampleType.Integer, source);
    }
}
