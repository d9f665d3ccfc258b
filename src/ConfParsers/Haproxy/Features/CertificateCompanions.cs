using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Files that may lie beside a certificate, as far as <c>ssl-load-extra-files</c> wants them: its key, an OCSP answer with the certificate of its issuer, a list
/// of timestamps (configuration.txt 5.1 "crt", 3.1 "ssl-load-extra-files", "ssl-load-extra-del-ext").
/// </summary>
internal static class CertificateCompanions
{
    private static readonly string[] Endings = [".issuer", ".ocsp", ".sctl", ".key"];

    /// <summary>In a directory they are no certificates themselves.</summary>
    public static bool IsOne(string name) => Array.Exists(Endings, end => name.EndsWith(end, StringComparison.Ordinal));

    /// <summary>What <c>ssl-load-extra-del-ext</c> leaves of a path: it takes <c>.crt</c> off.</summary>
    public static string Stem(ConfigContext context, string path) =>
        context.Global.Tls.ExtraFilesWithoutExtension && path.EndsWith(".crt", StringComparison.Ordinal) ? path[..^".crt".Length] : path;

    public static bool AreWanted(ConfigContext context, ExtraTlsFiles kind) => context.Global.Tls.ExtraFiles.HasFlag(kind);

    /// <summary>Reads all but the key.</summary>
    /// <param name="fault">In HAProxy's words; null when all is well.</param>
    public static CertificateBundle? Read(ConfigContext context, CertificateBundle bundle, out string? fault)
    {
        fault = null;
        var stem = Stem(context, bundle.Path);
        var place = new Span(new SourceText(bundle.Path, default), 0);
        if (Find(context, ExtraTlsFiles.Sctl, stem + ".sctl") is { } list)
        {
            context.Uses.Add(KeywordKind.Value, "crt with .sctl beside it", place);
            if (!IsTimestampList(list.Span))
            {
                fault = $" '{stem}.sctl.sctl' is present but cannot be read or parsed'.";
                return null;
            }

            bundle = bundle with { Timestamps = list.ToArray() };
        }

        if (Find(context, ExtraTlsFiles.Ocsp, stem + ".ocsp") is not { } answer) return bundle;
        context.Uses.Add(KeywordKind.Value, "crt with .ocsp beside it", place);
        bundle = bundle with { Ocsp = answer.ToArray() };
        if (Find(context, ExtraTlsFiles.Issuer, stem + ".issuer") is not { } pem) return bundle;
        var issuer = CertificateFields.ReadAll(pem).FirstOrDefault();
        if (issuer is null) fault = $"'{stem}.issuer' cannot be read or parsed'.";
        else if (CertificateFields.ReadAll(bundle.Pem).FirstOrDefault() is { } own && !own.IsIssuedBy(issuer)) fault = $" '{stem}.issuer' is not an issuer'.";
        return fault is null ? bundle with { Issuer = pem.ToArray() } : null;
    }

    /// <summary>Whether a listener can staple the answer: without the issuer it is refused, an answer of no use is left out with a warning.</summary>
    /// <returns>In HAProxy's words; null when the certificate can be served.</returns>
    public static string? Staple(ConfigContext context, CertificateBundle bundle)
    {
        if (bundle.Ocsp is not { } answer) return null;
        var chain = CertificateFields.ReadAll(bundle.Pem).ToArray();
        var issuers = chain.Skip(1).Concat(bundle.Issuer is { } pem ? CertificateFields.ReadAll(pem) : []).Concat(context.Global.Tls.Issuers.SelectMany(file => CertificateFields.ReadAll(file.Pem)));
        if (chain.Length == 0 || issuers.FirstOrDefault(chain[0].IsIssuedBy) is not { } issuer)
        {
            return $" '{bundle.Path}.ocsp' is present and activates OCSP but it is impossible to compute the OCSP certificate ID (maybe the issuer could not be found)'.";
        }

        if (OcspResponse.Fault(answer, chain[0], issuer, DateTimeOffset.UtcNow) is { } fault)
        {
            context.Diagnostics.Warning(DiagnosticKind.Ignored, null, PlaceForm.None, $"Loading: {fault}. Content will be ignored.");
        }

        return null;
    }

    private static ReadOnlyMemory<byte>? Find(ConfigContext context, ExtraTlsFiles kind, string path) =>
        AreWanted(context, kind) && context.Files.TryRead(path, out var bytes, out _) ? bytes : default(ReadOnlyMemory<byte>?);

    // RFC 6962 §3.3: a length of two bytes, then timestamps with a length of two bytes each.
    private static bool IsTimestampList(ReadOnlySpan<byte> list)
    {
        if (list.Length < 2 || ((list[0] << 8) | list[1]) != list.Length - 2) return false;
        list = list[2..];
        while (list.Length >= 2)
        {
            var length = (list[0] << 8) | list[1];
            if (length == 0 || length > list.Length - 2) return false;
            list = list[(length + 2)..];
        }

        return list.IsEmpty;
    }
}
