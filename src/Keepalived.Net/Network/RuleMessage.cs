using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>A rule of the configuration as RTM_NEWRULE and RTM_DELRULE. (rtnetlink(7), ip-rule(8))</summary>
public static class RuleMessage
{
    public const int FixedLength = 12;
    public const int MaxLength = 512;

    private const uint Inverted = 2;

    // FRA_...
    private const ushort Destination = 1;
    private const ushort Source = 2;
    private const ushort InputInterface = 3;
    private const ushort Target = 4;
    private const ushort Preference = 6;
    private const ushort Mark = 10;
    private const ushort Flow = 11;
    private const ushort TunnelId = 12;
    private const ushort SuppressInterfaceGroup = 13;
    private const ushort SuppressPrefixLength = 14;
    private const ushort Table = 15;
    private const ushort MarkMask = 16;
    private const ushort OutputInterface = 17;
    private const ushort LayerThreeMaster = 19;
    private const ushort Users = 20;
    private const ushort Protocol = 21;
    private const ushort IpProtocol = 22;
    private const ushort SourcePorts = 23;
    private const ushort DestinationPorts = 24;

    public static void Write(ref NetlinkWriter writer, VirtualRule rule, bool add)
    {
        writer.Begin(add ? NetlinkMessage.NewRule : NetlinkMessage.DeleteRule, (ushort)(NetlinkMessage.FlagAcknowledge | (add ? NetlinkMessage.FlagCreate | NetlinkMessage.FlagExclusive : 0)));
        var part = writer.Fixed(FixedLength);
        part[0] = (byte)(rule.IsIPv6 ? 10 : 2);
        part[1] = (byte)(rule.To?.Length ?? 0);
        part[2] = (byte)(rule.From?.Length ?? 0);
        part[3] = (byte)rule.Tos;
        part[4] = rule.Table is < 256 and var table ? (byte)table : (byte)0;
        part[7] = (byte)(rule.Action == RuleAction.L3Master ? RuleAction.Table : rule.Action);
        if (rule.IsInverted) MemoryMarshal.Write(part[8..], Inverted);
        writer.Attribute(Preference, rule.Preference);
        writer.Attribute(Protocol, (byte)rule.Protocol);
        if (rule.To is { Length: > 0 } to) writer.Attribute(Destination, to.Address.GetAddressBytes());
        if (rule.From is { Length: > 0 } from) writer.Attribute(Source, from.Address.GetAddressBytes());
        if (rule.Table is >= 256 and var wide) writer.Attribute(Table, wide);
        if (rule.Target is { } target) writer.Attribute(Target, target);
        if (rule.InputInterface is { } input) writer.Attribute(InputInterface, input);
        if (rule.OutputInterface is { } output) writer.Attribute(OutputInterface, output);
        if (rule.Mark is { } mark) writer.Attribute(Mark, mark);
        if (rule.MarkMask is { } mask) writer.Attribute(MarkMask, mask);
        if (rule.Realms is { } realms) writer.Attribute(Flow, realms);
        if (rule.SuppressPrefixLength is { } shortest) writer.Attribute(SuppressPrefixLength, shortest);
        if (rule.SuppressInterfaceGroup is { } group) writer.Attribute(SuppressInterfaceGroup, group);
        if (rule.Action == RuleAction.L3Master) writer.Attribute(LayerThreeMaster, (byte)1);
        if (rule.IpProtocol is { } protocol) writer.Attribute(IpProtocol, (byte)protocol);
        if (rule.SourcePorts is { } sourcePorts) Range(ref writer, SourcePorts, sourcePorts);
        if (rule.DestinationPorts is { } destinationPorts) Range(ref writer, DestinationPorts, destinationPorts);
        if (rule.TunnelId is { } tunnel)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, tunnel);
            writer.Attribute(TunnelId, bytes);
        }

        if (rule.Users is not var (first, last)) return;
        Span<byte> users = stackalloc byte[8];
        MemoryMarshal.Write(users, first);
        MemoryMarshal.Write(users[4..], last);
        writer.Attribute(Users, users);
    }

    private static void Range(ref NetlinkWriter writer, ushort type, (ushort First, ushort Last) range)
    {
        Span<byte> bytes = stackalloc byte[4];
        MemoryMarshal.Write(bytes, range.First);
        MemoryMarshal.Write(bytes[2..], range.Last);
        writer.Attribute(type, bytes);
    }
}
