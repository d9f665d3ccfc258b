using System.Net;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What a rule does; the numbers are rtnetlink's (FR_ACT_...).</summary>
public enum RuleAction
{
    Table = 1,
    Goto = 2,
    Nop = 3,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,

    /// <summary>The table of the layer 3 master device.</summary>
    L3Master = 100,
}

/// <summary>An address with the bits that count.</summary>
public sealed record AddressPrefix(IPAddress Address, int Length);

/// <summary>A line of <c>virtual_rules</c> or <c>static_rules</c>, in the words of <c>ip rule add</c> (keepalived.conf(5), ip-rule(8)).</summary>
/// <param name="Preference">Order of the rules; a rule without one got 16384 or one less than the rule before it.</param>
public sealed record VirtualRule(RuleAction Action, uint Preference, bool IsIPv6, Span Place)
{
    /// <summary>Holds for the packets that do not match.</summary>
    public bool IsInverted { get; init; }

    /// <summary>Null: any.</summary>
    public AddressPrefix? From { get; init; }

    public AddressPrefix? To { get; init; }

    public uint? Table { get; init; }

    /// <summary>The preference of the rule to go on with.</summary>
    public uint? Target { get; init; }

    public string? InputInterface { get; init; }

    public string? OutputInterface { get; init; }

    public int Tos { get; init; }

    public uint? Mark { get; init; }

    public uint? MarkMask { get; init; }

    public uint? Realms { get; init; }

    /// <summary>Routes with a prefix so short or shorter do not count.</summary>
    public uint? SuppressPrefixLength { get; init; }

    /// <summary>Routes over an interface of this group do not count.</summary>
    public uint? SuppressInterfaceGroup { get; init; }

    public ulong? TunnelId { get; init; }

    public (uint First, uint Last)? Users { get; init; }

    public int? IpProtocol { get; init; }

    public (ushort First, ushort Last)? SourcePorts { get; init; }

    public (ushort First, ushort Last)? DestinationPorts { get; init; }

    /// <summary>rtnetlink protocol, 18 is keepalived's.</summary>
    public int Protocol { get; init; } = 18;

    /// <summary>Whose instances go to FAULT when it is lost (static rules).</summary>
    public string? TrackGroup { get; init; }

    /// <summary>Nobody watches whether it is still there.</summary>
    public bool NoTrack { get; init; }
}
