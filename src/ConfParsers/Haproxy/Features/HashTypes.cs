using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

public enum HashMethod
{
    /// <summary>The hash modulo the sum of weights chooses.</summary>
    MapBased,

    /// <summary>The next of many points on a ring chooses: few keys move when a server goes.</summary>
    Consistent,
}

public enum HashFunction
{
    Sdbm,
    Djb2,
    Wt6,
    Crc32,
}

/// <summary><c>hash-type</c> and <c>hash-balance-factor</c> (configuration.txt 4.2).</summary>
public sealed record HashType
{
    public HashMethod Method { get; init; } = HashMethod.MapBased;

    public HashFunction Function { get; init; } = HashFunction.Sdbm;

    /// <summary>The hash is stirred once more.</summary>
    public bool Avalanche { get; init; }

    /// <summary>Percent of the average load that a server may have before the next is taken, 101 or more; 0: no bound.</summary>
    public int BalanceFactor { get; init; }
}

/// <summary>The keywords about the hash of balance algorithms (configuration.txt 4.2).</summary>
internal static class HashTypeKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("hash-type", In.BackSide, "{ map-based | consistent } [ sdbm | djb2 | wt6 | crc32 ] [ avalanche ]", Type) { Manual = "4.2" },
        new("hash-balance-factor", In.BackSide, "<factor>", Factor) { Manual = "4.2", Misplaced = Misplaced.Binder },
    ];

    private static readonly FrozenDictionary<string, HashFunction> Functions = new Dictionary<string, HashFunction>(StringComparer.Ordinal)
    {
        ["sdbm"] = HashFunction.Sdbm,
        ["djb2"] = HashFunction.Djb2,
        ["wt6"] = HashFunction.Wt6,
        ["crc32"] = HashFunction.Crc32,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static void Type(Words words, ProxyBuilder proxy)
    {
        HashMethod method;
        switch (words.Next().Text)
        {
            case "map-based": method = HashMethod.MapBased; break;
            case "consistent": method = HashMethod.Consistent; break;
            case "avalanche":
                words.Alert(DiagnosticKind.Removed, "experimental feature 'hash-type avalanche' is not supported anymore, please use 'hash-type map-based sdbm avalanche' instead.", at: words[1]);
                return;
            default:
                words.Alert(DiagnosticKind.BadValue, "'hash-type' only supports 'consistent' and 'map-based'.", at: words[1]);
                return;
        }

        // Consistent hashing stirs the hash unless a function is named.
        var type = proxy.Hash with { Method = method, Function = HashFunction.Sdbm, Avalanche = method == HashMethod.Consistent };
        if (words.HasMore)
        {
            if (!words.Choice(Functions, "'hash-type' only supports 'sdbm', 'djb2', 'crc32', or 'wt6' hash functions.", out var function)) return;
            type = type with { Function = function, Avalanche = false };
            if (words.HasMore)
            {
                if (!words.Take("avalanche"))
                {
                    words.Alert(DiagnosticKind.BadValue, "'hash-type' only supports 'avalanche' as a modifier for hash functions.");
                    return;
                }

                type = type with { Avalanche = true };
            }
        }

        proxy.Hash = type;
    }

    private static void Factor(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("an integer argument.", out var value)) return;
        var factor = Words.LooseInt32(value.Text);
        if (factor is not 0 and <= 100)
        {
            words.Alert(DiagnosticKind.OutOfRange, "'hash-balance-factor' must be 0 or greater than 100.", at: value);
            return;
        }

        proxy.Hash = proxy.Hash with { BalanceFactor = factor };
    }
}
