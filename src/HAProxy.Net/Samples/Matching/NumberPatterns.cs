using System.Buffers.Binary;
using ConfParsers.Haproxy.Expressions;

namespace HAProxy.Net.Samples.Matching;

/// <summary><c>-m int</c> and <c>-m len</c>: ranges, merged and sorted, found by bisection (configuration.txt 7.1.2).</summary>
internal sealed class RangePatterns : PatternSet
{
    private readonly bool _ofLength;
    private readonly long[] _lows;
    private readonly long[] _highs;

    public RangePatterns(IEnumerable<AclPattern.Range> ranges, bool ofLength)
    {
        _ofLength = ofLength;
        var merged = new List<(long Low, long High)>();
        foreach (var range in ranges.OrderBy(r => r.Low))
        {
            if (merged.Count > 0 && range.Low <= merged[^1].High) merged[^1] = (merged[^1].Low, Math.Max(merged[^1].High, range.High));
            else merged.Add((range.Low, range.High));
        }

        _lows = [.. merged.Select(r => r.Low)];
        _highs = [.. merged.Select(r => r.High)];
    }

    public override SampleType Type => _ofLength ? SampleType.String : SampleType.Integer;

    public override bool Matches(in Sample sample)
    {
        var value = _ofLength ? sample.Bytes.Length : sample.Integer;
        var at = Array.BinarySearch(_lows, value);
        if (at < 0) at = ~at - 1;
        return at >= 0 && value <= _highs[at];
    }
}

/// <summary>
/// <c>-m ip</c>: networks by mask, one lookup for each mask that occurs. IPv4 and IPv6 meet in both directions
/// (configuration.txt 7.1.6).
/// </summary>
internal sealed class NetworkPatterns : PatternSet
{
    private readonly (uint Mask, HashSet<uint> Networks)[] _v4;
    private readonly (int Bits, HashSet<UInt128> Networks)[] _v6;

    public NetworkPatterns(IEnumerable<AclPattern.Network> networks)
    {
        var all = networks.ToArray();
        _v4 = [.. all.Where(n => n.Address.GetAddressBytes().Length == 4).GroupBy(MaskOf)
            .Select(g => (g.Key, g.Select(n => BinaryPrimitives.ReadUInt32BigEndian(n.Address.GetAddressBytes()) & g.Key).ToHashSet()))];
        _v6 = [.. all.Where(n => n.Address.GetAddressBytes().Length == 16).GroupBy(n => n.PrefixLength)
            .Select(g => (g.Key, g.Select(n => Mask(BinaryPrimitives.ReadUInt128BigEndian(n.Address.GetAddressBytes()), g.Key)).ToHashSet()))];
    }

    public override SampleType Type => SampleType.Address;

    public override bool Matches(in Sample sample)
    {
        var bytes = sample.Bytes.Span;
        if (bytes.Length == 4)
        {
            var address = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            return Contains(address) || Contains(((UInt128)0xffff << 32) | address);
        }

        var wide = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return Contains(wide) || (Embedded(wide, out var inner) && Contains(inner));
    }

    /// <summary>The IPv4 address within 2002:IPV4::, ::IPV4 or ::ffff:IPV4.</summary>
    private static bool Embedded(UInt128 wide, out uint address)
    {
        address = (uint)wide;
        if (wide >> 32 is var high && (high == 0 || high == 0xffff)) return true;
        address = (uint)(wide >> 80);
        return wide >> 112 == 0x2002;
    }

    private bool Contains(uint address)
    {
        foreach (var (mask, networks) in _v4)
        {
            if (networks.Contains(address & mask)) return true;
        }

        return false;
    }

    private bool Contains(UInt128 address)
    {
        foreach (var (bits, networks) in _v6)
        {
            if (networks.Contains(Mask(address, bits))) return true;
        }

        return false;
    }

    /// <summary>A mask may have holes.</summary>
    private static uint MaskOf(AclPattern.Network network)
    {
        if (network.Mask is { } mask) return BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
        return network.PrefixLength == 0 ? 0 : uint.MaxValue << (32 - network.PrefixLength);
    }

    private static UInt128 Mask(UInt128 address, int bits) => bits == 0 ? 0 : address & (UInt128.MaxValue << (128 - bits));
}
