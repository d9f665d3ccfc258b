using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>TLS towards a server (configuration.txt 5.2).</summary>
public sealed record TlsServer
{
    public bool Verify { get; internal set; } = true;

    public string? AuthorityFile { get; internal set; }

    /// <summary>Content of <see cref="AuthorityFile"/>: the loader reads every file.</summary>
    public byte[]? AuthorityPem { get; internal set; }

    public PemFile? Revocations { get; internal set; }

    /// <summary><c>verifyhost</c>: the name that the certificate must have.</summary>
    public string? VerifyHost { get; internal set; }

    /// <summary>Path of the certificate shown to the server.</summary>
    public string? CertificateFile { get; internal set; }

    public CertificateBundle? Certificate { get; internal set; }

    /// <summary><c>sni</c>: gives the host name that is sent.</summary>
    public SampleExpression? ServerName { get; internal set; }

    /// <summary>SSLv3, TLSv1.0 .. TLSv1.3; null: OpenSSL's.</summary>
    public string? MinimumVersion { get; internal set; }

    public string? MaximumVersion { get; internal set; }

    /// <summary>Versions switched off one by one; without effect when a minimum or maximum is given.</summary>
    public string[] DisabledVersions { get; internal set; } = [];

    public string? Ciphers { get; internal set; }

    public string? CipherSuites { get; internal set; }

    public string[] Alpn { get; internal set; } = [];

    public string[] Npn { get; internal set; } = [];

    public bool NoTickets { get; internal set; }

    /// <summary><c>no-ssl-reuse</c>: every handshake is a full one.</summary>
    public bool NoSessionReuse { get; internal set; }

    public bool AllowEarlyData { get; internal set; }
}
