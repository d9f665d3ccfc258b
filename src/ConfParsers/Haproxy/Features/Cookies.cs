namespace ConfParsers.Haproxy.Features;

public enum CookieMode
{
    Passive,
    Rewrite,
    Insert,
    Prefix,
}

/// <summary><c>cookie NAME ...</c> (configuration.txt 4.2).</summary>
public sealed record CookiePersistence(string Name)
{
    public CookieMode Mode { get; init; } = CookieMode.Passive;

    public bool Indirect { get; init; }

    public bool NoCache { get; init; }

    public bool PostOnly { get; init; }

    public bool Preserve { get; init; }

    public bool HttpOnly { get; init; }

    public bool Secure { get; init; }

    public string[] Domains { get; init; } = [];

    public TimeSpan MaxIdle { get; init; }

    public TimeSpan MaxLife { get; init; }

    public string[] Attributes { get; init; } = [];
}
