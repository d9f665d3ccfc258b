using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>
/// Makes the interfaces that virtual routers want over others, makes them again when somebody removes them, and takes them away at the end.
/// </summary>
public sealed class VirtualLinks(InterfaceTable interfaces, AddressCommands addresses, InterfaceSettings settings, Firewall firewall, DaemonLog log) : IDisposable
{
    private readonly LinkCommands commands = new();
    private readonly List<Made> links = [];

    public IEnumerable<VirtualLink> All => links.Select(each => each.Link);

    public bool IsOurs(string name) => links.Exists(each => each.Link.Name == name);

    /// <summary>The link of that instance over that base, known from now on.</summary>
    /// <param name="name">Null: the prefix and the number decide.</param>
    /// <param name="hardwareAddress">Null: the protocol's.</param>
    public VirtualLink Want(string instance, string baseName, int routerId, bool isIpv6, string prefix, string? name, byte[]? hardwareAddress, IpVlan? ipVlan = null)
    {
        var wanted = hardwareAddress ?? (ipVlan is null ? VirtualLink.ProtocolAddress(routerId, isIpv6) : []);
        var known = links.Find(each => each.Link.BaseName == baseName && each.Link.IsIpv6 == isIpv6 && each.Link.HardwareAddress.AsSpan().SequenceEqual(wanted)
            && each.Link.IpVlan?.Address is null == ipVlan?.Address is null && (name is null || each.Link.Name == name) && each.Link.Instance == instance);
        if (known is null) links.Add(known = new Made(new VirtualLink(name ?? VirtualLink.NameFor(prefix, routerId, isIpv6, IsOurs), baseName, instance, wanted, isIpv6, ipVlan)));
        return known.Link;
    }

    /// <summary>Forgets and removes what no instance wants any more.</summary>
    public void Keep(IReadOnlyCollection<VirtualLink> wanted)
    {
        foreach (var gone in links.Where(each => !wanted.Contains(each.Link)).ToArray())
        {
            Remove(gone);
            links.Remove(gone);
        }
    }

    /// <summary>Makes what is missing, as far as its base is there.</summary>
    /// <returns>True when something was made or raised.</returns>
    public bool Make()
    {
        var changed = false;
        foreach (var made in links) changed |= Make(made);
        return changed;
    }

    /// <summary>Takes all away; who does not call it leaves them to whoever goes on in our place.</summary>
    public void Remove()
    {
        foreach (var made in links) Remove(made);
    }

    public void SetReceiveBuffer(ReceiveBuffer buffer) => commands.SetReceiveBuffer(buffer);

    public void Dispose() => commands.Dispose();

    private bool Make(Made made)
    {
        var link = made.Link;
        if (interfaces.Find(link.BaseName) is not { Index: > 0 } below) return false;
        var found = interfaces.Find(link.Name);
        if (found is { Index: > 0 })
        {
            if (made.Index == found.Index) return made.MustBeRaised && below.IsUp && Raise(made);
            if (found.ParentIndex == below.Index && found.HardwareAddress.AsSpan().SequenceEqual(link.HardwareAddress))
            {
                log.Write($"({link.Instance}) Found matching interface {link.Name}");
                return Prepare(made, found.Index, below);
            }

            log.Write($"({link.Instance}) Deleting old VMAC interface {link.Name}");
            _ = commands.Remove(found.Index);
            interfaces.Read();
        }

        if (made.HasFailed) return false;
        var error = link.IpVlan is { } ipVlan ? commands.AddIpvlan(link.Name, below.Index, (ushort)ipVlan.Mode) : commands.AddMacvlan(link.Name, below.Index, link.HardwareAddress);
        if (error != 0)
        {
            made.HasFailed = true;
            log.Write($"Netlink: error: {Marshal.GetPInvokeErrorMessage(error)}({error}), type=RTM_NEWLINK(16)");
            log.Write($"({link.Instance}): Unable to create {Kind(link)} interface {link.Name}");
            return false;
        }

        interfaces.Read();
        if (interfaces.Find(link.Name) is not { Index: > 0 } created) return false;
        log.Write($"({link.Instance}): Success creating {(link.IpVlan is null ? "VMAC" : "IPVLAN")} interface {link.Name}");
        return Prepare(made, created.Index, below);
    }

    private bool Prepare(Made made, int index, NetworkInterface below)
    {
        var link = made.Link;
        if (made.Index != 0) _ = firewall.RemoveVirtualInterface(link.IsIpv6, made.Index);
        made.Index = index;
        made.MustBeRaised = true;
        if (link.IpVlan is null)
        {
            settings.ForVirtualMac(link.Name, link.BaseName, link.IsIpv6);
            var error = firewall.AddVirtualInterface(link.IsIpv6, index, below.Index);
            if (error != 0) log.Write($"nftables: error: {Marshal.GetPInvokeErrorMessage(error)}({error}), interface {link.Name}");
        }

        _ = commands.WithoutGeneratedAddresses(index);
        return Raise(made);
    }

    private bool Raise(Made made)
    {
        // While the base is down the kernel refuses; it is tried again when that comes up.
        if (commands.Raise(made.Index) != 0) return false;
        made.MustBeRaised = false;
        var link = made.Link;
        if (link.IpVlan is { Address: { } own } ipVlan)
        {
            addresses.Add(new VirtualAddress(own, ipVlan.PrefixLength, null, null, null, 0, default!), made.Index, out _);
        }
        else if (link.IpVlan is null && link.IsIpv6 && interfaces.Find(link.BaseName) is { } below && below.Addresses.Find(each => each.IsIPv6LinkLocal) is { } address)
        {
            // Advertisements must come from a link-local address of the interface they leave by; deprecated, so that nothing else uses it.
            addresses.Add(new VirtualAddress(new IPAddress(address.GetAddressBytes()), 64, null, null, null, 253, default!) { PreferredLifetime = TimeSpan.Zero }, made.Index, out _);
        }

        interfaces.Read();
        return true;
    }

    private void Remove(Made made)
    {
        if (made.Index == 0 || interfaces.Find(made.Link.Name)?.Index != made.Index) return;
        if (made.Link.IpVlan is null) _ = firewall.RemoveVirtualInterface(made.Link.IsIpv6, made.Index);
        if (commands.Remove(made.Index) == 0) log.Write($"({made.Link.Instance}) Success removing {(made.Link.IpVlan is null ? "VMAC" : "IPVLAN")} interface {made.Link.Name}");
        made.Index = 0;
    }

    private static string Kind(VirtualLink link) => link.IpVlan is null ? "VMAC" : "ipvlan";

    /// <summary>A link and how far it is made.</summary>
    private sealed class Made(VirtualLink link)
    {
        public VirtualLink Link { get; } = link;

        /// <summary>0: not there.</summary>
        public int Index { get; set; }

        public bool MustBeRaised { get; set; }

        /// <summary>The kernel cannot do it: once is enough to know.</summary>
        public bool HasFailed { get; set; }
    }
}
