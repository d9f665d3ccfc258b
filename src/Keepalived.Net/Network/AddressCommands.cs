using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>Puts virtual addresses on their interfaces and takes them off, by rtnetlink.</summary>
public sealed class AddressCommands : IDisposable
{
    private const int AlreadyExists = 17;
    private const int NotAvailable = 99;
    private const uint HomeAddress = 0x10;
    private const uint ManageTemporaryAddress = 0x100;
    private const uint NoPrefixRoute = 0x200;
    private const uint MulticastAutoJoin = 0x400;

    private readonly NetlinkSocket command = new(0);
    private readonly Dictionary<(int Interface, IPAddress Address), int> removed = [];

    /// <returns>True when the address is there now because of us; it may have been there before.</returns>
    public bool Add(VirtualAddress address, int interfaceIndex, out int error)
    {
        error = Request(add: true, address, interfaceIndex);
        return error is 0 or AlreadyExists;
    }

    /// <returns>True when there was one to remove.</returns>
    public bool Remove(VirtualAddress address, int interfaceIndex, out int error)
    {
        error = Request(add: false, address, interfaceIndex);
        if (error == 0)
        {
            // The kernel will report it, perhaps when we are master again: that one is no loss.
            var key = (interfaceIndex, address.Address);
            removed[key] = removed.GetValueOrDefault(key) + 1;
            return true;
        }

        if (error == NotAvailable) error = 0;
        return false;
    }

    /// <summary>Whether the removal that the kernel reports was ours; it is then accounted for.</summary>
    public bool WasOurs(int interfaceIndex, IPAddress address)
    {
        var key = (interfaceIndex, address);
        if (!removed.TryGetValue(key, out var count)) return false;
        if (count == 1) removed.Remove(key);
        else removed[key] = count - 1;
        return true;
    }

    public void SetReceiveBuffer(ReceiveBuffer buffer) => command.SetReceiveBuffer(buffer.Bytes, buffer.Force);

    public void Dispose() => command.Dispose();

    private int Request(bool add, VirtualAddress address, int interfaceIndex)
    {
        var writer = new NetlinkWriter(stackalloc byte[256]);
        var bytes = address.Address.GetAddressBytes();
        var ipv6 = bytes.Length == 16;
        writer.Begin(add ? NetlinkMessage.NewAddress : NetlinkMessage.DeleteAddress, (ushort)(NetlinkMessage.FlagAcknowledge | (add ? NetlinkMessage.FlagCreate | NetlinkMessage.FlagExclusive : 0)));
        var fixedPart = writer.Fixed(8);
        var flags = add ? FlagsOf(address, ipv6) : 0;
        fixedPart[0] = (byte)(ipv6 ? 10 : 2);
        fixedPart[1] = (byte)address.PrefixLength;
        fixedPart[2] = (byte)flags;
        // The kernel knows that fe80::/10 is of link scope; a configured scope goes for IPv4 only.
        fixedPart[3] = (byte)(ipv6 ? (address.Address.IsIPv6LinkLocal ? 253 : 0) : address.Scope);
        MemoryMarshal.Write(fixedPart[4..], interfaceIndex);
        writer.Attribute(NetlinkMessage.AddressLocal, bytes);
        writer.Attribute(NetlinkMessage.AddressAddress, address.Peer is { } peer ? peer.GetAddressBytes() : bytes);
        if (address.Broadcast is { AddressFamily: AddressFamily.InterNetwork } broadcast) writer.Attribute(NetlinkMessage.AddressBroadcast, broadcast.GetAddressBytes());
        if (address.Label is { } label) writer.Attribute(NetlinkMessage.AddressLabel, label);
        if (flags != 0) writer.Attribute(NetlinkMessage.AddressFlags, flags);
        if (add && address.PreferredLifetime is { } preferred) writer.Attribute(NetlinkMessage.AddressCacheInfo, Lifetimes(preferred));
        return command.Request(writer.Written);
    }

    /// <summary>A virtual address moves: waiting for duplicate address detection would lose the time the protocol has just won.</summary>
    private static uint FlagsOf(VirtualAddress address, bool ipv6)
    {
        uint flags = 0;
        if (ipv6 && !address.DuplicateDetection) flags |= NetlinkMessage.AddressNoDuplicateDetection;
        if (address.Home) flags |= HomeAddress;
        if (address.ManageTemporary) flags |= ManageTemporaryAddress;
        if (address.NoPrefixRoute) flags |= NoPrefixRoute;
        if (address.AutoJoin) flags |= MulticastAutoJoin;
        return flags;
    }

    /// <summary>struct ifa_cacheinfo: preferred, valid, created, updated.</summary>
    private static byte[] Lifetimes(TimeSpan preferred)
    {
        var bytes = new byte[16];
        MemoryMarshal.Write(bytes, (uint)Math.Min(preferred.TotalSeconds, uint.MaxValue));
        MemoryMarshal.Write(bytes.AsSpan(4), uint.MaxValue);
        return bytes;
    }
}
