using ConfParsers.Keepalived;
using System.Runtime.InteropServices;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>Makes, raises and removes the interfaces that keepalived adds: macvlans with a virtual MAC address, and ipvlans. (ip-link(8))</summary>
public sealed class LinkCommands : IDisposable
{
    private const int LinkFixed = 16;
    private const uint MacvlanPrivate = 1;
    private const ushort MacvlanMode = 1;
    private const ushort IpvlanMode = 1;
    private const ushort IpvlanFlags = 2;
    private const ushort Inet6 = 10;
    private const ushort Ipv6AddressGeneration = 8;
    private const byte GenerateNone = 1;

    private readonly NetlinkSocket command = new(0);

    /// <summary>A private macvlan: ports of the same base do not hear each other, as routers on one link should not.</summary>
    /// <returns>0 or errno.</returns>
    public int AddMacvlan(string name, int baseIndex, ReadOnlySpan<byte> hardwareAddress)
    {
        var writer = new NetlinkWriter(stackalloc byte[256]);
        var data = BeginLink(ref writer, name, baseIndex, "macvlan", hardwareAddress, out var info);
        writer.Attribute(MacvlanMode, MacvlanPrivate);
        writer.EndNested(data);
        writer.EndNested(info);
        return command.Request(writer.Written);
    }

    /// <param name="flags">0 bridge, 1 private, 2 vepa.</param>
    /// <returns>0 or errno.</returns>
    public int AddIpvlan(string name, int baseIndex, ushort flags)
    {
        var writer = new NetlinkWriter(stackalloc byte[256]);
        var data = BeginLink(ref writer, name, baseIndex, "ipvlan", [], out var info);
        Span<byte> value = stackalloc byte[2];
        // Layer 2.
        value.Clear();
        writer.Attribute(IpvlanMode, value);
        MemoryMarshal.Write(value, flags);
        writer.Attribute(IpvlanFlags, value);
        writer.EndNested(data);
        writer.EndNested(info);
        return command.Request(writer.Written);
    }

    /// <summary>No IPv6 address of its own: the only ones are those that the virtual router puts there.</summary>
    /// <returns>0 or errno.</returns>
    public int WithoutGeneratedAddresses(int index)
    {
        var writer = new NetlinkWriter(stackalloc byte[128]);
        BeginChange(ref writer, index);
        var families = writer.BeginNested(NetlinkMessage.LinkAddressFamilies, marked: false);
        var inet6 = writer.BeginNested(Inet6, marked: false);
        writer.Attribute(Ipv6AddressGeneration, GenerateNone);
        writer.EndNested(inet6);
        writer.EndNested(families);
        return command.Request(writer.Written);
    }

    /// <returns>0 or errno.</returns>
    public int Raise(int index)
    {
        var writer = new NetlinkWriter(stackalloc byte[64]);
        var part = BeginChange(ref writer, index);
        MemoryMarshal.Write(part[8..], NetlinkMessage.InterfaceUp);
        MemoryMarshal.Write(part[12..], NetlinkMessage.InterfaceUp);
        return command.Request(writer.Written);
    }

    /// <returns>0 or errno.</returns>
    public int Remove(int index)
    {
        var writer = new NetlinkWriter(stackalloc byte[64]);
        writer.Begin(NetlinkMessage.DeleteLink, NetlinkMessage.FlagAcknowledge);
        MemoryMarshal.Write(writer.Fixed(LinkFixed)[4..], index);
        return command.Request(writer.Written);
    }

    public void SetReceiveBuffer(ReceiveBuffer buffer) => command.SetReceiveBuffer(buffer.Bytes, buffer.Force);

    public void Dispose() => command.Dispose();

    private static int BeginLink(ref NetlinkWriter writer, string name, int baseIndex, string kind, ReadOnlySpan<byte> hardwareAddress, out int info)
    {
        writer.Begin(NetlinkMessage.NewLink, NetlinkMessage.FlagAcknowledge | NetlinkMessage.FlagCreate | NetlinkMessage.FlagExclusive);
        writer.Fixed(LinkFixed);
        writer.Attribute(NetlinkMessage.LinkParent, baseIndex);
        writer.Attribute(NetlinkMessage.LinkName, name);
        if (!hardwareAddress.IsEmpty) writer.Attribute(NetlinkMessage.LinkAddress, hardwareAddress);
        info = writer.BeginNested(NetlinkMessage.LinkInfo, marked: false);
        writer.Attribute(NetlinkMessage.LinkInfoKind, kind);
        return writer.BeginNested(NetlinkMessage.LinkInfoData, marked: false);
    }

    private static Span<byte> BeginChange(ref NetlinkWriter writer, int index)
    {
        writer.Begin(NetlinkMessage.NewLink, NetlinkMessage.FlagAcknowledge);
        var part = writer.Fixed(LinkFixed);
        MemoryMarshal.Write(part[4..], index);
        return part;
    }
}
