namespace Keepalived.Net.Vrrp;

/// <summary>What the checks of one packet leave behind besides their result.</summary>
public struct CheckOutcome
{
    public int Priority { get; set; }

    public long IntervalUs { get; set; }

    /// <summary>Of its authentication header.</summary>
    public uint Sequence { get; set; }

    /// <summary>Its checksum was right only in the way of keepalived up to 1.3.6.</summary>
    public bool HasOldChecksum { get; set; }
}
