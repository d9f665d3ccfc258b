using System.Text.Json.Serialization;
using ConfParsers.Text.Reports;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// What <c>ssl crt ...</c> and its companions of a bind line say (configuration.txt 5.1). All files are already read: the loader reads
/// every file before privileges go.
/// </summary>
public sealed record TlsBind
{
    public CertificateBundle[] Certificates { get; internal set; } = [];

    /// <summary><c>crt-list</c> files, in order.</summary>
    public CertificateList[] CertificateLists { get; internal set; } = [];

    /// <summary>SSLv3, TLSv1.0 .. TLSv1.3; null: OpenSSL's default with HAProxy's floor TLSv1.2.</summary>
    public string? MinimumVersion { get; internal set; }

    public string? MaximumVersion { get; internal set; }

    /// <summary>Versions switched off one by one (<c>no-tlsv12</c>); without effect when a minimum or maximum is given.</summary>
    public string[] DisabledVersions { get; internal set; } = [];

    /// <summary>Up to TLSv1.2, in OpenSSL's notation.</summary>
    public string? Ciphers { get; internal set; }

    /// <summary>From TLSv1.3 on.</summary>
    public string? CipherSuites { get; internal set; }

    /// <summary>Curves separated by colons.</summary>
    public string? Curves { get; internal set; }

    /// <summary>The one curve of <c>ecdhe</c>.</summary>
    public string? Curve { get; internal set; }

    /// <summary>ALPN protocols in order of preference.</summary>
    public string[] Alpn { get; internal set; } = [];

    /// <summary>NPN protocols, ALPN's predecessor.</summary>
    public string[] Npn { get; internal set; } = [];

    /// <summary>A client whose SNI no certificate fits is refused.</summary>
    public bool StrictSni { get; internal set; }

    public bool NoTickets { get; internal set; }

    /// <summary>Keys of session tickets, oldest first: the last but one encrypts. Empty: made by the process.</summary>
    public TicketKey[] TicketKeys { get; internal set; } = [];

    /// <summary>TLSv1.3 early data is taken.</summary>
    public bool AllowEarlyData { get; internal set; }

    public bool PreferClientCiphers { get; internal set; }

    /// <summary>Whether clients show a certificate; null, as none: they are not asked.</summary>
    public ClientVerify? Verify { get; internal set; }

    /// <summary><c>ca-file</c>: authorities of client certificates; their names are sent to clients.</summary>
    public PemFile? Authorities { get; internal set; }

    /// <summary><c>ca-verify-file</c>: authorities whose names are not sent.</summary>
    public PemFile? VerifyAuthorities { get; internal set; }

    /// <summary><c>crl-file</c></summary>
    public PemFile? Revocations { get; internal set; }

    /// <summary>Names of the authorities are not sent to clients.</summary>
    public bool NoAuthorityNames { get; internal set; }

    /// <summary>Faults of a client's authorities that are passed over.</summary>
    public IgnoredErrors IgnoredAuthorityErrors { get; internal set; } = IgnoredErrors.None;

    /// <summary>Faults of a client's own certificate that are passed over.</summary>
    public IgnoredErrors IgnoredCertificateErrors { get; internal set; } = IgnoredErrors.None;

    /// <summary>Certificates are made up for names that have none, signed by <see cref="SigningFile"/>.</summary>
    public bool GenerateCertificates { get; internal set; }

    /// <summary>Certificate and key of the authority that signs.</summary>
    public string? SigningFile { get; internal set; }

    public CertificateBundle? Signing { get; internal set; }

    [JsonConverter(typeof(SecretConverter))]
    public string? SigningPassword { get; internal set; }
}

/// <summary><c>verify</c> of a bind line.</summary>
public enum ClientVerify
{
    None,
    Optional,
    Required,
}

/// <summary>A certificate chain and its key, in any order, and what may lie beside it (configuration.txt 5.1 "crt").</summary>
public sealed record CertificateBundle(string Path, byte[] Pem)
{
    /// <summary>The answer of <c>.ocsp</c>, which is stapled to handshakes (RFC 6960).</summary>
    public byte[]? Ocsp { get; init; }

    /// <summary>PEM of <c>.issuer</c>: who issued the certificate, where the chain does not say it.</summary>
    public byte[]? Issuer { get; init; }

    /// <summary>Signed timestamps of <c>.sctl</c> (RFC 6962 §3.3).</summary>
    public byte[]? Timestamps { get; init; }
}

/// <summary>A file of certificates of authorities or of revocations; of a directory all files together. <c>@system-ca</c> has no bytes.</summary>
public sealed record PemFile(string Path, byte[] Pem);

/// <summary>Key of session tickets: 48 bytes (AES-128) or 80 (AES-256), as the file has them in base64.</summary>
public sealed record TicketKey(byte[] Bytes);

/// <summary>Verification errors of OpenSSL, by number from 1 to 94 (verify(1)), that do not end a handshake.</summary>
public sealed record IgnoredErrors(bool All, int[] Numbers)
{
    public static readonly IgnoredErrors None = new(All: false, []);
}

/// <summary>A <c>crt-list</c> file (configuration.txt 5.1 "crt-list").</summary>
public sealed record CertificateList(string Path, CertificateLine[] Lines);

/// <summary>One line of a crt-list: a certificate, what differs for it from the bind line, and the names it is for.</summary>
/// <param name="Options">What stands in brackets, other options at their defaults: the bind line's hold where it is silent. Null without brackets.</param>
/// <param name="Filters">SNI patterns such as <c>*.example.com</c> and, with <c>!</c>, exceptions; empty: the names in the certificate.</param>
public sealed record CertificateLine(int Line, CertificateBundle Certificate, TlsBind? Options, string[] Filters);
