using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

public enum StatsLevel
{
    User,
    Operator,
    Admin,
}

/// <summary>global <c>stats socket</c> and its timeout (configuration.txt 3.1).</summary>
public sealed record StatsSockets
{
    public BindModel[] Sockets { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public int MaxConn { get; init; } = 10;
}

/// <summary>The statistics page of a proxy (configuration.txt 4.2 "stats ...").</summary>
public sealed record StatsPage
{
    public bool Enabled { get; init; }

    /// <summary>Default <c>/haproxy?stats</c>.</summary>
    public string Uri { get; init; } = "/haproxy?stats";

    public string Realm { get; init; } = "HAProxy Statistics";

    /// <summary>Seconds; 0 is none.</summary>
    public int RefreshSeconds { get; init; }

    public (string User, string Password)[] Users { get; init; } = [];

    public bool HideVersion { get; init; }

    public string? Node { get; init; }

    public string? Description { get; init; }

    public bool ShowLegends { get; init; }

    public bool ShowModules { get; init; }

    public Condition? Admin { get; init; }

    public bool AdminAlways { get; init; }

    public string[] Scopes { get; init; } = [];
}
