using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>
/// Addresses, routes and rules that are there as long as the daemon runs, whoever is master; what others remove is put back.
/// (keepalived.conf(5) "static_ipaddress", "static_routes", "static_rules")
/// </summary>
public sealed class StaticHoldings(InterfaceTable interfaces, AddressCommands addresses, RouteCommands routing, DaemonLog log)
{
    private VirtualAddress[] held = [];
    private VirtualRoute[] routes = [];
    private VirtualRule[] rules = [];

    /// <summary>Takes away what is no longer configured and sets what is.</summary>
    public void Take(KeepalivedModel model)
    {
        foreach (var gone in rules.Where(each => !model.StaticRules.Any(other => (other with { Place = each.Place }).Equals(each)))) routing.Remove(gone);
        foreach (var gone in routes.Where(each => !model.StaticRoutes.Any(other => RouteCommands.AreSame(other, each)))) routing.Remove(gone);
        foreach (var gone in held.Where(each => !model.StaticAddresses.Any(other => (other with { Place = each.Place }).Equals(each)))) Remove(gone);
        (held, routes, rules) = (model.StaticAddresses, model.StaticRoutes, model.StaticRules);
        Set();
    }

    /// <summary>Sets all again: an interface may have come, and what is there already stays as it is.</summary>
    public void Set()
    {
        foreach (var address in held) Add(address);
        foreach (var route in routes) routing.Add(route);
        foreach (var rule in rules) routing.Add(rule);
    }

    /// <summary>The kernel drops routes with the link, and does not say so.</summary>
    public void OnLinkUp(NetworkInterface link)
    {
        foreach (var address in held.Where(each => each.Interface == link.Name)) Add(address);
        foreach (var route in routes.Where(each => each.Interface == link.Name)) routing.Add(route);
    }

    public void Remove()
    {
        foreach (var rule in rules) routing.Remove(rule);
        foreach (var route in routes) routing.Remove(route);
        foreach (var address in held) Remove(address);
    }

    public void OnAddressRemoved(NetworkInterface link, IPAddress address)
    {
        foreach (var ours in held)
        {
            if (!ours.Address.Equals(address) || ours.Interface != link.Name || ours.NoTrack || !link.IsUp) continue;
            log.Write($"Restoring deleted static address {ours.Address}/{ours.PrefixLength} dev {link.Name} scope {ScopeName(ours.Scope)} set");
            Add(ours);
        }
    }

    public bool PutBack(in RouteKey key)
    {
        foreach (var route in routes)
        {
            if (route.NoTrack || !RouteKey.Of(route).Equals(key)) continue;
            routing.Add(route);
            return true;
        }

        return false;
    }

    public bool PutBack(in RuleKey key)
    {
        foreach (var rule in rules)
        {
            if (rule.NoTrack || !RuleKey.Of(rule).Equals(key)) continue;
            routing.Add(rule);
            return true;
        }

        return false;
    }

    private void Add(VirtualAddress address)
    {
        if (address.Interface is null || interfaces.Find(address.Interface) is not { Index: > 0 } link) return;
        if (!addresses.Add(address, link.Index, out var error)) log.Write($"Netlink: error: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}({error}), adding {address.Address}/{address.PrefixLength} to {link.Name}");
    }

    private void Remove(VirtualAddress address)
    {
        if (address.Interface is not null && interfaces.Find(address.Interface) is { Index: > 0 } link) addresses.Remove(address, link.Index, out _);
    }

    private static string ScopeName(int scope) => scope switch
    {
        0 => "global",
        200 => "site",
        253 => "link",
        254 => "host",
        255 => "nowhere",
        _ => scope.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
