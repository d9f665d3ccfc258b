using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Where packet filter rules are put: for addresses that must not answer, and for virtual server groups (keepalived.conf(5) "Global definitions").</summary>
public sealed record NftablesSettings
{
    /// <summary>Null: only where something needs it, then <c>keepalived</c>.</summary>
    public string? Table { get; init; }

    public int Priority { get; init; } = -1;

    /// <summary>Rules name interfaces by their number, which does not change when they are renamed.</summary>
    public bool ByInterfaceIndex { get; init; }

    public bool Counters { get; init; }

    /// <summary>For virtual servers; null: not used.</summary>
    public string? IpvsTable { get; init; }

    public int IpvsPriority { get; init; }

    public uint IpvsFirstMark { get; init; } = 1000;
}

/// <inheritdoc cref="NftablesSettings"/>
internal static class NftablesFeature
{
    private const string DefaultTable = "keepalived";
    private const string DefaultIpvsTable = "keepalived_ipvs";

    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("nftables", "[table]", (words, global) => Table(words, global, "nftables")),
        Rows.Global("vrrp_iptables", "[chain [chain]]", Iptables),
        Rows.Global("nftables_priority", "<priority>", (words, global) => Priority(words, global, "nftables", (nft, priority) => nft with { Priority = priority })),
        Rows.Global("nftables_ifindex", global => global with { Nftables = global.Nftables with { ByInterfaceIndex = true } }),
        Rows.Global("nftables_counters", global => global with { Nftables = global.Nftables with { Counters = true } }),
        Rows.Global("nftables_ipvs", "[table]", IpvsTable),
        Rows.Global("nftables_ipvs_priority", "<priority>", (words, global) => Priority(words, global, "ipvs nftables", (nft, priority) => nft with { IpvsPriority = priority })),
        Rows.Global("nftables_ipvs_start_fwmark", "<mark>", FirstMark),
    ];

    private static GlobalDefs Table(Words words, GlobalDefs global, string what)
    {
        if (global.Nftables.Table is null) return global with { Nftables = global.Nftables with { Table = words.Next(out var table) ? table : DefaultTable } };
        words.Warn(DiagnosticKind.Duplicate, $"{what} already specified - ignoring");
        return global;
    }

    private static GlobalDefs Iptables(Words words, GlobalDefs global)
    {
        // The missing quote is 2.2.7's.
        words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, "iptables not supported, using nftables instead. Please replace 'vrrp_iptables and 'vrrp_ipsets' with 'nftables' config option");
        return global.Nftables.Table is null ? global with { Nftables = global.Nftables with { Table = DefaultTable } } : global;
    }

    private static GlobalDefs IpvsTable(Words words, GlobalDefs global)
    {
        if (global.Nftables.IpvsTable is null) return global with { Nftables = global.Nftables with { IpvsTable = words.Next(out var table) ? table : DefaultIpvsTable } };
        words.Warn(DiagnosticKind.Duplicate, "ipvs nftables already specified - ignoring");
        return global;
    }

    private static GlobalDefs Priority(Words words, GlobalDefs global, string what, Func<NftablesSettings, int, NftablesSettings> set)
    {
        words.Next(out var word);
        if (words.Signed(word, int.MinValue, int.MaxValue, out var priority)) return global with { Nftables = set(global.Nftables, priority) };
        words.Warn(DiagnosticKind.BadNumber, $"invalid {what} chain priority '{word}'");
        return global;
    }

    private static GlobalDefs FirstMark(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, uint.MaxValue, out var mark)) return global with { Nftables = global.Nftables with { IpvsFirstMark = mark } };
        words.Warn(DiagnosticKind.BadNumber, $"invalid ipvs nftables start_fwmark priority '{word}'");
        return global;
    }
}
