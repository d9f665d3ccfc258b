using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Network;

/// <summary>The light-weight tunnel of a route as RTA_ENCAP_TYPE and RTA_ENCAP. (ip-route(8) "encap", linux/lwtunnel.h)</summary>
internal static class EncapsulationMessage
{
    private const ushort EncapsulationKind = 21;
    private const ushort EncapsulationData = 22;
    private const uint BottomOfStack = 1 << 8;

    public static void Write(ref NetlinkWriter writer, Encapsulation encapsulation)
    {
        Span<byte> kind = stackalloc byte[2];
        MemoryMarshal.Write(kind, (ushort)(encapsulation.Type switch { EncapsulationType.Mpls => 1, EncapsulationType.Ip => 2, EncapsulationType.Ila => 3, _ => 4 }));
        var nested = writer.BeginNested(EncapsulationData);
        switch (encapsulation.Type)
        {
            case EncapsulationType.Mpls:
                Labels(ref writer, encapsulation);
                break;
            case EncapsulationType.Ila:
                Span<byte> locator = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(locator, encapsulation.Locator ?? 0);
                writer.Attribute(1, locator);
                break;
            default:
                Tunnel(ref writer, encapsulation);
                break;
        }

        writer.EndNested(nested);
        writer.Attribute(EncapsulationKind, kind);
    }

    /// <summary>A stack of 20-bit labels, the last marked.</summary>
    private static void Labels(ref NetlinkWriter writer, Encapsulation encapsulation)
    {
        var stack = new byte[4 * encapsulation.Labels.Length];
        for (var i = 0; i < encapsulation.Labels.Length; i++)
        {
            var last = i == encapsulation.Labels.Length - 1 ? BottomOfStack : 0u;
            BinaryPrimitives.WriteUInt32BigEndian(stack.AsSpan(4 * i), (encapsulation.Labels[i] << 12) | last);
        }

        writer.Attribute(1, stack);
        if (encapsulation.Ttl is { } ttl) writer.Attribute(2, (byte)ttl);
    }

    /// <summary>LWTUNNEL_IP_ and LWTUNNEL_IP6_: id, destination, source, TTL, TOS, flags.</summary>
    private static void Tunnel(ref NetlinkWriter writer, Encapsulation encapsulation)
    {
        if (encapsulation.Id is { } id)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
            writer.Attribute(1, bytes);
        }

        if (encapsulation.Destination is { } destination) writer.Attribute(2, destination.GetAddressBytes());
        if (encapsulation.Source is { } source) writer.Attribute(3, source.GetAddressBytes());
        if (encapsulation.Ttl is { } ttl) writer.Attribute(4, (byte)ttl);
        if (encapsulation.Tos is { } tos) writer.Attribute(5, (byte)tos);
        if (encapsulation.Flags is not { } flags) return;
        Span<byte> wide = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(wide, (ushort)flags);
        writer.Attribute(6, wide);
    }
}
