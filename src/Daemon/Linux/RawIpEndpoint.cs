namespace Daemon.Linux;

/// <summary>Where a raw socket listens and speaks.</summary>
public sealed record RawIpEndpoint
{
    public required bool IsIpv6 { get; init; }

    /// <summary>IP protocol number.</summary>
    public required int Protocol { get; init; }

    public required string InterfaceName { get; init; }

    public required int InterfaceIndex { get; init; }

    /// <summary>4 or 16 bytes: the multicast group, or the own address that unicast packets come to.</summary>
    public required byte[] Address { get; init; }

    public bool IsMulticast { get; init; } = true;

    /// <summary>Of IPv6 packets to unicast destinations; 0: the system's.</summary>
    public int UnicastHops { get; init; }
}
