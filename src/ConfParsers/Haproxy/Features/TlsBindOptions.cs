using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The TLS options of bind lines; certificates are read here, for later there is no way to the files (configuration.txt 5.1).</summary>
internal static class TlsBindKeywords
{
    public static readonly BindKeyword[] Rows =
    [
        new("ssl", "", (_, b) => b.Ssl = true) { Manual = "5.1" },
        new("crt", "<cert>", Certificate) { Manual = "5.1" },
        new("ciphers", "<ciphers>", (w, b) => Text(w, b, ": missing cipher suite", v => b.Tls = b.Tls with { Ciphers = v })) { Manual = "5.1" },
        new("ciphersuites", "<ciphersuites>", (w, b) => Text(w, b, ": missing cipher suite", v => b.Tls = b.Tls with { CipherSuites = v })) { Manual = "5.1" },
        new("alpn", "<protocols>", (w, b) => Text(w, b, ": missing the comma-delimited ALPN protocol suite", v => b.Tls = b.Tls with { Alpn = v.Split(',') })) { Manual = "5.1" },
        new("ssl-min-ver", "<version>", (w, b) => Version(w, b, v => b.Tls = b.Tls with { MinimumVersion = v })) { Manual = "5.1" },
        new("ssl-max-ver", "<version>", (w, b) => Version(w, b, v => b.Tls = b.Tls with { MaximumVersion = v })) { Manual = "5.1" },
        new("strict-sni", "", (_, b) => b.Tls = b.Tls with { StrictSni = true }) { Manual = "5.1" },
        new("no-tls-tickets", "", (_, b) => b.Tls = b.Tls with { NoTickets = true }) { Manual = "5.1" },
    ];

    private static void Text(Words words, BindBuilder bind, string missing, Action<string> set)
    {
        if (words.HasMore) set(words.Next().Text);
        else BindOptionKeywords.Fault(words, bind, missing, DiagnosticKind.MissingArgument);
    }

    private static void Version(Words words, BindBuilder bind, Action<string> set)
    {
        var version = words.HasMore ? words.Next().Text : "";
        if (version.Length == 0) BindOptionKeywords.Fault(words, bind, ": missing the ssl/tls version", DiagnosticKind.MissingArgument);
        else if (!TlsVersions.IsKnown(version)) words.Alert(DiagnosticKind.BadValue, bind.Where($" : '{version}' : unknown ssl/tls version"));
        else set(version);
    }

    private static void Certificate(Words words, BindBuilder bind)
    {
        if (!words.HasMore)
        {
            BindOptionKeywords.Fault(words, bind, ": missing certificate location", DiagnosticKind.MissingArgument);
            return;
        }

        var word = words.Next();
        var directory = bind.Context.Global.Tls.CertificateBase;
        var path = directory is not null && !word.Text.StartsWith('/') ? $"{directory}/{word.Text}" : word.Text;
        var names = bind.Context.Files.List(path);
        var paths = names is null ? [path] : names.Where(IsCertificate).Select(n => $"{path.TrimEnd('/')}/{n}").ToArray();
        foreach (var one in paths)
        {
            if (bind.Context.Files.TryRead(one, out var bytes, out var error))
            {
                var bundle = new CertificateBundle(one, WithKey(bind.Context.Files, one, bytes.ToArray()));
                if (bind.Context.Options.CheckCertificate?.Invoke(bundle) is { } fault)
                {
                    words.Alert(DiagnosticKind.BadValue, bind.Where($" : {fault}"), at: word);
                    return;
                }

                bind.Tls = bind.Tls with { Certificates = [.. bind.Tls.Certificates, bundle] };
                continue;
            }

            words.Alert(DiagnosticKind.Unreadable, bind.Where($" : unable to stat SSL certificate from file '{one}' : {error}."), at: word);
            return;
        }
    }

    /// <summary>A bundle without a key has it in a file of the same name with ".key" behind (configuration.txt 5.1 "crt").</summary>
    private static byte[] WithKey(IFiles files, string path, byte[] pem)
    {
        if (pem.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0 || !files.TryRead(path + ".key", out var key, out _)) return pem;
        return [.. pem, (byte)'\n', .. key.Span];
    }

    /// <summary>In a directory the files that belong to a certificate and hidden ones are passed over.</summary>
    private static bool IsCertificate(string name) => !name.StartsWith('.') && !name.EndsWith(".issuer", StringComparison.Ordinal)
        && !name.EndsWith(".ocsp", StringComparison.Ordinal) && !name.EndsWith(".sctl", StringComparison.Ordinal) && !name.EndsWith(".key", StringComparison.Ordinal);
}
