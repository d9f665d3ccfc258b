using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>
/// What a virtual router holds while it is master: its addresses, and the packet filter rules that keep them from being answered for where that is
/// not allowed. (keepalived.conf(5) "virtual_ipaddress", "virtual_ipaddress_excluded", "accept")
/// </summary>
public sealed class Holdings(InterfaceTable interfaces, AddressCommands addresses, Firewall firewall, DaemonLog log)
{
    private string instance = "";
    private bool blocks;

    /// <summary>The advertised ones first.</summary>
    public IReadOnlyList<PlacedAddress> Addresses { get; private set; } = [];

    /// <param name="blocks">The addresses must not be reached on this router.</param>
    public void Take(string name, IReadOnlyList<PlacedAddress> placed, bool blocks)
    {
        instance = name;
        Addresses = placed;
        this.blocks = blocks;
    }

    public void Set()
    {
        if (blocks)
        {
            log.Detail($"({instance}) setting firewall drop rule");
            foreach (var address in Addresses) Filter(address, block: true);
        }

        if (Has(excluded: false)) log.Detail($"({instance}) setting VIPs.");
        foreach (var address in Addresses.Where(each => !each.IsExcluded)) Add(address);
        if (!Has(excluded: true)) return;
        log.Detail($"({instance}) setting E-VIPs.");
        foreach (var address in Addresses.Where(each => each.IsExcluded)) Add(address);
    }

    public void Remove()
    {
        if (Has(excluded: false)) log.Detail($"({instance}) removing VIPs.");
        foreach (var address in Addresses.Where(each => !each.IsExcluded)) Remove(address);
        if (Has(excluded: true)) log.Detail($"({instance}) removing E-VIPs.");
        foreach (var address in Addresses.Where(each => each.IsExcluded)) Remove(address);
        if (!blocks) return;
        log.Detail($"({instance}) removing firewall drop rule");
        foreach (var address in Addresses) Filter(address, block: false);
    }

    /// <summary>The configuration was read again: what is no longer in it goes.</summary>
    /// <returns>True when something is new.</returns>
    public bool Replace(string name, IReadOnlyList<PlacedAddress> placed, bool blocks, bool isMaster)
    {
        if (isMaster)
        {
            foreach (var gone in Addresses.Where(each => !placed.Any(each.IsSameAs)))
            {
                log.Write($"({name}) ip address {gone.Address}/{gone.Configuration.PrefixLength} dev {gone.Interface}, no longer exist");
                Remove(gone);
            }

            if (this.blocks && !blocks)
            {
                foreach (var address in Addresses) Filter(address, block: false);
            }
        }

        var added = placed.Any(each => !Addresses.Any(each.IsSameAs));
        Take(name, placed, blocks);
        return added;
    }

    /// <summary>Which of ours that is; null: none.</summary>
    public PlacedAddress? Find(NetworkInterface link, IPAddress address)
    {
        foreach (var ours in Addresses)
        {
            if (ours.Address.Equals(address) && ours.Interface == link.Name && !ours.Configuration.NoTrack) return ours;
        }

        return null;
    }

    /// <summary>Which of ours is on that interface; null: none. Nothing is allocated.</summary>
    public PlacedAddress? Find(int interfaceIndex, ReadOnlySpan<byte> address)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < Addresses.Count; i++)
        {
            if (!Addresses[i].Address.TryWriteBytes(bytes, out var length) || !bytes[..length].SequenceEqual(address)) continue;
            if (interfaces.Find(Addresses[i].Interface)?.Index == interfaceIndex) return Addresses[i];
        }

        return null;
    }

    public void Add(PlacedAddress address)
    {
        if (interfaces.Find(address.Interface) is not { Index: > 0 } link) return;
        if (!addresses.Add(address.Configuration, link.Index, out var error)) log.Write($"Netlink: error: {Message(error)}({error}), adding {address.Address}/{address.Configuration.PrefixLength} to {link.Name}");
    }

    private void Remove(PlacedAddress address)
    {
        if (interfaces.Find(address.Interface) is not { Index: > 0 } link) return;
        if (!addresses.Remove(address.Configuration, link.Index, out var error) && error != 0)
        {
            log.Write($"Netlink: error: {Message(error)}({error}), removing {address.Address}/{address.Configuration.PrefixLength} from {link.Name}");
        }
    }

    private void Filter(PlacedAddress address, bool block)
    {
        var index = interfaces.Find(address.Interface)?.Index ?? 0;
        if (!firewall.IsBlocked(address.Address, index) && !block) return;
        var error = block ? firewall.Block(address.Address, index) : firewall.Unblock(address.Address, index);
        if (error != 0) log.Write($"nftables: error: {Message(error)}({error}), address {address.Address}");
    }

    /// <summary>Interfaces that are not there have nothing to be removed from, and nobody is told.</summary>
    private bool Has(bool excluded)
    {
        foreach (var address in Addresses)
        {
            if (address.IsExcluded == excluded && interfaces.Find(address.Interface) is { Index: > 0 }) return true;
        }

        return false;
    }

    private static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);
}
