using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The TLS options of servers (configuration.txt 5.2).</summary>
internal static class TlsServerKeywords
{
    public static readonly ServerKeyword[] Rows =
    [
        new("allow-0rtt", "", (_, s) => s.Tls.AllowEarlyData = true) { Manual = "5.2", Since = "1.9" },
        new("alpn", "<protocols>", Protocols("ALPN", (s, v) => s.Tls.Alpn = v)) { Manual = "5.2", Since = "1.9" },
        new("ca-file", "<cafile>", Authorities("CAfile", (s, f) => (s.Tls.AuthorityFile, s.Tls.AuthorityPem) = (f.Path, f.Pem))) { Manual = "5.2" },
        new("ciphers", "<ciphers>", Text("cipher suite", (s, v) => s.Tls.Ciphers = v)) { Manual = "5.2" },
        new("ciphersuites", "<ciphersuites>", Text("cipher suite", (s, v) => s.Tls.CipherSuites = v)) { Manual = "5.2", Since = "1.9" },
        new("crl-file", "<crlfile>", Authorities("CRLfile", (s, f) => s.Tls.Revocations = f)) { Manual = "5.2" },
        new("crt", "<cert>", Text("certificate file path", (s, v) => s.Tls.CertificateFile = TlsFiles.CertificatePath(s.Context, v))) { Manual = "5.2" },
        .. new[] { "force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12", "force-tlsv13" }.Select(name =>
            new ServerKeyword(name, "", (_, s) => s.Tls.MinimumVersion = s.Tls.MaximumVersion = TlsVersions.Of(name)) { Manual = "5.2" }),
        .. new[] { "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13" }.Select(name => new ServerKeyword(name, "", Disable) { Manual = "5.2" }),
        new("npn", "<protocols>", Protocols("NPN", (s, v) => s.Tls.Npn = v)) { Manual = "5.2", Since = "1.9" },
        new("sni", "<expression>", ServerName) { Manual = "5.2", Since = "1.6" },
        new("ssl", "", Ssl) { Manual = "5.2" },
        new("no-ssl", "", (_, s) => s.Ssl = false) { Manual = "5.2" },
        new("ssl-max-ver", "<version>", Version((s, v) => s.Tls.MaximumVersion = v)) { Manual = "5.2", Since = "1.8" },
        new("ssl-min-ver", "<version>", Version((s, v) => s.Tls.MinimumVersion = v)) { Manual = "5.2", Since = "1.8" },
        new("ssl-reuse", "", (_, s) => s.Tls.NoSessionReuse = false) { Manual = "5.2", Since = "1.8" },
        new("no-ssl-reuse", "", (_, s) => s.Tls.NoSessionReuse = true) { Manual = "5.2", Since = "1.8" },
        new("tls-tickets", "", (_, s) => s.Tls.NoTickets = false) { Manual = "5.2", Since = "1.8" },
        new("no-tls-tickets", "", (_, s) => s.Tls.NoTickets = true) { Manual = "5.2" },
        new("verify", "[none|required]", Verify) { Manual = "5.2" },
        new("verifyhost", "<hostname>", Text("hostname to verify against", (s, v) => s.Tls.VerifyHost = v)) { Manual = "5.2" },
    ];

    /// <summary>What the global section says so far is taken over where this word stands: later <c>ssl-default-server-*</c> lines do not count.</summary>
    private static void Ssl(Words words, ServerBuilder server)
    {
        server.Ssl = true;
        server.Context!.Global.Tls.ApplyTo(server.Tls);
    }

    public static Action<Words, ServerBuilder> Text(string missing, Action<ServerBuilder, string> set) => (words, server) =>
    {
        if (Argument(words, server, missing, out var text)) set(server, text);
    };

    private static bool Argument(Words words, ServerBuilder server, string missing, out string text) =>
        ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' : missing {missing}.", out text);

    public static Action<Words, ServerBuilder> Protocols(string what, Action<ServerBuilder, string[]> set) => (words, server) =>
    {
        if (!ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' : missing the comma-delimited {what} protocol suite.", out var text)) return;
        if (TlsBindKeywords.TooLong(text) is { } name) server.Fault(words, $"'{words.Keyword}' : {what} protocol name too long : '{name}'.", DiagnosticKind.OutOfRange);
        else set(server, text.Split(',', StringSplitOptions.RemoveEmptyEntries));
    };

    private static Action<Words, ServerBuilder> Authorities(string what, Action<ServerBuilder, PemFile> set) => (words, server) =>
    {
        if (!ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' : missing {what} path.", out var name)) return;
        var path = TlsFiles.AuthorityPath(server.Context, name);
        if (TlsFiles.Authorities(server.Context.Files, path, out var error) is { } file)
        {
            set(server, file);
            return;
        }

        server.Fault(words, $"Couldn't open the ca-file '{path}' ({error}).", DiagnosticKind.Unreadable);
        server.Fault(words, $"'{words.Keyword}' : unable to load {path}.", DiagnosticKind.Unreadable);
    };

    private static void Disable(Words words, ServerBuilder server)
    {
        if (server.IsDefault) server.Pass(words, $"'{words.Keyword}' option is not accepted in default-server sections", DiagnosticKind.WrongSection);
        else server.Tls.DisabledVersions = [.. server.Tls.DisabledVersions, TlsVersions.Of(words.Keyword)];
    }

    private static void ServerName(Words words, ServerBuilder server)
    {
        if (!words.HasMore) server.Fault(words, "'sni' : missing sni expression.", DiagnosticKind.MissingArgument);
        else server.ServerName = words.Next().Text;
    }

    private static Action<Words, ServerBuilder> Version(Action<ServerBuilder, string> set) => (words, server) =>
    {
        if (!Argument(words, server, "the ssl/tls version", out var version)) return;
        if (TlsVersions.IsKnown(version)) set(server, version);
        else server.Fault(words, $"'{version}' : unknown ssl/tls version.");
    };

    private static void Verify(Words words, ServerBuilder server)
    {
        if (!Argument(words, server, "verify method", out var method)) return;
        if (method is not ("none" or "required"))
        {
            server.Fault(words, $"'verify' : unknown verify method '{method}', only 'none' and 'required' are supported.");
            return;
        }

        server.Tls.Verify = method == "required";
        server.VerifyIsSet = true;
    }
}
