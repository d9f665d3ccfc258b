namespace Keepalived.Net.Vrrp;

/// <summary>One packet as a raw socket delivers it, taken apart.</summary>
/// <param name="Packet">With the IPv4 header; empty for IPv6, where the kernel keeps it.</param>
/// <param name="Message">The VRRP message.</param>
/// <param name="TimeToLive">Or hop limit; negative when the kernel did not say.</param>
public readonly ref struct ReceivedPacket(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> message, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, int timeToLive, bool hasAuthenticationHeader)
{
    public ReadOnlySpan<byte> Packet { get; } = packet;

    public ReadOnlySpan<byte> Message { get; } = message;

    public ReadOnlySpan<byte> Source { get; } = source;

    public ReadOnlySpan<byte> Destination { get; } = destination;

    public int TimeToLive { get; } = timeToLive;

    public bool HasAuthenticationHeader { get; } = hasAuthenticationHeader;

    /// <summary>Over IPv4, and not even a whole VRRP header: nobody can say which virtual router it is for.</summary>
    public bool IsTooShort => !Packet.IsEmpty && Message.Length < Vrrp.Packet.HeaderLength;
}
