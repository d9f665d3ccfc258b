using Daemon.Linux;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Network;

/// <summary>
/// The pair of raw sockets that all virtual routers of one interface, family and destination share: one hears the group or the own address, the
/// other sends. (RFC 5798 §5.1.1)
/// </summary>
public sealed class AdvertisementSocket : IDisposable
{
    private readonly RawIpEndpoint endpoint;
    private readonly RawIpSocket receiver;
    private readonly RawIpSocket sender;
    private readonly byte[] packet = new byte[4096];
    private readonly byte[] source = new byte[16];

    /// <exception cref="IOException">A socket could not be opened.</exception>
    public AdvertisementSocket(RawIpEndpoint endpoint)
    {
        this.endpoint = endpoint;
        receiver = RawIpSocket.OpenReceiver(endpoint);
        try
        {
            sender = RawIpSocket.OpenSender(endpoint);
        }
        catch
        {
            receiver.Dispose();
            throw;
        }
    }

    public RawIpEndpoint Endpoint => endpoint;

    /// <summary>Readable when an advertisement arrived.</summary>
    public int Descriptor => receiver.Descriptor;

    public int SenderDescriptor => sender.Descriptor;

    /// <summary>SO_RCVBUF of the receiver; 0: the system's.</summary>
    public int ReceiveBuffer
    {
        get;
        set
        {
            if (value == field) return;
            field = value;
            receiver.SetReceiveBuffer(value);
        }
    }

    /// <summary>Whether what wants the other endpoint can share this one.</summary>
    public bool Serves(RawIpEndpoint other) => endpoint.InterfaceIndex == other.InterfaceIndex && endpoint.Protocol == other.Protocol
        && endpoint.UnicastHops == other.UnicastHops && endpoint.IsMulticast == other.IsMulticast && endpoint.Address.AsSpan().SequenceEqual(other.Address);

    /// <summary>ENETDOWN and ENETUNREACH.</summary>
    public static bool IsLinkDown(int error) => error is 100 or 101;

    /// <returns>0 or errno.</returns>
    public int Send(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source) => sender.Send(packet, destination, source);

    /// <summary>The next packet that looks like VRRP; what does not is dropped without a word. False: none is left.</summary>
    public bool TryReceive(out ReceivedPacket received)
    {
        while (true)
        {
            var length = receiver.Receive(packet, source, out var hopLimit);
            received = default;
            if (length < 0) return false;
            if (endpoint.IsIpv6)
            {
                received = new ReceivedPacket(default, packet.AsSpan(0, length), source, endpoint.Address, hopLimit, hasAuthenticationHeader: false);
                return true;
            }

            if (AdvertisementReader.TryReadIpv4(packet.AsSpan(0, length), out received)) return true;
        }
    }

    public void Dispose()
    {
        receiver.Dispose();
        sender.Dispose();
    }
}
