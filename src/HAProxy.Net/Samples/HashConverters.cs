using System.Numerics;
using System.Security.Cryptography;
using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Hashes of binary samples (configuration.txt 7.3.1): checksums are numbers, digests are bytes.</summary>
internal static class HashConverters
{
    private const uint Crc32Polynomial = 0xedb88320;

    private static readonly uint[] Crc32Table = BuildCrc32();

    public static bool Crc32(StreamContext stream, Operands operands, ref Sample sample)
    {
        var crc = uint.MaxValue;
        foreach (var b in sample.Bytes.Span) crc = Crc32Table[(byte)(crc ^ b)] ^ crc >> 8;
        sample.SetInteger(~crc);
        return true;
    }

    public static bool Crc32C(StreamContext stream, Operands operands, ref Sample sample)
    {
        var crc = uint.MaxValue;
        foreach (var b in sample.Bytes.Span) crc = BitOperations.Crc32C(crc, b);
        sample.SetInteger(~crc);
        return true;
    }

    public static bool Djb2(StreamContext stream, Operands operands, ref Sample sample)
    {
        var hash = 5381u;
        foreach (var b in sample.Bytes.Span) hash = (hash << 5) + hash + b;
        sample.SetInteger(hash);
        return true;
    }

    public static bool Sdbm(StreamContext stream, Operands operands, ref Sample sample)
    {
        var hash = 0u;
        foreach (var b in sample.Bytes.Span) hash = b + (hash << 6) + (hash << 16) - hash;
        sample.SetInteger(hash);
        return true;
    }

    public static bool XxHash32(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetInteger(XxHash.Hash32(sample.Bytes.Span, (uint)operands.Number(0)));
        return true;
    }

    public static bool XxHash64(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetInteger((long)XxHash.Hash64(sample.Bytes.Span, (ulong)operands.Number(0)));
        return true;
    }

    public static bool Sha1(StreamContext stream, Operands operands, ref Sample sample)
    {
        var hash = Scratch.Current.Take(SHA1.HashSizeInBytes);
#pragma warning disable CA5350 // The configuration asks for it.
        SHA1.HashData(sample.Bytes.Span, hash.Span);
#pragma warning restore CA5350
        return SetBinary(hash, ref sample);
    }

    /// <summary><c>sha2([bits])</c>: 256 when nothing is said; .NET has no SHA-224, which the reader names as not built.</summary>
    public static bool Sha2(StreamContext stream, Operands operands, ref Sample sample)
    {
        var bits = operands.Count == 0 ? 256 : (int)operands.Number(0);
        var hash = Scratch.Current.Take(bits / 8);
        switch (bits)
        {
            case 384:
                SHA384.HashData(sample.Bytes.Span, hash.Span);
                break;
            case 512:
                SHA512.HashData(sample.Bytes.Span, hash.Span);
                break;
            default:
                SHA256.HashData(sample.Bytes.Span, hash.Span);
                break;
        }

        return SetBinary(hash, ref sample);
    }

    private static bool SetBinary(Memory<byte> bytes, ref Sample sample)
    {
        sample.Type = SampleType.Binary;
        sample.Bytes = bytes;
        return true;
    }

    private static uint[] BuildCrc32()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 1 ? value >> 1 ^ Crc32Polynomial : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
