namespace ConfParsers.Haproxy.Features;

/// <summary><c>timeout ...</c> (configuration.txt 4.2). Null: not set, which means infinite where no other applies.</summary>
public sealed record Timeouts
{
    public TimeSpan? Connect { get; init; }

    public TimeSpan? Client { get; init; }

    public TimeSpan? Server { get; init; }

    public TimeSpan? Check { get; init; }

    public TimeSpan? HttpRequest { get; init; }

    public TimeSpan? HttpKeepAlive { get; init; }

    public TimeSpan? Queue { get; init; }

    public TimeSpan? Tunnel { get; init; }

    public TimeSpan? ClientFin { get; init; }

    public TimeSpan? ServerFin { get; init; }

    public TimeSpan? Tarpit { get; init; }
}
