using System.Net;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>One interface as the kernel last described it.</summary>
public sealed class NetworkInterface(string name)
{
    public string Name { get; } = name;

    /// <summary>0: it does not exist.</summary>
    public int Index { get; internal set; }

    public uint Flags { get; internal set; }

    /// <summary>The interface below, of a macvlan or VLAN; 0: none.</summary>
    public int ParentIndex { get; internal set; }

    /// <summary>A macvlan or ipvlan: its link is the one of the interface below, and the kernel tells of it.</summary>
    public bool IsVirtual { get; internal set; }

    /// <summary>Six bytes on Ethernet.</summary>
    public byte[] HardwareAddress { get; internal set; } = [];

    /// <summary>Bytes.</summary>
    public int Mtu { get; internal set; }

    /// <summary>In the kernel's order.</summary>
    public List<IPAddress> Addresses { get; } = [];

    /// <summary>What its driver answered when it was last asked; null: what the kernel reports counts.</summary>
    public bool? Beats { get; set; }

    /// <summary>Administratively up and with carrier.</summary>
    public bool IsUp => Index != 0 && (Beats ?? HasCarrier);

    private bool HasCarrier => (Flags & (NetlinkMessage.InterfaceUp | NetlinkMessage.InterfaceRunning)) == (NetlinkMessage.InterfaceUp | NetlinkMessage.InterfaceRunning);
}
