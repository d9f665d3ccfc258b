using System.Formats.Asn1;
using System.Security.Cryptography;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// The answer of a certificate authority that is stapled to a handshake (RFC 6960 §4.2.1). HAProxy looks whether it is one for this certificate and still valid;
/// a signature it does not verify (observed).
/// </summary>
internal static class OcspResponse
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";

    /// <returns>Why it is of no use, in HAProxy's words; null when it is.</returns>
    public static string? Fault(ReadOnlyMemory<byte> response, CertificateFields certificate, CertificateFields issuer, DateTimeOffset now)
    {
        try
        {
            // Bytes behind the response do not count.
            AsnDecoder.ReadEncodedValue(response.Span, AsnEncodingRules.BER, out _, out _, out var length);
            var outer = new AsnReader(response[..length], AsnEncodingRules.BER).ReadSequence();
            if (outer.ReadEnumeratedBytes().Span is not [0]) return "OCSP response status not successful";
            var typed = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            if (typed.ReadObjectIdentifier() != Basic) return "Failed to get basic response from OCSP Response";
            return Answers(new AsnReader(typed.ReadOctetString(), AsnEncodingRules.BER).ReadSequence().ReadSequence(), certificate, issuer, now);
        }
        catch (AsnContentException)
        {
            return "Unable to parse OCSP response";
        }
    }

    private static string? Answers(AsnReader data, CertificateFields certificate, CertificateFields issuer, DateTimeOffset now)
    {
        if (data.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 }) data.ReadEncodedValue();
        data.ReadEncodedValue();
        data.ReadEncodedValue();
        var all = data.ReadSequence();
        var answers = new List<AsnReader>();
        while (all.HasData) answers.Add(all.ReadSequence());
        if (answers.Count != 1) return $"OCSP response ignored because contains multiple single responses ({answers.Count})";

        var single = answers[0];
        var id = single.ReadSequence();
        var unknown = single.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 2 };
        single.ReadEncodedValue();
        if (unknown) return "OCSP single response: certificate status is unknown";

        var begins = TimeOf(single);
        var next = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (!single.HasData || !single.PeekTag().HasSameClassAndValue(next)) return "OCSP single response: missing nextupdate";
        var ends = TimeOf(single.ReadSequence(next));
        if (begins is null || ends is null || begins > now || ends < now) return "OCSP single response: no longer valid.";
        return IsFor(id, certificate, issuer) ? null : "OCSP single response: Certificate ID does not match certificate and issuer";
    }

    private static DateTimeOffset? TimeOf(AsnReader reader)
    {
        try
        {
            return reader.ReadGeneralizedTime();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    // RFC 6960 §4.1.1: the hashes of a certificate's ID are made with SHA-1.
    private static bool IsFor(AsnReader id, CertificateFields certificate, CertificateFields issuer)
    {
        id.ReadEncodedValue();
        var name = id.ReadOctetString();
        var key = id.ReadOctetString();
        var serial = id.ReadIntegerBytes();
#pragma warning disable CA5350
        return name.AsSpan().SequenceEqual(SHA1.HashData(certificate.Issuer)) && key.AsSpan().SequenceEqual(SHA1.HashData(issuer.PublicKey)) && serial.Span.SequenceEqual(certificate.Serial);
#pragma warning restore CA5350
    }
}
