using ConfParsers.Keepalived;
using Keepalived.Net.Network;

namespace Keepalived.Net.Process;

/// <summary>
/// The interfaces that are made for one virtual router, for itself and for its addresses on other interfaces, and on which of them its addresses are.
/// (keepalived.conf(5) "use_vmac", "use_vmac_addr", "use_ipvlan")
/// </summary>
public sealed class RouterLinks(VrrpChild child)
{
    private readonly Dictionary<string, VirtualLink> addressLinks = new(StringComparer.Ordinal);

    /// <summary>Its own; null: it is on its configured one.</summary>
    public VirtualLink? Link { get; private set; }

    public IEnumerable<VirtualLink> Wanted => Link is null ? addressLinks.Values : addressLinks.Values.Append(Link);

    public static bool WantsLink(VrrpInstance instance, VirtualAddress address) => address.Interface is not null && address.Interface != instance.Interface
        && (address.UseVmac || instance.VirtualMac is { ForAddresses: true });

    public void Want(VrrpInstance instance, bool ipv6, VirtualLinks links)
    {
        Link = null;
        if (instance.IpVlan is { } ipVlan) Link = links.Want(instance.Name, instance.Interface, instance.VirtualRouterId, ipv6, child.LinkPrefix, ipVlan.Name, null, ipVlan);
        else if (instance.VirtualMac is { ForInstance: true } mac) Link = links.Want(instance.Name, instance.Interface, instance.VirtualRouterId, ipv6, child.LinkPrefix, mac.Name, mac.HardwareAddress);
        addressLinks.Clear();
        foreach (var address in instance.Addresses.Concat(instance.ExcludedAddresses).Where(each => WantsLink(instance, each)))
        {
            addressLinks[address.Interface!] = links.Want(instance.Name, address.Interface!, instance.VirtualRouterId, ipv6, child.AddressLinkPrefix, null, null);
        }
    }

    /// <summary>All addresses with the interfaces they go to, the advertised ones first.</summary>
    public PlacedAddress[] Placed(VrrpInstance instance) =>
        [.. instance.Addresses.Select(each => Place(instance, each, excluded: false)), .. instance.ExcludedAddresses.Select(each => Place(instance, each, excluded: true))];

    private PlacedAddress Place(VrrpInstance instance, VirtualAddress address, bool excluded)
    {
        if (address.Interface is null || address.Interface == instance.Interface) return new(address, Link?.Name ?? instance.Interface, excluded, IsExtra: false);
        return new(address, WantsLink(instance, address) ? addressLinks[address.Interface].Name : address.Interface, excluded, IsExtra: true);
    }
}
