using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>
/// What a virtual router holds while it is master: its addresses, routes and rules, and the packet filter rules that keep its addresses from being
/// answered for where that is not allowed. (keepalived.conf(5) "virtual_ipaddress", "virtual_routes", "virtual_rules", "accept")
/// </summary>
public sealed class Holdings(InterfaceTable interfaces, AddressCommands addresses, RouteCommands routing, Firewall firewall, DaemonLog log)
{
    private string instance = "";
    private VirtualRoute[] routes = [];
    private VirtualRule[] rules = [];
    private bool blocks;

    /// <summary>The advertised ones first.</summary>
    public IReadOnlyList<PlacedAddress> Addresses { get; private set; } = [];

    /// <param name="blocks">The addresses must not be reached on this router.</param>
    public void Take(VrrpInstance configuration, IReadOnlyList<PlacedAddress> placed, bool blocks)
    {
        instance = configuration.Name;
        routes = configuration.Routes;
        rules = configuration.Rules;
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
        if (Has(excluded: true)) log.Detail($"({instance}) setting E-VIPs.");
        foreach (var address in Addresses.Where(each => each.IsExcluded)) Add(address);
        if (routes.Length > 0) log.Detail($"({instance}) setting Virtual Routes");
        foreach (var route in routes) routing.Add(route);
        if (rules.Length > 0) log.Detail($"({instance}) setting Virtual Rules");
        foreach (var rule in rules) routing.Add(rule);
    }

    public void Remove(bool quietly)
    {
        if (rules.Length > 0) log.Detail($"({instance}) removing Virtual Rules");
        foreach (var rule in rules) routing.Remove(rule);
        if (routes.Length > 0) log.Detail($"({instance}) removing Virtual Routes");
        foreach (var route in routes) routing.Remove(route);
        if (!quietly && Has(excluded: false)) log.Detail($"({instance}) removing VIPs.");
        foreach (var address in Addresses.Where(each => !each.IsExcluded)) Remove(address);
        if (!quietly && Has(excluded: true)) log.Detail($"({instance}) removing E-VIPs.");
        foreach (var address in Addresses.Where(each => each.IsExcluded)) Remove(address);
        if (!blocks) return;
        if (!quietly) log.Detail($"({instance}) removing firewall drop rule");
        foreach (var address in Addresses) Filter(address, block: false);
    }

    /// <summary>Takes away what is on one interface.</summary>
    public void Leave(string link)
    {
        foreach (var address in Addresses.Where(each => each.Interface == link)) Remove(address);
    }

    /// <summary>The configuration was read again: what is no longer in it goes.</summary>
    /// <returns>True when something is new.</returns>
    public bool Replace(VrrpInstance configuration, IReadOnlyList<PlacedAddress> placed, bool blocks, bool isMaster)
    {
        if (isMaster)
        {
            foreach (var gone in Addresses.Where(each => !placed.Any(each.IsSameAs)))
            {
                if (interfaces.Find(gone.Interface) is not { Index: > 0 }) continue;
                log.Write($"({configuration.Name}) ip address {gone.Address}/{gone.Configuration.PrefixLength} dev {gone.Interface}, no longer exist");
                Remove(gone);
            }

            foreach (var gone in rules.Where(each => !configuration.Rules.Any(other => (other with { Place = each.Place }).Equals(each)))) routing.Remove(gone);
            foreach (var gone in routes.Where(each => !configuration.Routes.Any(other => RouteCommands.AreSame(other, each)))) routing.Remove(gone);
            if (this.blocks && !blocks)
            {
                foreach (var address in Addresses) Filter(address, block: false);
            }
        }

        var added = placed.Any(each => !Addresses.Any(each.IsSameAs));
        Take(configuration, placed, blocks);
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

    /// <summary>Ours of that key, which somebody removed; null: none that is watched.</summary>
    public VirtualRoute? Find(in RouteKey key)
    {
        foreach (var route in routes)
        {
            if (!route.NoTrack && RouteKey.Of(route).Equals(key)) return route;
        }

        return null;
    }

    /// <inheritdoc cref="Find(in RouteKey)"/>
    public VirtualRule? Find(in RuleKey key)
    {
        foreach (var rule in rules)
        {
            if (!rule.NoTrack && RuleKey.Of(rule).Equals(key)) return rule;
        }

        return null;
    }

    public void PutBack(VirtualRoute route) => routing.Add(route);

    public void PutBack(VirtualRule rule) => routing.Add(rule);

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
