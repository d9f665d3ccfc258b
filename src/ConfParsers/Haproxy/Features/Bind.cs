using ConfParsers.Grammar;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One listening address with its options (configuration.txt 5.1). A port range is expanded to one model a port.</summary>
public sealed record BindModel(Endpoint Address, Span Place)
{
    /// <summary><c>name</c>; default <c>sock-N</c> in statistics.</summary>
    public string? Name { get; init; }

    public int Id { get; init; }

    /// <summary>0: the frontend's or the process's limit.</summary>
    public int MaxConn { get; init; }

    public int Backlog { get; init; }

    public TlsBind? Tls { get; init; }

    /// <summary>Unix sockets: file mode, owner; null keeps the default.</summary>
    public int? Mode { get; init; }

    public string? User { get; init; }

    public string? Group { get; init; }

    public StatsLevel Level { get; init; } = StatsLevel.Operator;

    public bool ExposeListeners { get; init; }

    public bool AcceptProxy { get; init; }

    public bool V6Only { get; init; }

    public bool V4V6 { get; init; }

    public bool Transparent { get; init; }

    public string? Interface { get; init; }

    public int Nice { get; init; }

    public int Shards { get; init; } = 1;

    public bool DeferAccept { get; init; }
}

/// <summary><c>ssl crt ...</c>: PEM bundles already read (the loader reads every file before privileges go).</summary>
public sealed record TlsBind
{
    public CertificateBundle[] Certificates { get; init; } = [];

    /// <summary>TLSv1.0 .. TLSv1.3, null: OpenSSL's default with HAProxy's floor TLSv1.2.</summary>
    public string? MinimumVersion { get; init; }

    public string? MaximumVersion { get; init; }

    public string? Ciphers { get; init; }

    public string? CipherSuites { get; init; }

    /// <summary>ALPN protocols in order of preference.</summary>
    public string[] Alpn { get; init; } = [];

    public bool StrictSni { get; init; }

    public bool NoTickets { get; init; }
}

/// <summary>A PEM file: certificate chain and key in any order.</summary>
public sealed record CertificateBundle(string Path, byte[] Pem);
