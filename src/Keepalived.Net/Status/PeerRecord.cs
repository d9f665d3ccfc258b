using System.Net;
using System.Runtime.CompilerServices;

namespace Keepalived.Net.Status;

/// <summary>Another router of the same VRID, as its advertisements showed it.</summary>
public struct PeerRecord
{
    private AddressBytes address;

    /// <summary>4 or 16; 0: the slot is free.</summary>
    public int AddressLength { get; private set; }

    public int Priority { get; set; }

    public long LastHeardUs { get; set; }

    public readonly IPAddress Address => new(((ReadOnlySpan<byte>)address)[..AddressLength]);

    public readonly bool Is(ReadOnlySpan<byte> other) => other.SequenceEqual(((ReadOnlySpan<byte>)address)[..AddressLength]);

    public void Set(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(address);
        AddressLength = bytes.Length;
    }

    [InlineArray(16)]
    private struct AddressBytes
    {
        private byte first;
    }
}

/// <summary>The peers of one virtual router; of more than <see cref="Capacity"/> the one not heard for longest gives way.</summary>
[InlineArray(Capacity)]
public struct PeerTable
{
    public const int Capacity = 8;

    private PeerRecord first;

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
