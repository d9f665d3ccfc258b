namespace ConfParsers.Haproxy.Features;

public enum BalanceAlgorithm
{
    RoundRobin,
    StaticRoundRobin,
    LeastConn,
    First,
    Source,
    Uri,
    UrlParam,
    Header,
    Random,
    RdpCookie,
    Hash,
}

/// <summary><c>balance</c> (configuration.txt 4.2).</summary>
public sealed record Balance
{
    public BalanceAlgorithm Algorithm { get; init; } = BalanceAlgorithm.RoundRobin;
}
