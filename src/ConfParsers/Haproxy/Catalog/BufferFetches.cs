using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Catalog.SampleSource;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Fetches about bytes in the buffers, before anything has parsed them (layer 6) (configuration.txt 7.3.5). A test compares the rows with what the real program's <c>-dKsmp</c> prints.</summary>
internal static class BufferFetches
{
    public static FetchSignature[] Rows { get; } = FetchSignature.Chapter("7.3.5",
    [
        new("distcc_body", "string[,integer]", SampleType.Binary, EitherBuffer) { Check = ArgumentChecks.DistccToken },
        new("distcc_param", "string[,integer]", SampleType.Integer, EitherBuffer) { Check = ArgumentChecks.DistccToken },
        new("payload", "integer,integer", SampleType.Binary, EitherBuffer),
        new("payload_lv", "integer,integer[,string]", SampleType.Binary, EitherBuffer) { Check = ArgumentChecks.LengthValue },
        new("rdp_cookie", "[string]", SampleType.String, RequestBuffer),
        new("rdp_cookie_cnt", "[string]", SampleType.Integer, RequestBuffer),
        new("rep_ssl_hello_type", "", SampleType.Integer, ResponseBuffer),
        new("req.len", "", SampleType.Integer, RequestBuffer),
        new("req.payload", "integer,integer", SampleType.Binary, RequestBuffer),
        new("req.payload_lv", "integer,integer[,string]", SampleType.Binary, RequestBuffer) { Check = ArgumentChecks.LengthValue },
        new("req.proto_http", "", SampleType.Boolean, Request),
        new("req.rdp_cookie", "[string]", SampleType.String, RequestBuffer),
        new("req.rdp_cookie_cnt", "[string]", SampleType.Integer, RequestBuffer),
        new("req.ssl_alpn", "", SampleType.String, RequestBuffer),
        new("req.ssl_ec_ext", "", SampleType.Boolean, RequestBuffer),
        new("req.ssl_hello_type", "", SampleType.Integer, RequestBuffer),
        new("req.ssl_sni", "", SampleType.String, RequestBuffer),
        new("req.ssl_st_ext", "", SampleType.Integer, RequestBuffer),
        new("req.ssl_ver", "", SampleType.Integer, RequestBuffer),
        new("req_len", "", SampleType.Integer, RequestBuffer),
        new("req_proto_http", "", SampleType.Boolean, Request),
        new("req_ssl_hello_type", "", SampleType.Integer, RequestBuffer),
        new("req_ssl_sni", "", SampleType.String, RequestBuffer),
        new("req_ssl_ver", "", SampleType.Integer, RequestBuffer),
        new("res.len", "", SampleType.Integer, ResponseBuffer),
        new("res.payload", "integer,integer", SampleType.Binary, ResponseBuffer),
        new("res.payload_lv", "integer,integer[,string]", SampleType.Binary, ResponseBuffer) { Check = ArgumentChecks.LengthValue },
        new("res.ssl_hello_type", "", SampleType.Integer, ResponseBuffer),
        new("wait_end", "", SampleType.Boolean, Internal),
    ]);
}
