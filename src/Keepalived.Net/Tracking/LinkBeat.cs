using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Process;
using Keepalived.Net.Status;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Interfaces whose drivers are asked every second whether they have a link, where what the kernel reports is not enough. The way is the wanted
/// one where the driver knows it, else MII, ETHTOOL, flags. (keepalived.conf(5) "linkbeat_interfaces", "linkbeat_use_polling")
/// </summary>
public sealed class LinkBeat(InterfaceTable interfaces, DaemonLog log) : IDisposable
{
    private const long IntervalUs = 1_000_000;

    private readonly List<Watch> watches = [];
    private LinkStatus? status;

    public long NextEventUs { get; private set; } = long.MaxValue;

    /// <summary>Takes the configuration over once the interfaces are known, and asks for the first time.</summary>
    public void Begin(KeepalivedModel model, long now)
    {
        foreach (var watch in watches) interfaces.Find(watch.Name)?.Beats = null;
        watches.Clear();
        NextEventUs = long.MaxValue;
        if (!IsWanted(model)) return;
        status ??= new LinkStatus();
        foreach (var (name, wanted) in WantedBy(model, interfaces, log.Detail)) watches.Add(new Watch(name, wanted));
        if (watches.Count > 0) Ask(now);
        log.Detail("Using MII-BMSR/ETHTOOL NIC polling thread(s)...");
    }

    /// <summary>Asks all of them.</summary>
    /// <returns>The links that went up or down.</returns>
    public List<NetworkInterface> Ask(long now)
    {
        NextEventUs = now + IntervalUs;
        var changed = new List<NetworkInterface>();
        foreach (var watch in watches)
        {
            if (interfaces.Find(watch.Name) is not { Index: > 0 } link) continue;
            if (watch.Index != link.Index)
            {
                watch.Index = link.Index;
                watch.Method = Probe(status!, watch.Name, watch.Wanted);
                if (watch.Wanted is { } wanted && wanted != watch.Method) log.Detail($"({watch.Name}): Configured linkbeat type {Word(wanted)} not supported, using {Word(watch.Method)}");
            }

            var wasUp = link.IsUp;
            link.Beats = IsUp(status!, watch.Name, watch.Method);
            if (link.IsUp != wasUp) changed.Add(link);
        }

        return changed;
    }

    public void Dispose() => status?.Dispose();

    /// <summary>How the driver of an interface is asked; null: it is not.</summary>
    public static LinkbeatMethod? MethodOf(KeepalivedModel model, InterfaceTable interfaces, string name)
    {
        if (!IsWanted(model) || !WantedBy(model, interfaces, _ => { }).TryGetValue(name, out var wanted)) return null;
        using var asked = new LinkStatus();
        return Probe(asked, name, wanted);
    }

    private static bool IsWanted(KeepalivedModel model) => model.LinkbeatInterfaces.Length > 0 || model.Instances.Any(each => IsWanted(each, model));

    private static bool IsWanted(VrrpInstance instance, KeepalivedModel model) => instance.LinkbeatUsePolling || model.Program.LinkbeatUsePolling;

    /// <param name="tell">Takes the lines about those that are left out.</param>
    private static Dictionary<string, LinkbeatMethod?> WantedBy(KeepalivedModel model, InterfaceTable interfaces, Action<string> tell)
    {
        var wanted = new Dictionary<string, LinkbeatMethod?>(StringComparer.Ordinal);
        var used = model.Instances.SelectMany(instance => InterfacesOf(instance, model)).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, method) in model.LinkbeatInterfaces)
        {
            if (interfaces.Find(name)?.IsVirtual == true) tell($"({name}): linkbeat not supported for vmacs since netlink works");
            else if (!used.Contains(name)) tell($"Turning off linkbeat for {name} since not used for tracking");
            else wanted[name] = method;
        }

        foreach (var name in model.Instances.Where(each => IsWanted(each, model)).Select(each => each.Interface).Distinct())
        {
            if (interfaces.Find(name)?.IsVirtual == true) tell($"Turning off linkbeat for {name} since netlink works for vmacs/ipvlans");
            else wanted.TryAdd(name, null);
        }

        return wanted;
    }

    private static IEnumerable<string> InterfacesOf(VrrpInstance instance, KeepalivedModel model) =>
    [
        instance.Interface,
        .. TrackedItem.Of(instance, model).Where(item => item.Kind == TrackerKind.Interface).Select(item => item.Name),
        .. instance.Addresses.Concat(instance.ExcludedAddresses).Select(address => address.Interface).OfType<string>(),
        .. instance.Routes.Select(route => route.Interface).OfType<string>(),
    ];

    private static LinkbeatMethod Probe(LinkStatus status, string name, LinkbeatMethod? wanted)
    {
        if (wanted == LinkbeatMethod.Ioctl) return LinkbeatMethod.Ioctl;
        if (wanted == LinkbeatMethod.Ethtool && status.ByEthtool(name) is not null) return LinkbeatMethod.Ethtool;
        if (status.ByMii(name) is not null) return LinkbeatMethod.Mii;
        return status.ByEthtool(name) is not null ? LinkbeatMethod.Ethtool : LinkbeatMethod.Ioctl;
    }

    private static bool IsUp(LinkStatus status, string name, LinkbeatMethod method)
    {
        const uint up = NetlinkMessage.InterfaceUp, running = NetlinkMessage.InterfaceRunning;
        if (status.Flags(name) is not { } flags || (flags & up) == 0) return false;
        return method switch
        {
            LinkbeatMethod.Mii => status.ByMii(name) ?? false,
            LinkbeatMethod.Ethtool => status.ByEthtool(name) ?? false,
            _ => (flags & running) != 0,
        };
    }

    private static string Word(LinkbeatMethod method) => method switch
    {
        LinkbeatMethod.Mii => "MII",
        LinkbeatMethod.Ethtool => "ETHTOOL",
        _ => "IOCTL",
    };

    private sealed class Watch(string name, LinkbeatMethod? wanted)
    {
        public string Name { get; } = name;

        public LinkbeatMethod? Wanted { get; } = wanted;

        /// <summary>Of the interface whose driver was asked for the method: another one of this name may have another driver.</summary>
        public int Index { get; set; }

        public LinkbeatMethod Method { get; set; }
    }
}
