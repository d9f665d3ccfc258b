using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Status;

/// <summary>The part "Interfaces" of keepalived.data, as the kernel describes them at this moment.</summary>
internal static class InterfaceDump
{
    private const uint Broadcast = 0x2;
    private const uint Loopback = 0x8;
    private const uint Multicast = 0x1000;

    public static void Write(DumpText text, StatusView view, InterfaceTable interfaces)
    {
        text.Head("Interfaces");
        foreach (var link in interfaces.All.Where(each => each.Index > 0).OrderBy(each => each.Index)) WriteLink(text, view, interfaces, link);
    }

    private static void WriteLink(DumpText text, StatusView view, InterfaceTable interfaces, NetworkInterface link)
    {
        var delay = Array.Find(view.Model.InterfaceDelays, each => each.Interface == link.Name);
        // What was made for a virtual router is told as that.
        var made = Array.Find(view.Model.Instances, each => each.VirtualMac is { ForInstance: true } && AddressText.VmacName(each) == link.Name);
        text.Line($" Name = {link.Name}");
        text.Line($"   index = {link.Index}");
        var moved = view.Model.Instances.SelectMany(instance => instance.Addresses.Concat(instance.ExcludedAddresses)).Concat(view.Model.StaticAddresses).Select(each => each.Address).ToHashSet();
        text.Line($"   IPv4 address = {First(link, address => address.AddressFamily == AddressFamily.InterNetwork && !moved.Contains(address))}");
        text.Line($"   IPv6 address = {First(link, address => address.IsIPv6LinkLocal && !moved.Contains(new IPAddress(address.GetAddressBytes())))}");
        var isLoopback = (link.Flags & Loopback) != 0;
        if (!isLoopback && link.HardwareAddress.Length > 0)
        {
            text.Line($"   MAC = {Hex(link.HardwareAddress)}");
            text.Line($"   MAC broadcast = {Hex([.. Enumerable.Repeat((byte)0xff, link.HardwareAddress.Length)])}");
        }

        text.Line($"   State = {State(link.Flags)}");
        text.Line("   Seen up = 1");
        text.Line("   Delayed state change running = false");
        text.Line($"   Up debounce timer = {(long)(delay?.Up.TotalMicroseconds ?? 0)}us");
        text.Line($"   Down debounce timer = {(long)(delay?.Down.TotalMicroseconds ?? 0)}us");
        if (made is not null && interfaces.Find(made.Interface) is { } below)
        {
            text.Line($"   VMAC type private, underlying interface = {below.Name}, state = {State(below.Flags)}");
            text.Line("   I/f created by keepalived");
        }
        else if (view.Model.Global.DynamicInterfacesMayChange && !isLoopback)
        {
            text.Line("   Interface type/base can be changed");
        }

        text.Line($"   MTU = {link.Mtu}");
        text.Line($"   HW Type = {(isLoopback ? "LOOPBACK" : link.HardwareAddress.Length == 6 ? "ETHERNET" : "UNKNOWN")}");
        text.Line("   NIC " + LinkBeat.MethodOf(view.Model, interfaces, link.Name) switch
        {
            LinkbeatMethod.Mii => "support MII regs",
            LinkbeatMethod.Ethtool => "support ETHTOOL GLINK interface",
            LinkbeatMethod.Ioctl => "ioctl refresh polling",
            _ => "netlink status update",
        });
        if (Array.Find(view.Model.GarpGroups, each => each.Interfaces.Contains(link.Name, StringComparer.Ordinal)) is { } group) WriteDelays(text, view.Model, group);
        WriteUsers(text, view, link);
    }

    private static void WriteDelays(DumpText text, KeepalivedModel model, GarpGroup group)
    {
        if (group.ArpInterval > TimeSpan.Zero) text.Line($"   Gratuitous ARP interval {(long)group.ArpInterval.TotalMilliseconds}ms");
        if (group.NeighbourInterval > TimeSpan.Zero) text.Line($"   Gratuitous NA interval {(long)group.NeighbourInterval.TotalMilliseconds}ms");
        if (group.Interfaces.Length > 1) text.Line($"   Gratuitous ARP aggregation group {Array.IndexOf(model.GarpGroups, group)}");
    }

    private static void WriteUsers(DumpText text, StatusView view, NetworkInterface link)
    {
        var users = new List<string>();
        foreach (var instance in view.Model.Instances)
        {
            // 255 stands for an own interface that may be down.
            if (instance.Interface == link.Name || (instance.VirtualMac is { ForInstance: true } && AddressText.VmacName(instance) == link.Name)) users.Add($"{instance.Name}, weight {(instance.DontTrackPrimary ? 255 : 0)}");
            users.AddRange(TrackedItem.Of(instance, view.Model).Where(item => item.Kind == TrackerKind.Interface && item.Name == link.Name).Select(item => $"{instance.Name}, {DumpText.Weight(item.Weight, item.Reverse)}"));
        }

        if (users.Count > 0) text.Line("   Tracking VRRP instances :");
        foreach (var user in users) text.Line($"     {user}");
    }

    private static string State(uint flags)
    {
        var words = new List<string> { (flags & NetlinkMessage.InterfaceUp) != 0 ? "UP" : "DOWN", (flags & NetlinkMessage.InterfaceRunning) != 0 ? "RUNNING" : "not RUNNING" };
        if ((flags & Broadcast) == 0) words.Add("no broadcast");
        if ((flags & Loopback) != 0) words.Add("loopback");
        if ((flags & Multicast) == 0) words.Add("no multicast");
        return string.Join(", ", words);
    }

    private static string First(NetworkInterface link, Func<IPAddress, bool> wanted) => link.Addresses.Find(each => wanted(each)) is { } address ? new IPAddress(address.GetAddressBytes()).ToString() : "(none)";

    private static string Hex(byte[] address) => string.Join(':', address.Select(each => each.ToString("x2", CultureInfo.InvariantCulture)));
}
