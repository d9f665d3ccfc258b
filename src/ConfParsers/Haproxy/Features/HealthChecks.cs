namespace ConfParsers.Haproxy.Features;

public enum CheckKind
{
    /// <summary>A connection that is accepted is a success.</summary>
    Tcp,
    Http,
}

/// <summary><c>option httpchk</c>, <c>http-check send</c>, <c>http-check expect</c> of a backend (configuration.txt 4.2).</summary>
public sealed record HealthCheck
{
    public CheckKind Kind { get; init; } = CheckKind.Tcp;

    public string Method { get; init; } = "OPTIONS";

    public string Uri { get; init; } = "/";

    public string Version { get; init; } = "HTTP/1.0";

    public (string Name, string Value)[] Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>Null: 2xx and 3xx are a success.</summary>
    public StatusExpectation? Expect { get; init; }

    /// <summary><c>http-check disable-on-404</c>.</summary>
    public bool DisableOn404 { get; init; }
}

/// <summary><c>http-check expect [!] status 200-299,302</c>.</summary>
/// <param name="Text">The pattern as written, for messages.</param>
public sealed record StatusExpectation(bool Negated, (int Low, int High)[] Ranges, string Text);
