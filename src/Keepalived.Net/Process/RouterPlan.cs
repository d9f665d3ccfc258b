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
    public static bool IsIpv6(VrrpInstance instance) => instance.Addresses.Length > 0 && instance.Addresses[0].Address.AddressFamily == AddressFamily.InterNetworkV6;

    public static RouterSettings Settings(VrrpInstance instance) => new()
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
    };

    /// <param name="group">The multicast group of the family.</param>
    public static AdvertisementExpectation Expectation(VrrpInstance instance, byte[] group) => new()
    {
        Version = instance.Version,
        RouterId = instance.VirtualRouterId,
        IntervalUs = Us(instance.AdvertInterval),
        Authentication = Authentication(instance),
        Password = Password(instance),
        Addresses = AddressBytes(instance),
        AddressLength = IsIpv6(instance) ? 16 : 4,
        SkipAddressCheck = instance.SkipCheckAdvertAddresses,
        OldSummedDestination = null,
    };

    public static AdvertisementForm Form(VrrpInstance instance, byte[] source, byte[] group) => new()
    {
        Version = instance.Version,
        RouterId = instance.VirtualRouterId,
        IntervalUs = Us(instance.AdvertInterval),
        Authentication = Authentication(instance),
        Password = Password(instance),
        Source = source,
        Destinations = [group],
        Addresses = AddressBytes(instance),
    };

    public static RawIpEndpoint Endpoint(VrrpInstance instance, NetworkInterface link, byte[] group) => new()
    {
        IsIpv6 = IsIpv6(instance),
        Protocol = Authentication(instance) == AdvertisementAuthentication.Header ? Packet.AuthenticationHeaderProtocol : Packet.Protocol,
        InterfaceName = link.Name,
        InterfaceIndex = link.Index,
        Address = group,
    };

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
