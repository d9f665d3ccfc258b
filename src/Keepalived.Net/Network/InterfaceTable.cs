using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>
/// The interfaces of this network namespace and their addresses, kept true by the kernel's notifications: links that go down, addresses that
/// come and go, virtual addresses that somebody else removed. (rtnetlink(7))
/// </summary>
public sealed class InterfaceTable : IDisposable
{
    private const int LinkFixed = 16;
    private const int AddressFixed = 8;

    private readonly Dictionary<string, NetworkInterface> byName = new(StringComparer.Ordinal);
    private readonly NetlinkSocket changes = new(NetlinkSocket.GroupLink | NetlinkSocket.GroupIpv4Address | NetlinkSocket.GroupIpv6Address);
    private readonly byte[] buffer = new byte[64 * 1024];

    /// <summary>A link went up or down.</summary>
    public Action<NetworkInterface>? LinkChanged { get; set; }

    /// <summary>A link got a name (the first is null), another one, or is gone (the second is null).</summary>
    public Action<string?, string?>? LinkNamed { get; set; }

    public Action<NetworkInterface, IPAddress>? AddressAdded { get; set; }

    public Action<NetworkInterface, IPAddress>? AddressRemoved { get; set; }

    public int Descriptor => changes.Descriptor;

    /// <summary>Reads both tables; the notifications since the socket was opened follow, so nothing is missed.</summary>
    public void Load()
    {
        using var command = new NetlinkSocket(0);
        command.Dump(NetlinkMessage.GetLink, Apply);
        command.Dump(NetlinkMessage.GetAddress, Apply);
    }

    /// <summary>Takes in what the kernel has reported.</summary>
    public void Read()
    {
        while (true)
        {
            var length = changes.Receive(buffer, wait: false);
            if (length == -105)
            {
                // ENOBUFS: notifications were lost; the tables say what is true now.
                Load();
                continue;
            }

            if (length <= 0) return;
            foreach (var part in new NetlinkReader(buffer.AsSpan(0, length))) Apply(part);
        }
    }

    /// <summary>Null: there never was one of this name.</summary>
    public NetworkInterface? Find(string name) => byName.GetValueOrDefault(name);

    public IEnumerable<NetworkInterface> All => byName.Values;

    /// <summary>The hardware address of one of this host's interfaces.</summary>
    public bool IsOwn(ReadOnlySpan<byte> hardwareAddress)
    {
        foreach (var link in byName.Values)
        {
            if (link.Index > 0 && hardwareAddress.SequenceEqual(link.HardwareAddress)) return true;
        }

        return false;
    }

    public void SetReceiveBuffer(ReceiveBuffer buffer) => changes.SetReceiveBuffer(buffer.Bytes, buffer.Force);

    public void Dispose() => changes.Dispose();

    private void Apply(NetlinkPart part)
    {
        switch (part.Type)
        {
            case NetlinkMessage.NewLink or NetlinkMessage.DeleteLink:
                ApplyLink(part);
                break;
            case NetlinkMessage.NewAddress or NetlinkMessage.DeleteAddress:
                ApplyAddress(part);
                break;
        }
    }

    private void ApplyLink(NetlinkPart part)
    {
        // AF_BRIDGE repeats links as ports of a bridge; only AF_UNSPEC describes the link.
        if (part.Body.Length < LinkFixed || part.Body[0] != 0) return;
        var index = MemoryMarshal.Read<int>(part.Body[4..]);
        var flags = MemoryMarshal.Read<uint>(part.Body[8..]);
        var name = Encoding.UTF8.GetString(part.Attribute(LinkFixed, NetlinkMessage.LinkName).TrimEnd((byte)0));
        if (name.Length == 0) return;
        var link = byName.GetValueOrDefault(name);
        var wasUp = link?.IsUp ?? false;
        if (part.Type == NetlinkMessage.DeleteLink)
        {
            if (link is null || link.Index != index) return;
            link.Index = 0;
            link.Flags = 0;
            link.Beats = null;
            link.Addresses.Clear();
            LinkNamed?.Invoke(name, null);
        }
        else
        {
            // A renamed link keeps its number and its addresses.
            var former = byName.Values.FirstOrDefault(other => other.Index == index && other.Name != name);
            if (link is null) byName[name] = link = new NetworkInterface(name);
            if (link.Index != index)
            {
                link.Addresses.Clear();
                if (former is not null) link.Addresses.AddRange(former.Addresses);
                LinkNamed?.Invoke(former?.Name, name);
            }

            if (former is not null)
            {
                former.Index = 0;
                former.Flags = 0;
                former.Beats = null;
                former.Addresses.Clear();
            }

            link.Index = index;
            link.Flags = flags;
            var parent = part.Attribute(LinkFixed, NetlinkMessage.LinkParent);
            link.ParentIndex = parent.Length == 4 ? MemoryMarshal.Read<int>(parent) : 0;
            var kind = NetlinkPart.Find(part.Attribute(LinkFixed, NetlinkMessage.LinkInfo), NetlinkMessage.LinkInfoKind).TrimEnd((byte)0);
            link.IsVirtual = kind.SequenceEqual("macvlan"u8) || kind.SequenceEqual("ipvlan"u8);
            if (part.Attribute(LinkFixed, NetlinkMessage.LinkMtu) is { Length: 4 } mtu) link.Mtu = MemoryMarshal.Read<int>(mtu);
            var hardware = part.Attribute(LinkFixed, NetlinkMessage.LinkAddress);
            if (!hardware.SequenceEqual(link.HardwareAddress)) link.HardwareAddress = hardware.ToArray();
        }

        if (link.IsUp != wasUp) LinkChanged?.Invoke(link);
    }

    private void ApplyAddress(NetlinkPart part)
    {
        if (part.Body.Length < AddressFixed) return;
        var index = MemoryMarshal.Read<int>(part.Body[4..]);
        var link = byName.Values.FirstOrDefault(each => each.Index == index);
        var local = part.Attribute(AddressFixed, NetlinkMessage.AddressLocal);
        if (local.IsEmpty) local = part.Attribute(AddressFixed, NetlinkMessage.AddressAddress);
        if (link is null || local.Length is not (4 or 16)) return;
        var address = new IPAddress(local);
        if (part.Type == NetlinkMessage.NewAddress)
        {
            if (link.Addresses.Contains(address)) return;
            link.Addresses.Add(address);
            AddressAdded?.Invoke(link, address);
        }
        else
        {
            link.Addresses.Remove(address);
            AddressRemoved?.Invoke(link, address);
        }
    }
}
