using System.Formats.Asn1;
using System.Security.Cryptography;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Diffie-Hellman parameters: those in a certificate's file, of the global section, or the default ones. OpenSSL refuses short ones, and HAProxy then goes on
/// without, with a warning (configuration.txt 5.1 "crt", 3.1 "ssl-dh-param-file", 3.2 "tune.ssl.default-dh-param"; observed).
/// </summary>
internal static class DiffieHellman
{
    /// <summary>What the usual security level 2 of OpenSSL asks for (SSL_CTX_set_security_level(3)).</summary>
    private const int Shortest = 2048;

    /// <summary>The length of the prime in bits that the first block of parameters has (PKCS #3 §9); null: there is none.</summary>
    public static int? Bits(ReadOnlySpan<byte> pem)
    {
        var text = ByteText.Decode(pem);
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label] is "DH PARAMETERS")
            {
                try
                {
                    var numbers = new AsnReader(Convert.FromBase64String(text[fields.Base64Data]), AsnEncodingRules.DER).ReadSequence();
                    var prime = numbers.ReadInteger();
                    numbers.ReadInteger();
                    return (int)prime.GetBitLength();
                }
                catch (Exception e) when (e is AsnContentException or FormatException)
                {
                    return null;
                }
            }

            text = text[fields.Location.End..];
        }

        return null;
    }

    /// <summary>Warns of certificates of one option that will do without Diffie-Hellman.</summary>
    /// <param name="before">What stands before the first message.</param>
    public static void Warn(Words words, BindBuilder bind, IEnumerable<CertificateBundle> bundles, string before = "")
    {
        var global = bind.Context.Global;
        var messages = bundles.Select(bundle => Refused(global, bundle)).OfType<string>().ToArray();
        if (messages.Length == 0) return;
        var text = before + string.Join('\n', messages);
        if (text.Contains('\n', StringComparison.Ordinal)) text = "\n  " + text.Replace("\n", "\n  ", StringComparison.Ordinal);
        words.Warning(DiagnosticKind.OutOfRange, bind.Where($" : {text}"));
    }

    private static string? Refused(GlobalBuilder global, CertificateBundle bundle)
    {
        const string without = ", DH ciphers won't be available.";
        if (Bits(bundle.Pem) is { } own) return own < Shortest ? $"unable to load the DH parameter specified in '{bundle.Path}'{without}" : null;
        if (global.Tls.DiffieHellman is { } common) return Bits(common) < Shortest ? $"unable to use the global DH parameter for certificate '{bundle.Path}'{without}" : null;
        // Of the defaults below 2048 bits only that of 1024 is short; what lies between is rounded up.
        return global.TlsTuning.DefaultDhParam == 1024 ? $"unable to load default 1024 bits DH parameter for certificate '{bundle.Path}'.\n{without}" : null;
    }
}
