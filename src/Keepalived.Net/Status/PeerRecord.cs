using System.Net;
using System.Runtime.CompilerServices;

namespace Keepalived.Net.Status;

/// <summary>Another router of the same VRID, as its advertisements showed it.</summary>
public struct PeerRecord
{
    private AddressField address;

    /// <summary>4 or 16; 0: the slot is free.</summary>
    public readonly int AddressLength => address.Length;

    public int Priority { get; set; }

    public long LastHeardUs { get; set; }

    public readonly IPAddress Address => address.Address!;

    public readonly bool Is(ReadOnlySpan<byte> other) => address.Is(other);

    public void Set(ReadOnlySpan<byte> bytes) => address.Set(bytes);
}

/// <summary>The peers of one virtual router; of more than <see cref="Capacity"/> the one not heard for longest gives way.</summary>
[InlineArray(Capacity)]
public struct PeerTable
{
    public const int Capacity = 8;

    private PeerRecord first;

    /// <summary>Who was heard last; null: nobody was.</summary>
    public readonly IPAddress? Latest
    {
        get
        {
            var latest = 0;
            for (var i = 1; i < Capacity; i++)
            {
                if (this[i].LastHeardUs > this[latest].LastHeardUs) latest = i;
            }

            return this[latest].AddressLength == 0 ? null : this[latest].Address;
        }
    }

    /// <summary>Notes an advertisement. Returns when the same peer was heard before, in microseconds; 0: never.</summary>
    public long Heard(ReadOnlySpan<byte> from, int priority, long now)
    {
        Span<PeerRecord> peers = this;
        var slot = 0;
        for (var i = 0; i < Capacity; i++)
        {
            if (peers[i].Is(from))
            {
                slot = i;
                break;
            }

            if (peers[i].LastHeardUs < peers[slot].LastHeardUs) slot = i;
        }

        var before = peers[slot].Is(from) ? peers[slot].LastHeardUs : 0;
        if (before == 0) peers[slot].Set(from);
        peers[slot].Priority = priority;
        peers[slot].LastHeardUs = now;
        return before;
    }
}
