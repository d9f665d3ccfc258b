using System.Globalization;
using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>A routing rule as keepalived.data and keepalived.json write it, word for word and in their order.</summary>
internal static class RuleText
{
    public static string Of(VirtualRule rule)
    {
        var text = new StringBuilder();
        if (rule.IsInverted) text.Append("not ");
        Append($"from {Prefix(rule.From)}");
        if (rule.To is not null) Append($" to {Prefix(rule.To)}");
        Append($" priority {rule.Preference} tos 0x{rule.Tos:x}");
        if (rule.Mark is { } mark) Append($" fwmark 0x{mark:x}");
        if (rule.MarkMask is { } mask) Append($"/0x{mask:x}");
        if (rule.InputInterface is { } input) Append($" iif {input}");
        if (rule.OutputInterface is { } output) Append($" oif {output}");
        if (rule.SuppressPrefixLength is { } shortest) Append($" suppress_prefixlen {shortest}");
        if (rule.SuppressInterfaceGroup is { } group) Append($" suppress_ifgroup {group}");
        if (rule.Users is var (first, last)) Append($" uidrange {first}-{last}");
        if (rule.Action == RuleAction.L3Master) text.Append(" l3mdev");
        Append($" protocol {rule.Protocol}");
        if (rule.IpProtocol is { } protocol) Append($" ipproto {protocol}");
        if (rule.SourcePorts is var (firstSource, lastSource)) Append($" sport {firstSource}-{lastSource}");
        if (rule.DestinationPorts is var (firstDestination, lastDestination)) Append($" dport {firstDestination}-{lastDestination}");
        if (rule.TunnelId is { } tunnel) Append($" tunnel-id {tunnel}");
        if (rule.Realms is { } realms) Append($" realms {Realms(realms)}");
        Append($" {Action(rule)}");
        if (rule.NoTrack) text.Append(" no_track");
        return text.ToString();

        void Append(FormattableString word) => text.Append(word.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>From and to, one half of the number each.</summary>
    public static string Realms(uint realms) => string.Create(CultureInfo.InvariantCulture, $"{realms >> 16}/{realms & 0xffff}");

    private static string Prefix(AddressPrefix? prefix) => prefix is null ? "all" : string.Create(CultureInfo.InvariantCulture, $"{prefix.Address}{(prefix.Length == prefix.Address.GetAddressBytes().Length * 8 ? "" : $"/{prefix.Length}")}");

    private static FormattableString Action(VirtualRule rule) => rule.Action switch
    {
        RuleAction.Goto => $"goto {rule.Target}",
        RuleAction.Nop => $"nop",
        RuleAction.Blackhole or RuleAction.Unreachable or RuleAction.Prohibit => $"type {rule.Action.ToString().ToLowerInvariant()}",
        _ => $"lookup {rule.Table ?? 0}",
    };
}
