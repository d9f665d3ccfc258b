using System.Net.Sockets;
using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>What the configuration of one instance means to the engine: its settings, what it sends, what it accepts, where it listens.</summary>
public static class RouterPlan
{
    /// <summary>How soon after a takeover the addresses of a virtual MAC are announced once more, when the old master has surely let go of them.</summary>
    private const long RepairUs = 150_000;

    public static bool IsIpv6(VrrpInstance instance) => instance.MulticastGroup.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Whether the router itself is on a macvlan, not only some addresses of it.</summary>
    public static bool HasVirtualMac(VrrpInstance instance) => instance.VirtualMac is { ForInstance: true };

    /// <summary>Advertisements leave by the macvlan or ipvlan, and are heard on it.</summary>
    public static bool SpeaksOnVirtualLink(VrrpInstance instance) => instance.IpVlan is not null || instance.VirtualMac is { ForInstance: true, AdvertiseFromBase: false };

    /// <param name="isStrict">Does what the original does, faults included.</param>
    public static RouterSettings Settings(VrrpInstance instance, bool isStrict) => new()
    {
        Version = instance.Version,
        Priority = instance.Priority,
        WantsMaster = instance.WantedState == VrrpState.Master,
        AdvertIntervalUs = Us(instance.AdvertInterval),
        DownTimerAdverts = instance.DownTimerAdverts,
        NoPreempt = instance.NoPreempt,
        PreemptDelayUs = Us(instance.PreemptDelay),
        GarpRepeat = instance.Garp.Repeat,
        GarpDelayUs = Us(instance.Garp.Delay),
        GarpRefreshUs = Us(instance.Garp.Refresh),
        GarpRefreshRepeat = instance.Garp.RefreshRepeat,
        GarpLowerPriorityRepeat = instance.Garp.LowerPriorityRepeat,
        GarpLowerPriorityDelayUs = Us(instance.Garp.LowerPriorityDelay),
        GarpRepairUs = HasVirtualMac(instance) && !isStrict ? RepairUs : 0,
        LowerPriorityNoAdvertisement = instance.LowerPriorityNoAdvert,
        HigherPrioritySendsAdvertisement = instance.HigherPrioritySendAdvert,
    };

    public static AdvertisementExpectation Expectation(VrrpInstance instance) => new()
    {
        Version = instance.Version,
        RouterId = instance.VirtualRouterId,
        IntervalUs = Us(instance.AdvertInterval),
        Authentication = Authentication(instance),
        Password = Password(instance),
        Addresses = AddressBytes(instance),
        AddressLength = IsIpv6(instance) ? 16 : 4,
        SkipAddressCheck = instance.SkipCheckAdvertAddresses,
        Peers = [.. Peers(instance).Select(peer => new ExpectedPeer(peer.Address.GetAddressBytes(), peer.MinTtl ?? 0, peer.MaxTtl ?? Packet.TimeToLive))],
        PeersOnly = ChecksSource(instance),
        OldSummedDestination = instance.Unicast is { Checksum: not UnicastChecksum.New } && !IsIpv6(instance) ? OldGroup() : null,
    };

    /// <param name="oldChecksum">A peer has shown that it sums up the group.</param>
    public static AdvertisementForm Form(VrrpInstance instance, byte[] source, bool oldChecksum) => new()
    {
        Version = instance.Version,
        RouterId = instance.VirtualRouterId,
        IntervalUs = Us(instance.AdvertInterval),
        Authentication = Authentication(instance),
        Password = Password(instance),
        Source = source,
        Destinations = instance.Unicast is null ? [instance.MulticastGroup.GetAddressBytes()] : [.. Peers(instance).Select(peer => peer.Address.GetAddressBytes())],
        Addresses = AddressBytes(instance),
        TimeToLive = (byte)(instance.Unicast?.Ttl ?? Packet.TimeToLive),
        SummedDestination = !IsIpv6(instance) && (oldChecksum || instance.Unicast is { Checksum: UnicastChecksum.Old }) ? OldGroup() : null,
    };

    /// <param name="source">The own address that unicast packets come to.</param>
    public static RawIpEndpoint Endpoint(VrrpInstance instance, NetworkInterface link, byte[] source) => new()
    {
        IsIpv6 = IsIpv6(instance),
        Protocol = Authentication(instance) == AdvertisementAuthentication.Header ? Packet.AuthenticationHeaderProtocol : Packet.Protocol,
        InterfaceName = link.Name,
        InterfaceIndex = link.Index,
        Address = IsUnicast(instance) ? source : instance.MulticastGroup.GetAddressBytes(),
        IsMulticast = !IsUnicast(instance),
        UnicastHops = instance.Unicast?.Ttl ?? 0,
    };

    /// <summary>What the receiving socket of its interface should hold for this instance, in bytes; 0: no more than the system's default. (keepalived.conf(5) "vrrp_rx_bufs_policy")</summary>
    /// <param name="mtu">Of the interface.</param>
    public static long ReceiveBuffer(VrrpInstance instance, BufferSettings buffers, int mtu)
    {
        if (instance.KernelReceiveBuffer is { } own) return own;
        if (buffers.VrrpByMtu) return (long)buffers.VrrpMultiplier * mtu;
        if (buffers.VrrpByAdvertisement) return buffers.VrrpMultiplier * AdvertisementLength(instance);
        return buffers.VrrpBytes ?? 0;
    }

    /// <summary>As it is sent: IPv4 with its header.</summary>
    private static long AdvertisementLength(VrrpInstance instance)
    {
        var source = new byte[IsIpv6(instance) ? 16 : 4];
        return new AdvertisementTemplate(Form(instance, source, oldChecksum: false)).Towards(0).Length;
    }

    /// <summary>Whether it has peers; without any it may be one that waits for some.</summary>
    public static bool IsUnicast(VrrpInstance instance) => Peers(instance).Length > 0;

    /// <summary>Who is no peer is not heard: where that is said, and where a peer has limits of its own (seen on 2.2.7).</summary>
    public static bool ChecksSource(VrrpInstance instance) => instance.Unicast is { CheckSource: true } || Array.Exists(Peers(instance), peer => peer.MinTtl is not null || peer.MaxTtl is not null);

    /// <summary>Whether its addresses may be reached while it is master: an owner's always.</summary>
    public static bool Accepts(VrrpInstance instance) => instance.Accept || instance.Priority == RouterSettings.Owner;

    private static UnicastPeer[] Peers(VrrpInstance instance) => instance.Unicast?.Peers ?? [];

    /// <summary>What keepalived up to 1.3.6 summed up in place of a unicast destination.</summary>
    private static byte[] OldGroup() => [224, 0, 0, 18];

    private static AdvertisementAuthentication Authentication(VrrpInstance instance) => instance.Authentication?.Type switch
    {
        VrrpAuthenticationType.Pass => AdvertisementAuthentication.Password,
        VrrpAuthenticationType.AuthenticationHeader => AdvertisementAuthentication.Header,
        _ => AdvertisementAuthentication.None,
    };

    private static byte[] Password(VrrpInstance instance)
    {
        var bytes = new byte[Packet.AuthenticationLength];
        var text = Encoding.UTF8.GetBytes(instance.Authentication?.Password ?? "");
        text.AsSpan(0, Math.Min(text.Length, bytes.Length)).CopyTo(bytes);
        return bytes;
    }

    private static byte[] AddressBytes(VrrpInstance instance) => [.. instance.Addresses.SelectMany(each => each.Address.GetAddressBytes())];

    private static long Us(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
