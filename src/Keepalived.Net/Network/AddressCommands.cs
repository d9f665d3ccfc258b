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

    private readonly NetlinkSocket command = new(0);

    /// <returns>True when the address is there now because of us; it may have been there before.</returns>
    public bool Add(VirtualAddress address, int interfaceIndex, out int error)
    {
        error = Request(add: true, address, interfaceIndex);
        return error is 0 or AlreadyExists;
    }

    /// <returns>True when there was one to remove: the kernel will report it.</returns>
    public bool Remove(VirtualAddress address, int interfaceIndex, out int error)
    {
        error = Request(add: false, address, interfaceIndex);
        if (error == NotAvailable) error = 0;
        else return error == 0;
        return false;
    }

    public void Dispose() => command.Dispose();

    private int Request(bool add, VirtualAddress address, int interfaceIndex)
    {
        var writer = new NetlinkWriter(stackalloc byte[160]);
        var bytes = address.Address.GetAddressBytes();
        var ipv6 = bytes.Length == 16;
        writer.Begin(add ? NetlinkMessage.NewAddress : NetlinkMessage.DeleteAddress, (ushort)(NetlinkMessage.FlagAcknowledge | (add ? NetlinkMessage.FlagCreate | NetlinkMessage.FlagExclusive : 0)));
        var fixedPart = writer.Fixed(8);
        fixedPart[0] = (byte)(ipv6 ? 10 : 2);
        fixedPart[1] = (byte)address.PrefixLength;
        // A virtual address moves: waiting for duplicate address detection would lose the time the protocol has just won.
        fixedPart[2] = (byte)(add && ipv6 ? NetlinkMessage.AddressNoDuplicateDetection : 0);
        // The kernel knows that fe80::/10 is of link scope; a configured scope goes for IPv4 only.
        fixedPart[3] = (byte)(ipv6 ? (address.Address.IsIPv6LinkLocal ? 253 : 0) : address.Scope);
        MemoryMarshal.Write(fixedPart[4..], interfaceIndex);
        writer.Attribute(NetlinkMessage.AddressLocal, bytes);
        writer.Attribute(NetlinkMessage.AddressAddress, bytes);
        if (address.Broadcast is { AddressFamily: AddressFamily.InterNetwork } broadcast) writer.Attribute(NetlinkMessage.AddressBroadcast, broadcast.GetAddressBytes());
        if (address.Label is { } label) writer.Attribute(NetlinkMessage.AddressLabel, label);
        if (add && ipv6) writer.Attribute(NetlinkMessage.AddressFlags, NetlinkMessage.AddressNoDuplicateDetection);
        return command.Request(writer.Written);
    }
}
