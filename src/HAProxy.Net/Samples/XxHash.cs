using System.Buffers.Binary;
using System.Numerics;

namespace HAProxy.Net.Samples;

/// <summary>The 32 and 64 bit hashes of xxHash (xxhash_spec.md, github.com/Cyan4973/xxHash).</summary>
internal static class XxHash
{
    private const uint P1 = 0x9E3779B1, P2 = 0x85EBCA77, P3 = 0xC2B2AE3D, P4 = 0x27D4EB2F, P5 = 0x165667B1;
    private const ulong Q1 = 0x9E3779B185EBCA87, Q2 = 0xC2B2AE3D27D4EB4F, Q3 = 0x165667B19E3779F9, Q4 = 0x85EBCA77C2B2AE63, Q5 = 0x27D4EB2F165667C5;

    public static uint Hash32(ReadOnlySpan<byte> data, uint seed)
    {
        var rest = data;
        uint hash;
        if (rest.Length >= 16)
        {
            Span<uint> lanes = [seed + P1 + P2, seed + P2, seed, seed - P1];
            for (; rest.Length >= 16; rest = rest[16..])
            {
                for (var i = 0; i < 4; i++) lanes[i] = BitOperations.RotateLeft(lanes[i] + BinaryPrimitives.ReadUInt32LittleEndian(rest[(4 * i)..]) * P2, 13) * P1;
            }

            hash = BitOperations.RotateLeft(lanes[0], 1) + BitOperations.RotateLeft(lanes[1], 7) + BitOperations.RotateLeft(lanes[2], 12) + BitOperations.RotateLeft(lanes[3], 18);
        }
        else
        {
            hash = seed + P5;
        }

        hash += (uint)data.Length;
        for (; rest.Length >= 4; rest = rest[4..]) hash = BitOperations.RotateLeft(hash + BinaryPrimitives.ReadUInt32LittleEndian(rest) * P3, 17) * P4;
        foreach (var b in rest) hash = BitOperations.RotateLeft(hash + b * P5, 11) * P1;
        hash = (hash ^ hash >> 15) * P2;
        hash = (hash ^ hash >> 13) * P3;
        return hash ^ hash >> 16;
    }

    public static ulong Hash64(ReadOnlySpan<byte> data, ulong seed)
    {
        var rest = data;
        ulong hash;
        if (rest.Length >= 32)
        {
            Span<ulong> lanes = [seed + Q1 + Q2, seed + Q2, seed, seed - Q1];
            for (; rest.Length >= 32; rest = rest[32..])
            {
                for (var i = 0; i < 4; i++) lanes[i] = Round(lanes[i], BinaryPrimitives.ReadUInt64LittleEndian(rest[(8 * i)..]));
            }

            hash = BitOperations.RotateLeft(lanes[0], 1) + BitOperations.RotateLeft(lanes[1], 7) + BitOperations.RotateLeft(lanes[2], 12) + BitOperations.RotateLeft(lanes[3], 18);
            foreach (var lane in lanes) hash = (hash ^ Round(0, lane)) * Q1 + Q4;
        }
        else
        {
            hash = seed + Q5;
        }

        hash += (ulong)data.Length;
        for (; rest.Length >= 8; rest = rest[8..]) hash = BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * Q1 + Q4;
        if (rest.Length >= 4)
        {
            hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(rest) * Q1, 23) * Q2 + Q3;
            rest = rest[4..];
        }

        foreach (var b in rest) hash = BitOperations.RotateLeft(hash ^ b * Q5, 11) * Q1;
        hash = (hash ^ hash >> 33) * Q2;
        hash = (hash ^ hash >> 29) * Q3;
        return hash ^ hash >> 32;
    }

    private static ulong Round(ulong lane, ulong input) => BitOperations.RotateLeft(lane + input * Q2, 31) * Q1;
}
