using System.Formats.Asn1;
using System.Security.Cryptography;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What of a certificate tells which other one issued it (RFC 5280 §4.1), as DER; the serial number as its content bytes.</summary>
/// <param name="PublicKey">The bits of the subject's key, without algorithm.</param>
internal sealed record CertificateFields(byte[] Serial, byte[] Issuer, byte[] Subject, byte[] PublicKey)
{
    /// <summary>All certificates of a PEM file that can be read, in order.</summary>
    public static IEnumerable<CertificateFields> ReadAll(ReadOnlyMemory<byte> pem)
    {
        var text = ByteText.Decode(pem.Span);
        for (var at = 0; PemEncoding.TryFind(text.AsSpan(at), out var fields); at += fields.Location.End.Value)
        {
            var block = text.AsSpan(at);
            if (block[fields.Label] is not ("CERTIFICATE" or "TRUSTED CERTIFICATE")) continue;
            if (Read(Convert.FromBase64String(block[fields.Base64Data].ToString())) is { } certificate) yield return certificate;
        }
    }

    public bool IsIssuedBy(CertificateFields other) => Issuer.AsSpan().SequenceEqual(other.Subject);

    private static CertificateFields? Read(byte[] der)
    {
        try
        {
            var body = new AsnReader(der, AsnEncodingRules.DER, new AsnReaderOptions { SkipSetSortOrderVerification = true }).ReadSequence().ReadSequence();
            if (body.PeekTag().TagClass == TagClass.ContextSpecific) body.ReadEncodedValue();
            var serial = body.ReadIntegerBytes().ToArray();
            body.ReadEncodedValue();
            var issuer = body.ReadEncodedValue().ToArray();
            body.ReadEncodedValue();
            var subject = body.ReadEncodedValue().ToArray();
            var key = body.ReadSequence();
            key.ReadEncodedValue();
            return new CertificateFields(serial, issuer, subject, key.ReadBitString(out _));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
