using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The TLS options of bind lines; all files they name are read here, for later there is no way to them (configuration.txt 5.1).</summary>
internal static class TlsBindKeywords
{
    public static readonly BindKeyword[] Rows =
    [
        new("allow-0rtt", "", (_, b) => b.Tls.AllowEarlyData = true) { Manual = "5.1", Since = "1.8", InCertificateList = true },
        new("alpn", "<protocols>", Protocols("ALPN", (b, v) => b.Tls.Alpn = v)) { Manual = "5.1", InCertificateList = true },
        new("ca-file", "<cafile>", Authorities("CAfile", (b, f) => b.Tls.Authorities = f)) { Manual = "5.1", InCertificateList = true },
        new("ca-ignore-err", "[all|<errorID>,...]", Ignored((b, e) => b.Tls.IgnoredAuthorityErrors = e)) { Manual = "5.1" },
        new("ca-sign-file", "<cafile>", Text(": missing CAfile path", (b, v) => b.Tls.SigningFile = TlsFiles.AuthorityPath(b.Context, v))) { Manual = "5.1" },
        new("ca-sign-pass", "<passphrase>", Text(": missing CAkey password", (b, v) => b.Tls.SigningPassword = v)) { Manual = "5.1" },
        new("ca-verify-file", "<cafile>", Authorities("CAfile", (b, f) => b.Tls.VerifyAuthorities = f)) { Manual = "5.1", Since = "2.2", InCertificateList = true },
        new("ciphers", "<ciphers>", Text(": missing cipher suite", (b, v) => b.Tls.Ciphers = v)) { Manual = "5.1", InCertificateList = true },
        new("ciphersuites", "<ciphersuites>", Text(": missing cipher suite", (b, v) => b.Tls.CipherSuites = v)) { Manual = "5.1", Since = "1.8", InCertificateList = true },
        new("crl-file", "<crlfile>", Authorities("CRLfile", (b, f) => b.Tls.Revocations = f)) { Manual = "5.1", InCertificateList = true },
        new("crt", "<cert>", Certificate) { Manual = "5.1" },
        new("crt-ignore-err", "[all|<errorID>,...]", Ignored((b, e) => b.Tls.IgnoredCertificateErrors = e)) { Manual = "5.1" },
        new("crt-list", "<file>", List) { Manual = "5.1", Since = "1.6" },
        new("curves", "<curves>", Text(": missing curve suite", (b, v) => b.Tls.Curves = v)) { Manual = "5.1", InCertificateList = true },
        new("ecdhe", "<named curve>", Text(": missing named curve", (b, v) => b.Tls.Curve = v)) { Manual = "5.1", InCertificateList = true },
        .. new[] { "force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12", "force-tlsv13" }.Select(name =>
            new BindKeyword(name, "", (_, b) => b.Tls.MinimumVersion = b.Tls.MaximumVersion = TlsVersions.Of(name)) { Manual = "5.1" }),
        new("generate-certificates", "", (_, b) => b.Tls.GenerateCertificates = true) { Manual = "5.1", Since = "1.6" },
        new("no-ca-names", "", (_, b) => b.Tls.NoAuthorityNames = true) { Manual = "5.1", Since = "1.8", InCertificateList = true },
        .. new[] { "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13" }.Select(name =>
            new BindKeyword(name, "", (_, b) => b.Tls.DisabledVersions = [.. b.Tls.DisabledVersions, TlsVersions.Of(name)]) { Manual = "5.1" }),
        new("no-tls-tickets", "", (_, b) => b.Tls.NoTickets = true) { Manual = "5.1" },
        new("npn", "<protocols>", Protocols("NPN", (b, v) => b.Tls.Npn = v)) { Manual = "5.1", InCertificateList = true },
        new("prefer-client-ciphers", "", (_, b) => b.Tls.PreferClientCiphers = true) { Manual = "5.1" },
        new("ssl", "", Ssl) { Manual = "5.1" },
        new("ssl-max-ver", "<version>", Version((b, v) => b.Tls.MaximumVersion = v)) { Manual = "5.1", Since = "1.8", InCertificateList = true },
        new("ssl-min-ver", "<version>", Version((b, v) => b.Tls.MinimumVersion = v)) { Manual = "5.1", Since = "1.8", InCertificateList = true },
        new("strict-sni", "", (_, b) => b.Tls.StrictSni = true) { Manual = "5.1" },
        new("tls-ticket-keys", "<keyfile>", TicketKeys) { Manual = "5.1" },
        new("verify", "[none|optional|required]", Verify) { Manual = "5.1", InCertificateList = true },
    ];

    /// <summary>What the global section says so far is taken over where this word stands: later <c>ssl-default-bind-*</c> lines do not count.</summary>
    private static void Ssl(Words words, BindBuilder bind)
    {
        bind.Ssl = true;
        bind.Context.Global.Tls.ApplyTo(bind.Tls);
    }

    private static bool Argument(Words words, BindBuilder bind, string missing, out string text)
    {
        text = words.HasMore ? words.Next().Text : "";
        if (text.Length > 0) return true;
        BindOptionKeywords.Fault(words, bind, missing, DiagnosticKind.MissingArgument);
        return false;
    }

    private static Action<Words, BindBuilder> Text(string missing, Action<BindBuilder, string> set) => (words, bind) =>
    {
        if (Argument(words, bind, missing, out var text)) set(bind, text);
    };

    private static Action<Words, BindBuilder> Protocols(string what, Action<BindBuilder, string[]> set) => (words, bind) =>
    {
        if (!Argument(words, bind, $": missing the comma-delimited {what} protocol suite", out var text)) return;
        if (TooLong(text) is { } name) BindOptionKeywords.Fault(words, bind, $": {what} protocol name too long : '{name}'", DiagnosticKind.OutOfRange);
        else set(bind, text.Split(',', StringSplitOptions.RemoveEmptyEntries));
    };

    /// <summary>A name is sent with its length in one byte (RFC 7301 §3.1).</summary>
    internal static string? TooLong(string protocols) => Array.Find(protocols.Split(','), name => name.Length > 255);

    private static Action<Words, BindBuilder> Version(Action<BindBuilder, string> set) => (words, bind) =>
    {
        if (!Argument(words, bind, ": missing the ssl/tls version", out var version)) return;
        if (!TlsVersions.IsKnown(version)) words.Alert(DiagnosticKind.BadValue, bind.Where($" : '{version}' : unknown ssl/tls version"), at: words.Last);
        else set(bind, version);
    };

    private static Action<Words, BindBuilder> Authorities(string what, Action<BindBuilder, PemFile> set) => (words, bind) =>
    {
        if (!Argument(words, bind, $": missing {what} path", out var name)) return;
        var path = TlsFiles.AuthorityPath(bind.Context, name);
        if (TlsFiles.Authorities(bind.Context.Files, path, out var error) is { } file)
        {
            set(bind, file);
            return;
        }

        words.Alert(DiagnosticKind.Unreadable, $"Couldn't open the ca-file '{path}' ({error}).", PlaceForm.None, at: words.Last);
        BindOptionKeywords.Fault(words, bind, $": unable to load {path}", DiagnosticKind.Unreadable);
    };

    private static Action<Words, BindBuilder> Ignored(Action<BindBuilder, IgnoredErrors> set) => (words, bind) =>
    {
        const int Highest = 94;
        if (!Argument(words, bind, ": missing error IDs list", out var list)) return;
        if (list == "all")
        {
            set(bind, new IgnoredErrors(All: true, []));
            return;
        }

        var numbers = list.Split(',').Select(text => Words.LooseInt32(text)).ToArray();
        foreach (var number in numbers.Where(n => n is < 1 or > Highest))
        {
            BindOptionKeywords.Fault(words, bind, $": ID '{number}' out of range (1..{Highest}) in error IDs list '{list}'", DiagnosticKind.OutOfRange);
            return;
        }

        set(bind, new IgnoredErrors(All: false, numbers));
    };

    private static void Certificate(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, ": missing certificate location", out var name)) return;
        var found = TlsFiles.Certificates(bind.Context, TlsFiles.CertificatePath(bind.Context, name), out var fault);
        if (fault is not null)
        {
            words.Alert(DiagnosticKind.Unreadable, bind.Where($" : {fault}"), at: words.Last);
            return;
        }

        DiffieHellman.Warn(words, bind, found);
        bind.Tls.Certificates = [.. bind.Tls.Certificates, .. found];
    }

    private static void List(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, ": missing certificate location", out var name)) return;
        if (CertificateLists.Read(words, bind, TlsFiles.CertificatePath(bind.Context, name)) is not { } list) return;
        DiffieHellman.Warn(words, bind, list.Lines.Select(line => line.Certificate), before: "'crt-list' : ");
        bind.Tls.CertificateLists = [.. bind.Tls.CertificateLists, list];
    }

    private static void TicketKeys(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, ": missing TLS ticket keys file path", out var path)) return;
        var keys = TlsFiles.TicketKeys(bind.Context.Files, path, out var fault);
        if (fault is not null) words.Alert(DiagnosticKind.BadValue, bind.Where($" : '{path}' : {fault}"), at: words.Last);
        else bind.Tls.TicketKeys = keys;
    }

    private static void Verify(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, ": missing verify method", out var method)) return;
        switch (method)
        {
            case "none": bind.Tls.Verify = ClientVerify.None; break;
            case "optional": bind.Tls.Verify = ClientVerify.Optional; break;
            case "required": bind.Tls.Verify = ClientVerify.Required; break;
            default: BindOptionKeywords.Fault(words, bind, $": unknown verify method '{method}', only 'none', 'optional', and 'required' are supported"); break;
        }
    }
}
