namespace Daemon.Tls;

/// <summary>The protocol versions the daemons speak.</summary>
public enum TlsVersion
{
    /// <summary>What OpenSSL's own configuration says.</summary>
    Default = 0,
    Tls10 = 0x301,
    Tls11 = 0x302,
    Tls12 = 0x303,
    Tls13 = 0x304,
}

/// <summary>What both sides of TLS have in common (configuration.txt 5.1, 5.2: <c>ssl-min-ver</c>, <c>ciphers</c>, <c>ciphersuites</c>, <c>alpn</c>).</summary>
public record TlsSettings
{
    public TlsVersion Minimum { get; init; } = TlsVersion.Tls12;

    public TlsVersion Maximum { get; init; }

    /// <summary>TLS up to 1.2, OpenSSL's cipher list format; null: OpenSSL's default.</summary>
    public string? Ciphers { get; init; }

    /// <summary>TLS 1.3; null: OpenSSL's default.</summary>
    public string? CipherSuites { get; init; }

    /// <summary>In order of preference; empty: the extension is not used.</summary>
    public string[] Alpn { get; init; } = [];
}

/// <summary>A listener's side.</summary>
public sealed record TlsServerSettings : TlsSettings
{
    /// <summary>PEM bundles: certificate, chain and key in any order, optionally DH parameters. The first is the default.</summary>
    public required IReadOnlyList<byte[]> Certificates { get; init; }

    /// <summary>A name for each bundle in error messages; may be shorter.</summary>
    public IReadOnlyList<string> CertificateNames { get; init; } = [];

    /// <summary>Bits of the DHE group when a bundle brings no parameters (<c>tune.ssl.default-dh-param</c>); 0: OpenSSL chooses by the key's strength.</summary>
    public int DhBits { get; init; } = 2048;

    /// <summary>A client that asks for an unknown name, or none, is refused.</summary>
    public bool StrictSni { get; init; }

    /// <summary>Session tickets (<c>no-tls-tickets</c> turns them off).</summary>
    public bool Tickets { get; init; } = true;

    /// <summary>The client's order of ciphers decides (<c>prefer-client-ciphers</c>); otherwise ours.</summary>
    public bool PreferClientCiphers { get; init; }
}

/// <summary>A server line's side.</summary>
public sealed record TlsClientSettings : TlsSettings
{
    /// <summary><c>verify required</c>; without it any certificate is accepted.</summary>
    public bool Verify { get; init; }

    /// <summary>The trusted authorities (<c>ca-file</c>) as PEM; null with <see cref="Verify"/>: the system's.</summary>
    public byte[]? Authorities { get; init; }

    /// <summary>Our own certificate and key as PEM (<c>crt</c>), or null.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>The name the server's certificate must have (<c>verifyhost</c>); null: the one asked for by SNI, if any.</summary>
    public string? VerifyHost { get; init; }
}
