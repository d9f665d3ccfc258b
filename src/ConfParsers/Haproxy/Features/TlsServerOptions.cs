using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The TLS options of servers (configuration.txt 5.2).</summary>
internal static class TlsServerKeywords
{
    public static readonly ServerKeyword[] Rows =
    [
        new("allow-0rtt", "", (_, s) => s.Tls = s.Tls with { AllowEarlyData = true }) { Manual = "5.2", Since = "1.9" },
        new("alpn", "<protocols>", (w, s) => Protocols(w, s, "ALPN", v => s.Tls = s.Tls with { Alpn = v })) { Manual = "5.2", Since = "1.9" },
        new("ca-file", "<cafile>", (w, s) => Authorities(w, s, "CAfile", f => s.Tls = s.Tls with { AuthorityFile = f.Path, AuthorityPem = f.Pem })) { Manual = "5.2" },
        new("ciphers", "<ciphers>", (w, s) => Text(w, s, "cipher suite", v => s.Tls = s.Tls with { Ciphers = v })) { Manual = "5.2" },
        new("ciphersuites", "<ciphersuites>", (w, s) => Text(w, s, "cipher suite", v => s.Tls = s.Tls with { CipherSuites = v })) { Manual = "5.2", Since = "1.9" },
        new("crl-file", "<crlfile>", (w, s) => Authorities(w, s, "CRLfile", f => s.Tls = s.Tls with { Revocations = f })) { Manual = "5.2" },
        new("crt", "<cert>", (w, s) => Text(w, s, "certificate file path", v => s.Tls = s.Tls with { CertificateFile = TlsFiles.CertificatePath(s.Context!, v) })) { Manual = "5.2" },
        .. new[] { "force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12", "force-tlsv13" }.Select(name =>
            new ServerKeyword(name, "", (_, s) => s.Tls = s.Tls with { MinimumVersion = TlsVersions.Of(name), MaximumVersion = TlsVersions.Of(name) }) { Manual = "5.2" }),
        .. new[] { "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13" }.Select(name => new ServerKeyword(name, "", Disable) { Manual = "5.2" }),
        new("npn", "<protocols>", (w, s) => Protocols(w, s, "NPN", v => s.Tls = s.Tls with { Npn = v })) { Manual = "5.2", Since = "1.9" },
        new("sni", "<expression>", ServerName) { Manual = "5.2", Since = "1.6" },
        new("ssl", "", (_, s) => s.Ssl = true) { Manual = "5.2" },
        new("no-ssl", "", (_, s) => s.Ssl = false) { Manual = "5.2" },
        new("ssl-max-ver", "<version>", (w, s) => Version(w, s, v => s.Tls = s.Tls with { MaximumVersion = v })) { Manual = "5.2", Since = "1.8" },
        new("ssl-min-ver", "<version>", (w, s) => Version(w, s, v => s.Tls = s.Tls with { MinimumVersion = v })) { Manual = "5.2", Since = "1.8" },
        new("ssl-reuse", "", (_, s) => s.Tls = s.Tls with { NoSessionReuse = false }) { Manual = "5.2", Since = "1.8" },
        new("no-ssl-reuse", "", (_, s) => s.Tls = s.Tls with { NoSessionReuse = true }) { Manual = "5.2", Since = "1.8" },
        new("tls-tickets", "", (_, s) => s.Tls = s.Tls with { NoTickets = false }) { Manual = "5.2", Since = "1.8" },
        new("no-tls-tickets", "", (_, s) => s.Tls = s.Tls with { NoTickets = true }) { Manual = "5.2" },
        new("verify", "[none|required]", Verify) { Manual = "5.2" },
        new("verifyhost", "<hostname>", (w, s) => Text(w, s, "hostname to verify against", v => s.Tls = s.Tls with { VerifyHost = v })) { Manual = "5.2" },
    ];

    public static void Text(Words words, ServerBuilder server, string missing, Action<string> set)
    {
        if (ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' : missing {missing}.", out var text)) set(text);
    }

    public static void Protocols(Words words, ServerBuilder server, string what, Action<string[]> set) =>
        Text(words, server, $"the comma-delimited {what} protocol suite", text =>
        {
            if (TlsBindKeywords.TooLong(text) is { } name) server.Fault(words, $"'{words.Keyword}' : {what} protocol name too long : '{name}'.", DiagnosticKind.OutOfRange);
            else set(text.Split(',', StringSplitOptions.RemoveEmptyEntries));
        });

    private static void Authorities(Words words, ServerBuilder server, string what, Action<PemFile> set) => Text(words, server, $"{what} path", name =>
    {
        var path = TlsFiles.AuthorityPath(server.Context!, name);
        if (TlsFiles.Authorities(server.Context!.Files, path, out var error) is { } file)
        {
            set(file);
            return;
        }

        server.Fault(words, $"Couldn't open the ca-file '{path}' ({error}).", DiagnosticKind.Unreadable);
        server.Fault(words, $"'{words.Keyword}' : unable to load {path}.", DiagnosticKind.Unreadable);
    });

    private static void Disable(Words words, ServerBuilder server)
    {
        if (server.IsDefault) server.Fault(words, $"'{words.Keyword}' option is not accepted in default-server sections", DiagnosticKind.WrongSection);
        else server.Tls = server.Tls with { DisabledVersions = [.. server.Tls.DisabledVersions, TlsVersions.Of(words.Keyword)] };
    }

    private static void ServerName(Words words, ServerBuilder server)
    {
        if (!words.HasMore) server.Fault(words, "'sni' : missing sni expression.", DiagnosticKind.MissingArgument);
        else server.ServerName = words.Next();
    }

    private static void Version(Words words, ServerBuilder server, Action<string> set) => Text(words, server, "the ssl/tls version", version =>
    {
        if (TlsVersions.IsKnown(version)) set(version);
        else server.Fault(words, $"'{version}' : unknown ssl/tls version.");
    });

    private static void Verify(Words words, ServerBuilder server) => Text(words, server, "verify method", method =>
    {
        if (method is not ("none" or "required"))
        {
            server.Fault(words, $"'verify' : unknown verify method '{method}', only 'none' and 'required' are supported.");
            return;
        }

        server.Tls = server.Tls with { Verify = method == "required" };
        server.VerifyIsSet = true;
    });
}
