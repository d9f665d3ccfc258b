using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Reads the files of TLS: certificates with their keys, authorities, ticket keys (configuration.txt 5.1 "crt", "ca-file",
/// "tls-ticket-keys"). Looks only at their form; what needs cryptography is asked of <see cref="LoadOptions.CheckCertificate"/>.
/// </summary>
internal static class TlsFiles
{
    /// <summary>The authorities that the system trusts.</summary>
    public const string SystemAuthorities = "@system-ca";

    private const int TicketKeysNeeded = 3;

    public static string CertificatePath(ConfigContext context, string name) => Under(context.Global.Tls.CertificateBase, name);

    public static string AuthorityPath(ConfigContext context, string name) => name == SystemAuthorities ? name : Under(context.Global.Tls.AuthorityBase, name);

    /// <summary>Reads a file of certificates or revocations, or all files of a directory.</summary>
    public static PemFile? Authorities(IFiles files, string path, out string error)
    {
        error = "";
        if (path == SystemAuthorities) return new PemFile(path, []);
        if (files.List(path) is { } names)
        {
            var all = new List<byte>();
            foreach (var name in names)
            {
                if (files.TryRead($"{path.TrimEnd('/')}/{name}", out var one, out _) && HasAuthority(one.Span)) all.AddRange(one.Span);
            }

            return new PemFile(path, [.. all]);
        }

        if (!files.TryRead(path, out var bytes, out error)) return null;
        if (HasAuthority(bytes.Span)) return new PemFile(path, bytes.ToArray());
        error = "no certificate or crl found";
        return null;
    }

    /// <summary>Reads a bundle, the bundles of a directory, or those of one name with .rsa, .dsa and .ecdsa behind.</summary>
    /// <param name="fault">In HAProxy's words; null when all is well.</param>
    public static IReadOnlyList<CertificateBundle> Certificates(ConfigContext context, string path, out string? fault)
    {
        fault = null;
        var bundles = new List<CertificateBundle>();
        foreach (var one in Paths(context, path))
        {
            if (Bundle(context, one, out fault) is not { } bundle) return [];
            fault = CertificateCompanions.Staple(context, bundle);
            if (fault is not null) return [];
            bundles.Add(bundle);
        }

        return bundles;
    }

    public static CertificateBundle? Bundle(ConfigContext context, string path, out string? fault)
    {
        fault = null;
        if (!context.Files.TryRead(path, out var pem, out var error))
        {
            fault = $"unable to stat SSL certificate from file '{path}' : {error}.";
            return null;
        }

        if (!Has(pem.Span, "-----BEGIN CERTIFICATE-----"u8) && !Has(pem.Span, "-----BEGIN TRUSTED CERTIFICATE-----"u8))
        {
            fault = $"unable to load certificate from file '{path}'.";
            return null;
        }

        var bytes = pem.ToArray();
        if (!HasKey(bytes))
        {
            // A bundle without a key has it in a file of the same name with ".key" behind.
            var keyIsWanted = CertificateCompanions.AreWanted(context, ExtraTlsFiles.Key);
            var keyPath = keyIsWanted ? CertificateCompanions.Stem(context, path) + ".key" : path;
            if (!context.Files.TryRead(keyPath, out var key, out _) || !keyIsWanted)
            {
                fault = $"No Private Key found in '{keyPath}'.";
                return null;
            }

            if (!HasKey(key.Span))
            {
                fault = $"\n  unable to load private key from file '{keyPath}'.\n   '{keyPath}' is present but cannot be read or parsed'.";
                return null;
            }

            bytes = [.. bytes, (byte)'\n', .. key.Span];
        }

        var bundle = new CertificateBundle(path, bytes);
        fault = context.Options.CheckCertificate?.Invoke(bundle);
        return fault is null ? CertificateCompanions.Read(context, bundle, out fault) : null;
    }

    /// <summary>Reads at least three keys of one size, a line each.</summary>
    public static TicketKey[] TicketKeys(IFiles files, string path, out string? fault)
    {
        fault = null;
        if (!files.TryRead(path, out var bytes, out _))
        {
            fault = "unable to load ssl tickets keys file";
            return [];
        }

        var lines = Encoding.Latin1.GetString(bytes.Span).Split('\n');
        var keys = new List<TicketKey>();
        foreach (var line in lines[^1].Length == 0 ? lines[..^1] : lines)
        {
            var key = Decode(line.TrimEnd('\r'));
            if (key is null) fault = $"unable to decode base64 key on line {keys.Count + 1}";
            else if (key.Length is not (48 or 80) || (keys.Count > 0 && keys[0].Bytes.Length != key.Length)) fault = $"wrong sized key on line {keys.Count + 1}";
            if (fault is not null) return [];
            keys.Add(new TicketKey(key!));
        }

        if (keys.Count < TicketKeysNeeded) fault = $"please supply at least {TicketKeysNeeded} keys in the tls-tickets-file";
        return fault is null ? [.. keys] : [];
    }

    private static IEnumerable<string> Paths(ConfigContext context, string path)
    {
        var files = context.Files;
        if (files.List(path) is { } names)
        {
            // Hidden files, directories and what belongs to a certificate are passed over.
            return names.Where(name => !name.StartsWith('.') && !CertificateCompanions.IsOne(name))
                .Select(name => $"{path.TrimEnd('/')}/{name}")
                .Where(one => files.List(one) is null);
        }

        if (files.TryRead(path, out _, out _) || !CertificateCompanions.AreWanted(context, ExtraTlsFiles.Bundle)) return [path];
        string[] kinds = [path + ".rsa", path + ".dsa", path + ".ecdsa"];
        var there = kinds.Where(one => files.TryRead(one, out _, out _)).ToArray();
        return there.Length > 0 ? there : [path];
    }

    private static string Under(string? directory, string name) => directory is not null && !name.StartsWith('/') ? $"{directory}/{name}" : name;

    /// <summary>An encrypted key counts as none: nobody is asked for its pass phrase.</summary>
    private static bool HasKey(ReadOnlySpan<byte> pem) =>
        Has(pem, "PRIVATE KEY-----"u8) && !Has(pem, "ENCRYPTED PRIVATE KEY-----"u8) && !Has(pem, "Proc-Type: 4,ENCRYPTED"u8);

    internal static bool HasAuthority(ReadOnlySpan<byte> pem) =>
        Has(pem, "-----BEGIN CERTIFICATE-----"u8) || Has(pem, "-----BEGIN TRUSTED CERTIFICATE-----"u8) || Has(pem, "-----BEGIN X509 CRL-----"u8);

    private static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> text) => bytes.IndexOf(text) >= 0;

    private static byte[]? Decode(string text)
    {
        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text, decoded, out var count) ? decoded[..count] : null;
    }
}
