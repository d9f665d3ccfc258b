using System.Net.Sockets;
using System.Text;
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
        Span<byte> buffer = stackalloc byte[160];
        var label = address.Label is { } text ? Encoding.UTF8.GetBytes(text) : [];
        var broadcast = address.Broadcast is { AddressFamily: AddressFamily.InterNetwork } brd ? brd.GetAddressBytes() : [];
        var bytes = address.Address.GetAddressBytes();
        // The kernel knows that fe80::/10 is of link scope; a configured scope goes for IPv4 only.
        var scope = bytes.Length == 16 ? (address.Address.IsIPv6LinkLocal ? 253 : 0) : address.Scope;
        return command.Request(NetlinkMessage.BuildAddress(buffer, add, interfaceIndex, bytes, address.PrefixLength, scope, label, broadcast));
    }
}
