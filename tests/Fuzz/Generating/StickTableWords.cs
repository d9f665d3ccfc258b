namespace Fuzz.Generating;

/// <summary>What a stick table can keep (configuration.txt 4.2 "stick-table"), in the notation of <see cref="Notation"/>.</summary>
internal static class StickTableWords
{
    public static readonly string[] Stored =
    [
        "server_id", "server_key", "gpt(<1..5>)", "gpt0", "gpc(<1..5>)", "gpc_rate(<1..5>,<time>)", "gpc0", "gpc0_rate(<time>)", "gpc1", "gpc1_rate(<time>)", "conn_cnt", "conn_cur", "conn_rate(<time>)",
        "sess_cnt", "sess_rate(<time>)", "http_req_cnt", "http_req_rate(<time>)", "http_err_cnt", "http_err_rate(<time>)", "http_fail_cnt", "http_fail_rate(<time>)", "bytes_in_cnt",
        "bytes_in_rate(<time>)", "bytes_out_cnt", "bytes_out_rate(<time>)",
    ];
}
