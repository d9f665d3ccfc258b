using System.Net;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Network;

/// <summary>A virtual address and the interface it goes to, which may be one that keepalived makes.</summary>
/// <param name="IsExcluded">Not in the advertisements (virtual_ipaddress_excluded).</param>
/// <param name="IsExtra">On another interface than the virtual router's own.</param>
public sealed record PlacedAddress(VirtualAddress Configuration, string Interface, bool IsExcluded, bool IsExtra)
{
    public IPAddress Address => Configuration.Address;

    /// <summary>The same entry of the kernel's table.</summary>
    public bool IsSameAs(PlacedAddress other) => Configuration with { Place = other.Configuration.Place } == other.Configuration && Interface == other.Interface;
}
