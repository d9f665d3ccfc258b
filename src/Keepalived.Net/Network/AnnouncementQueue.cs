using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>
/// Sends gratuitous ARP and neighbour advertisements, round by round over all addresses of a router: at once, or where an interval is configured
/// one frame at a time, for each interface or for all of a garp_group together. (keepalived.conf(5) "garp_master_repeat", "vrrp_garp_interval", "garp_group")
/// </summary>
public sealed class AnnouncementQueue(InterfaceTable interfaces, DaemonLog log) : IDisposable
{
    private readonly PacketSocket socket = new();
    private readonly Dictionary<string, GarpGroup> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(object Of, bool IsArp), Lane> lanes = [];

    /// <summary>When the next frame goes out; <see cref="long.MaxValue"/>: none waits.</summary>
    public long NextEventUs { get; private set; } = long.MaxValue;

    public void Configure(IEnumerable<GarpGroup> configured)
    {
        groups.Clear();
        foreach (var group in configured)
        {
            foreach (var name in group.Interfaces) groups[name] = group;
        }
    }

    /// <param name="instance">For the log.</param>
    public void Announce(string instance, IReadOnlyList<PlacedAddress> addresses, GratuitousArp garp, int repeat, long now)
    {
        for (var round = 0; round < repeat; round++)
        {
            foreach (var address in addresses)
            {
                var link = interfaces.Find(address.Interface);
                // An interface without ARP (lo, tunnels) has nobody to tell.
                if (link is not { Index: > 0, HardwareAddress.Length: 6 } || (link.Flags & NetlinkMessage.InterfaceNoArp) != 0) continue;
                var bytes = address.Address.GetAddressBytes();
                var isArp = bytes.Length == 4;
                if (round == 0) log.Detail($"({instance}) Sending/queueing {(isArp ? "gratuitous ARPs" : "Unsolicited Neighbour Adverts")} on {link.Name} for {address.Address}");
                var frame = new Waiting(link.Index, link.Name, address, Announcement.Frame(link.HardwareAddress, bytes));
                var gapUs = GapOf(link.Name, garp, isArp);
                if (gapUs == 0) Send(frame);
                else LaneOf(link.Name, isArp).Frames.Enqueue((frame, gapUs));
            }
        }

        Work(now);
    }

    public void OnTimer(long now) => Work(now);

    /// <summary>A frame for one of these waits for its turn.</summary>
    public bool AwaitsTurn(IReadOnlyList<PlacedAddress> addresses) => lanes.Values.Any(lane => lane.Frames.Any(each => addresses.Contains(each.Frame.Address)));

    public void Dispose() => socket.Dispose();

    private void Work(long now)
    {
        NextEventUs = long.MaxValue;
        foreach (var lane in lanes.Values)
        {
            if (lane.NextUs <= now && lane.Frames.TryDequeue(out var next))
            {
                Send(next.Frame);
                lane.NextUs = now + next.GapUs;
            }

            if (lane.Frames.Count > 0) NextEventUs = Math.Min(NextEventUs, lane.NextUs);
        }
    }

    private long GapOf(string name, GratuitousArp garp, bool isArp)
    {
        var gap = groups.TryGetValue(name, out var group) ? (isArp ? group.ArpInterval : group.NeighbourInterval) : (isArp ? garp.Interval : garp.NeighbourInterval);
        return gap.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    private Lane LaneOf(string name, bool isArp)
    {
        object of = groups.TryGetValue(name, out var group) ? group : name;
        if (!lanes.TryGetValue((of, isArp), out var lane)) lanes[(of, isArp)] = lane = new Lane();
        return lane;
    }

    private void Send(Waiting frame)
    {
        var isArp = frame.Frame.Length == Announcement.ArpLength;
        log.Detail(isArp ? $"Sending gratuitous ARP on {frame.Name} for {frame.Address.Address}" : $"Sending unsolicited Neighbour Advert on {frame.Name} for {frame.Address.Address}");
        var error = socket.Send(frame.Interface, frame.Frame);
        if (error != 0) log.Write($"Error {error} sending {(isArp ? "gratuitous ARP" : "ND unsolicited neighbour advert")} on {frame.Name} for {frame.Address.Address}");
    }

    private readonly record struct Waiting(int Interface, string Name, PlacedAddress Address, byte[] Frame);

    /// <summary>Frames that share one limit.</summary>
    private sealed class Lane
    {
        public Queue<(Waiting Frame, long GapUs)> Frames { get; } = new();

        public long NextUs { get; set; }
    }
}
