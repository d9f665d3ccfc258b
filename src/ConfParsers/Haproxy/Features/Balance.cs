using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

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

/// <summary>The keyword <c>balance</c> (configuration.txt 4.2).</summary>
internal static class BalanceKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("balance", In.BackSide, "<algorithm> [ <arguments> ]", Balance) { Manual = "4.2" },
    ];

    /// <summary>Algorithms that HAProxy knows and that are not built yet.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.Ordinal,
        "static-rr", "leastconn", "first", "source", "uri", "url_param", "random", "hash", "sni");

    private static void Balance(Words words, ProxyBuilder proxy)
    {
        var name = words.Current.Text;
        if (name.Length == 0 || name == "roundrobin")
        {
            proxy.Balance = new Balance { Algorithm = BalanceAlgorithm.RoundRobin };
            return;
        }

        if (Known.Contains(name) || name.StartsWith("hdr(", StringComparison.Ordinal) || name.StartsWith("random(", StringComparison.Ordinal)
            || name.StartsWith("rdp-cookie", StringComparison.Ordinal))
        {
            words.Alert(DiagnosticKind.Unsupported, $"balance algorithm '{name}' is known to HAProxy 2.6 but not built yet.");
            return;
        }

        words.Alert(DiagnosticKind.BadValue, "balance only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hdr(name)' and 'rdp-cookie(name)' options.");
    }
}
