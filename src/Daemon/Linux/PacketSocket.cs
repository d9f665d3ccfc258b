using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Which frames a listening <see cref="PacketSocket"/> is woken for.</summary>
public enum PacketKind
{
    /// <summary>RFC 826</summary>
    Arp,

    /// <summary>ICMPv6 type 136 right behind the IPv6 header; the kernel drops all other IPv6. (RFC 4861 §4.4)</summary>
    NeighbourAdvertisement,
}

/// <summary>
/// Sends and hears whole Ethernet frames: gratuitous ARP and neighbour advertisements say things no IP socket would say. Neither sending nor
/// receiving allocates. (packet(7))
/// </summary>
public sealed unsafe partial class PacketSocket : IDisposable
{
    private const int FamilyPacket = 17;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int NonBlock = 0x800;
    private const int SolSocket = 1;
    private const int AttachFilter = 26;

    /// <summary>ETH_P_ARP and ETH_P_IPV6 in network order.</summary>
    private const ushort ArpProtocol = 0x0608;
    private const ushort Ipv6Protocol = 0xdd86;

    // Classic BPF: load a byte of the frame, compare, give that many bytes of it to the socket. (linux/bpf_common.h)
    private const ushort LoadByte = 0x30;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;

    private PacketSocket(int descriptor, int interfaceIndex)
    {
        Descriptor = descriptor;
        InterfaceIndex = interfaceIndex;
    }

    /// <summary>One that only sends.</summary>
    /// <exception cref="IOException">No CAP_NET_RAW.</exception>
    public PacketSocket()
        : this(Open(0), 0)
    {
    }

    /// <summary>0: it hears nothing.</summary>
    public int InterfaceIndex { get; }

    public int Descriptor { get; }

    /// <summary>One that hears what others send on an interface.</summary>
    /// <exception cref="IOException">No CAP_NET_RAW, or no such interface.</exception>
    public static PacketSocket Listen(int interfaceIndex, PacketKind kind)
    {
        // Protocol 0 until the filter stands: nothing slips in before.
        var listener = new PacketSocket(Open(NonBlock), interfaceIndex);
        var address = new Address { Family = FamilyPacket, Protocol = kind == PacketKind.Arp ? ArpProtocol : Ipv6Protocol, Index = interfaceIndex };
        if ((kind == PacketKind.Arp || Filter(listener.Descriptor) == 0) && bind(listener.Descriptor, address, 20) == 0) return listener;
        var message = Marshal.GetLastPInvokeErrorMessage();
        listener.Dispose();
        throw new IOException("packet socket: " + message);
    }

    /// <param name="frame">From the destination MAC on; the EtherType is read from bytes 12 and 13.</param>
    /// <returns>0 or errno.</returns>
    public int Send(int interfaceIndex, ReadOnlySpan<byte> frame)
    {
        var address = new Address { Family = FamilyPacket, Protocol = MemoryMarshal.Read<ushort>(frame[12..]), Index = interfaceIndex };
        return sendto(Descriptor, frame, (nuint)frame.Length, 0, address, 20) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>The next frame's length, cut at that of the buffer; negative errno when there is none.</summary>
    public int Receive(Span<byte> frame) => PosixProcess.Read(Descriptor, frame);

    public void Dispose() => PosixProcess.Close(Descriptor);

    private static int Open(int flags)
    {
        var descriptor = socket(FamilyPacket, Raw | CloseOnExec | flags, 0);
        return descriptor >= 0 ? descriptor : throw new IOException("packet socket: " + Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Byte 20 is IPv6's next header (58: ICMPv6), byte 54 the type of ICMPv6.</summary>
    private static int Filter(int descriptor)
    {
        Span<Instruction> program =
        [
            new(LoadByte, 20), new(JumpIfEqual, 58, otherwise: 3), new(LoadByte, 54), new(JumpIfEqual, 136, otherwise: 1), new(Return, 256), new(Return, 0),
        ];
        fixed (Instruction* first = program) return setsockopt(descriptor, SolSocket, AttachFilter, new Program { Length = (ushort)program.Length, First = first }, sizeof(Program));
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, uint operand, byte otherwise = 0)
    {
        private readonly ushort code = code;
        private readonly byte jumpTrue;
        private readonly byte jumpFalse = otherwise;
        private readonly uint operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* First;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Address
    {
        public ushort Family;
        public ushort Protocol;
        public int Index;
        public ushort HardwareType;
        public byte PacketType;
        public byte AddressLength;
        public ulong HardwareAddress;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int descriptor, in Address address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int name, in Program value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendto(int descriptor, ReadOnlySpan<byte> bytes, nuint length, int flags, in Address address, int addressLength);
}
