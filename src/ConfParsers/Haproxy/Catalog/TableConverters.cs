using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The converters that look a sample up in a stick table (configuration.txt 7.3.1 "in_table", "table_..."). The sample must fit the table's key.</summary>
internal static class TableConverters
{
    private static readonly string[] Values =
    [
        "bytes_in_rate", "bytes_out_rate", "conn_cnt", "conn_cur", "conn_rate", "gpc0", "gpc0_rate", "gpc1", "gpc1_rate", "gpt0",
        "http_err_cnt", "http_err_rate", "http_fail_cnt", "http_fail_rate", "http_req_cnt", "http_req_rate", "kbytes_in", "kbytes_out",
        "server_id", "sess_cnt", "sess_rate", "trackers",
    ];

    public static ConverterSignature[] Rows { get; } =
    [
        new("in_table", "table", SampleType.Any, SampleType.Boolean),
        new("table_expire", "table[,integer]", SampleType.Any, SampleType.Integer),
        new("table_gpc", "integer,table", SampleType.Any, SampleType.Integer),
        new("table_gpc_rate", "integer,table", SampleType.Any, SampleType.Integer),
        new("table_gpt", "integer,table", SampleType.Any, SampleType.Integer),
        new("table_idle", "table[,integer]", SampleType.Any, SampleType.Integer),
        ..Values.Select(name => new ConverterSignature($"table_{name}", "table", SampleType.Any, SampleType.Integer)),
    ];
}
