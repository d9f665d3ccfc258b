using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Signature rows of the fetch methods (configuration.txt 7.3.2 to 7.3.6; places as <c>haproxy -dKfetch</c> of 2.6 prints them).</summary>
internal static class FetchRows
{
    private const string RequestHeaders = "HTTP request headers";
    private const string ResponseHeaders = "HTTP response headers";
    private const string Internal = "internal state";

    private static readonly Parameter[] NoParameters = [];
    private static readonly Parameter[] HeaderName = [new(ArgumentKind.Text)];
    private static readonly Parameter[] HeaderOccurrence = [new(ArgumentKind.Text), new(ArgumentKind.Integer)];
    private static readonly Parameter[] CurrentBackend = [new(ArgumentKind.Backend, Required: true)];
    private static readonly Parameter[] CurrentFrontend = [new(ArgumentKind.Frontend, Required: true)];

    public static FetchSignature[] All { get; } =
    [
        // 7.3.2 internal states
        new("always_false", NoParameters, SampleType.Boolean, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("always_true", NoParameters, SampleType.Boolean, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("be_conn", CurrentBackend, SampleType.Integer, SamplePlaces.StreamOrCli, Internal, "7.3.2"),
        new("bool", [new(ArgumentKind.Boolean, Required: true)], SampleType.Boolean, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("date", NoParameters, SampleType.Integer, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("env", [new(ArgumentKind.Text, Required: true)], SampleType.String, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("fe_conn", CurrentFrontend, SampleType.Integer, SamplePlaces.StreamOrCli, Internal, "7.3.2"),
        new("hostname", NoParameters, SampleType.String, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("int", [new(ArgumentKind.Integer, Required: true)], SampleType.Integer, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("ipv4", [new(ArgumentKind.IPv4, Required: true)], SampleType.IPv4, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("ipv6", [new(ArgumentKind.IPv6, Required: true)], SampleType.IPv6, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("nbproc", NoParameters, SampleType.Integer, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("nbsrv", CurrentBackend, SampleType.Integer, SamplePlaces.StreamOrCli, Internal, "7.3.2"),
        new("rand", [new(ArgumentKind.Integer)], SampleType.Integer, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("str", [new(ArgumentKind.Text)], SampleType.String, SamplePlaces.Everywhere, Internal, "7.3.2"),
        new("var", [new(ArgumentKind.Variable, Required: true), new(ArgumentKind.Text)], SampleType.Any, SamplePlaces.Everywhere, Internal, "7.3.2"),

        // 7.3.3 connection
        new("be_id", NoParameters, SampleType.Integer, SamplePlaces.BackendAssigned, "backend assigned", "7.3.3"),
        new("be_name", NoParameters, SampleType.String, SamplePlaces.BackendAssigned, "backend assigned", "7.3.3"),
        new("dst", NoParameters, SampleType.Address, SamplePlaces.Stream, "layer 4 client", "7.3.3"),
        new("dst_port", NoParameters, SampleType.Integer, SamplePlaces.Stream, "layer 4 client", "7.3.3"),
        new("fe_id", NoParameters, SampleType.Integer, SamplePlaces.Session, "frontend", "7.3.3"),
        new("fe_name", NoParameters, SampleType.String, SamplePlaces.Session, "frontend", "7.3.3"),
        new("so_id", NoParameters, SampleType.Integer, SamplePlaces.Session, "listener", "7.3.3"),
        new("so_name", NoParameters, SampleType.String, SamplePlaces.Session, "listener", "7.3.3"),
        new("src", NoParameters, SampleType.Address, SamplePlaces.Stream, "layer 4 client", "7.3.3"),
        new("src_port", NoParameters, SampleType.Integer, SamplePlaces.Stream, "layer 4 client", "7.3.3"),
        new("srv_id", NoParameters, SampleType.Integer, SamplePlaces.ServerAssigned, "server assigned", "7.3.3"),
        new("srv_name", NoParameters, SampleType.String, SamplePlaces.ServerAssigned, "server assigned", "7.3.3"),

        // 7.3.4 TLS
        new("ssl_fc", NoParameters, SampleType.Boolean, SamplePlaces.Session & ~SamplePlaces.FrontendConnection, "layer 5 client", "7.3.4"),

        // 7.3.6 HTTP
        new("base", NoParameters, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("hdr", HeaderOccurrence, SampleType.String, SamplePlaces.Transaction & ~SamplePlaces.Log | SamplePlaces.Check, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("hdr_cnt", HeaderName, SampleType.Integer, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("hdr_ip", HeaderOccurrence, SampleType.Address, SamplePlaces.Request, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("hdr_val", HeaderOccurrence, SampleType.Integer, SamplePlaces.Request, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("method", NoParameters, SampleType.Method, SamplePlaces.Transaction, "HTTP request", "7.3.6"),
        new("path", NoParameters, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("pathq", NoParameters, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("query", NoParameters, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("req.fhdr", HeaderOccurrence, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("req.fhdr_cnt", HeaderName, SampleType.Integer, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("req.hdr", HeaderOccurrence, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("req.hdr_cnt", HeaderName, SampleType.Integer, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("req.hdr_ip", HeaderOccurrence, SampleType.Address, SamplePlaces.Request, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("req.hdr_val", HeaderOccurrence, SampleType.Integer, SamplePlaces.Request, RequestHeaders, "7.3.6") { Validate = Occurrence },
        new("req.proto_http", NoParameters, SampleType.Boolean, SamplePlaces.Transaction, "HTTP request", "7.3.6"),
        new("req.ver", NoParameters, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6"),
        new("res.fhdr", HeaderOccurrence, SampleType.String, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6") { Validate = Occurrence },
        new("res.fhdr_cnt", HeaderName, SampleType.Integer, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6"),
        new("res.hdr", HeaderOccurrence, SampleType.String, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6") { Validate = Occurrence },
        new("res.hdr_cnt", HeaderName, SampleType.Integer, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6"),
        new("res.hdr_ip", HeaderOccurrence, SampleType.Address, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6") { Validate = Occurrence },
        new("res.hdr_val", HeaderOccurrence, SampleType.Integer, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6") { Validate = Occurrence },
        new("res.ver", NoParameters, SampleType.String, SamplePlaces.Response | SamplePlaces.Check, ResponseHeaders, "7.3.6"),
        new("status", NoParameters, SampleType.Integer, SamplePlaces.Response | SamplePlaces.Log | SamplePlaces.Check, "HTTP response", "7.3.6"),
        new("url", NoParameters, SampleType.String, SamplePlaces.Request, RequestHeaders, "7.3.6"),
    ];

    private static string? Occurrence(SampleArgument[] arguments) =>
        arguments.Length > 1 && arguments[1] is SampleArgument.Integer { Value: < -10 } ? "header occurrence must be >= -10" : null;
}
