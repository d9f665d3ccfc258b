using Daemon.Linux;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Network;

/// <summary>
/// The pair of raw sockets that all virtual routers of one interface and family share: one hears the group, one sends. (RFC 5798 §5.1.1)
/// </summary>
public sealed class AdvertisementSocket : IDisposable
{
    private readonly RawIpSocket receiver;
    private readonly RawIpSocket sender;
    private readonly byte[] packet = new byte[4096];
    private readonly byte[] source = new byte[16];

    /// <exception cref="IOException">A socket could not be opened.</exception>
    public AdvertisementSocket(NetworkInterface link, bool ipv6, byte[] group)
    {
        InterfaceIndex = link.Index;
        IsIpv6 = ipv6;
        Group = group;
        receiver = RawIpSocket.Open(ipv6, Packet.Protocol, link.Name, link.Index, group);
        try
        {
            sender = RawIpSocket.Open(ipv6, Packet.Protocol, link.Name, link.Index, []);
        }
        catch
        {
            receiver.Dispose();
            throw;
        }
    }

    public int InterfaceIndex { get; }

    public bool IsIpv6 { get; }

    public byte[] Group { get; }

    /// <summary>Readable when an advertisement arrived.</summary>
    public int Descriptor => receiver.Descriptor;

    public int SenderDescriptor => sender.Descriptor;

    /// <returns>0 or errno.</returns>
    public int Send(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> source) => sender.Send(packet, Group, source);

    /// <summary>The next packet that looks like VRRP; what does not is dropped without a word. False: none is left.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> message, out ReadOnlySpan<byte> from, out ReadOnlySpan<byte> to, out int timeToLive)
    {
        while (true)
        {
            var length = receiver.Receive(packet, source, out timeToLive);
            message = from = to = default;
            if (length < 0) return false;
            if (IsIpv6)
            {
                message = packet.AsSpan(0, length);
                from = source;
                to = Group;
                return true;
            }

            if (AdvertisementReader.TryStripIpv4(packet.AsSpan(0, length), out message, out from, out to, out timeToLive)) return true;
        }
    }

    public void Dispose()
    {
        receiver.Dispose();
        sender.Dispose();
    }
}
