using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>
/// Sends gratuitous ARP and neighbour advertisements for the addresses of a router, round by round over all its addresses, at once or with
/// the configured interval between two frames. (keepalived.conf(5) "garp_master_repeat", "vrrp_garp_interval")
/// </summary>
public sealed class AnnouncementQueue(InterfaceTable interfaces, DaemonLog log) : IDisposable
{
    private readonly PacketSocket socket = new();
    private readonly Queue<(int Interface, string Name, VirtualAddress Address, byte[] Frame, long GapUs)> waiting = new();

    /// <summary>When the next frame goes out; <see cref="long.MaxValue"/>: none waits.</summary>
    public long NextEventUs { get; private set; } = long.MaxValue;

    public void Announce(VrrpInstance instance, int repeat)
    {
        var gapUs = instance.Garp.Interval.Ticks / TimeSpan.TicksPerMicrosecond;
        for (var round = 0; round < repeat; round++)
        {
            foreach (var address in instance.Addresses)
            {
                var link = interfaces.Find(address.Interface ?? instance.Interface);
                // An interface without ARP (lo, tunnels) has nobody to tell.
                if (link is not { Index: > 0, HardwareAddress.Length: 6 } || (link.Flags & NetlinkMessage.InterfaceNoArp) != 0) continue;
                var bytes = address.Address.GetAddressBytes();
                if (round == 0) log.Detail($"({instance.Name}) Sending/queueing {(bytes.Length == 4 ? "gratuitous ARPs" : "Unsolicited Neighbour Adverts")} on {link.Name} for {address.Address}");
                var frame = Announcement.Frame(link.HardwareAddress, bytes);
                if (gapUs == 0) Send(link.Index, link.Name, address, frame);
                else waiting.Enqueue((link.Index, link.Name, address, frame, gapUs));
            }
        }

        if (waiting.Count > 0 && NextEventUs == long.MaxValue) NextEventUs = 0;
    }

    public void OnTimer(long now)
    {
        if (!waiting.TryDequeue(out var next))
        {
            NextEventUs = long.MaxValue;
            return;
        }

        Send(next.Interface, next.Name, next.Address, next.Frame);
        NextEventUs = waiting.Count == 0 ? long.MaxValue : now + next.GapUs;
    }

    public void Dispose() => socket.Dispose();

    private void Send(int interfaceIndex, string name, VirtualAddress address, byte[] frame)
    {
        log.Detail(frame.Length == Announcement.ArpLength ? $"Sending gratuitous ARP on {name} for {address.Address}" : $"Sending unsolicited Neighbour Advert on {name} for {address.Address}");
        var error = socket.Send(interfaceIndex, frame);
        if (error != 0) log.Write($"Error {error} sending {(frame.Length == Announcement.ArpLength ? "gratuitous ARP" : "ND unsolicited neighbour advert")} on {name} for {address.Address}");
    }
}
