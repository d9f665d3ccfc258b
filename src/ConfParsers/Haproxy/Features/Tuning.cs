namespace ConfParsers.Haproxy.Features;

/// <summary>global <c>tune.*</c> (configuration.txt 3.2), with HAProxy's defaults. Sizes in bytes.</summary>
public sealed record Tuning
{
    public int BufferSize { get; init; } = 16384;

    /// <summary>Kept free for rewriting; a head larger than BufferSize - MaxRewrite is refused.</summary>
    public int MaxRewrite { get; init; } = 1024;

    public int MaxHeaders { get; init; } = 101;

    public bool SharedIdlePool { get; init; } = true;

    public int DefaultDhParam { get; init; } = 2048;

    public int MaxAccept { get; init; } = 4;
}

/// <summary>global <c>ssl-default-bind-*</c>, <c>crt-base</c>, <c>ca-base</c> ... (configuration.txt 3.1).</summary>
public sealed record TlsDefaults
{
    public string? CertificateBase { get; init; }

    public string? AuthorityBase { get; init; }

    public string? BindCiphers { get; init; }

    public string? BindCipherSuites { get; init; }

    public string? MinimumBindVersion { get; init; }
}
