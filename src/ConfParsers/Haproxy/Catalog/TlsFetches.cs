using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Catalog.SampleSource;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Fetches about TLS (configuration.txt 7.3.4): connections of the client (<c>ssl_fc_</c>) and to the server (<c>ssl_bc_</c>),
/// certificates of the client (<c>ssl_c_</c>), of the frontend (<c>ssl_f_</c>) and of the server (<c>ssl_s_</c>).
/// </summary>
internal static class TlsFetches
{
    private const string NamePart = "[string,integer,string]";

    public static FetchSignature[] Rows { get; } = FetchSignature.Chapter("7.3.4",
    [
        ..Connection("ssl_fc", ClientConnection),
        ..Connection("ssl_bc", ServerConnection),
        ..Certificate("ssl_c"),
        ..Certificate("ssl_f"),
        ..Certificate("ssl_s"),

        new("ssl_c_ca_err", "", SampleType.Integer, ClientConnection),
        new("ssl_c_ca_err_depth", "", SampleType.Integer, ClientConnection),
        new("ssl_c_chain_der", "", SampleType.Binary, ClientConnection),
        new("ssl_c_err", "", SampleType.Integer, ClientConnection),
        new("ssl_c_used", "", SampleType.Boolean, ClientConnection),
        new("ssl_c_verify", "", SampleType.Integer, ClientConnection),
        new("ssl_s_chain_der", "", SampleType.Binary, ClientConnection),

        new("ssl_fc_cipherlist_bin", "[integer]", SampleType.String, ClientConnection),
        new("ssl_fc_cipherlist_hex", "[integer]", SampleType.Binary, ClientConnection),
        new("ssl_fc_cipherlist_str", "[integer]", SampleType.String, ClientConnection),
        new("ssl_fc_cipherlist_xxh", "", SampleType.Integer, ClientConnection),
        new("ssl_fc_client_early_traffic_secret", "", SampleType.String, ClientConnection),
        new("ssl_fc_client_handshake_traffic_secret", "", SampleType.String, ClientConnection),
        new("ssl_fc_client_traffic_secret_0", "", SampleType.String, ClientConnection),
        new("ssl_fc_early_exporter_secret", "", SampleType.String, ClientConnection),
        new("ssl_fc_ecformats_bin", "", SampleType.String, ClientConnection),
        new("ssl_fc_eclist_bin", "[integer]", SampleType.String, ClientConnection),
        new("ssl_fc_exporter_secret", "", SampleType.String, ClientConnection),
        new("ssl_fc_extlist_bin", "[integer]", SampleType.String, ClientConnection),
        new("ssl_fc_has_crt", "", SampleType.Boolean, ClientConnection),
        new("ssl_fc_has_early", "", SampleType.Boolean, ClientConnection),
        new("ssl_fc_has_sni", "", SampleType.Boolean, ClientConnection),
        new("ssl_fc_protocol_hello_id", "", SampleType.Integer, ClientConnection),
        new("ssl_fc_server_handshake_traffic_secret", "", SampleType.String, ClientConnection),
        new("ssl_fc_server_traffic_secret_0", "", SampleType.String, ClientConnection),
        new("ssl_fc_sni", "", SampleType.String, ClientConnection),
    ]);

    private static FetchSignature[] Connection(string side, SampleSource source) =>
    [
        new(side, "", SampleType.Boolean, source),
        new($"{side}_alg_keysize", "", SampleType.Integer, source),
        new($"{side}_alpn", "", SampleType.String, source),
        new($"{side}_cipher", "", SampleType.String, source),
        new($"{side}_client_random", "", SampleType.Binary, source),
        new($"{side}_err", "", SampleType.Integer, source),
        new($"{side}_err_str", "", SampleType.String, source),
        new($"{side}_is_resumed", "", SampleType.Boolean, source),
        new($"{side}_npn", "", SampleType.String, source),
        new($"{side}_protocol", "", SampleType.String, source),
        new($"{side}_server_random", "", SampleType.Binary, source),
        new($"{side}_session_id", "", SampleType.Binary, source),
        new($"{side}_session_key", "", SampleType.Binary, source),
        new($"{side}_unique_id", "", SampleType.Binary, source),
        new($"{side}_use_keysize", "", SampleType.Integer, source),
    ];

    private static FetchSignature[] Certificate(string owner) =>
    [
        new($"{owner}_der", "", SampleType.Binary, ClientConnection),
        new($"{owner}_i_dn", NamePart, SampleType.String, ClientConnection) { Check = ArgumentChecks.NameFormat },
        new($"{owner}_key_alg", "", SampleType.String, ClientConnection),
        new($"{owner}_notafter", "", SampleType.String, ClientConnection),
        new($"{owner}_notbefore", "", SampleType.String, ClientConnection),
        new($"{owner}_s_dn", NamePart, SampleType.String, ClientConnection) { Check = ArgumentChecks.NameFormat },
        new($"{owner}_serial", "", SampleType.Binary, ClientConnection),
        new($"{owner}_sha1", "", SampleType.Binary, ClientConnection),
        new($"{owner}_sig_alg", "", SampleType.String, ClientConnection),
        new($"{owner}_version", "", SampleType.Integer, ClientConnection),
    ];
}
