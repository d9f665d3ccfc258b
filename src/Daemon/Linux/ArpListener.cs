using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Hears the ARP packets that others send on one interface; receiving allocates nothing. (packet(7), RFC 826)</summary>
public sealed partial class ArpListener : IDisposable
{
    private const int FamilyPacket = 17;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int NonBlock = 0x800;
    private const int ArpLength = 42;
    private const int EthernetHeader = 14;

    /// <summary>ETH_P_ARP in network order.</summary>
    private const ushort ArpProtocol = 0x0608;

    private readonly byte[] frame = new byte[128];

    /// <exception cref="IOException">No CAP_NET_RAW, or no such interface.</exception>
    public ArpListener(int interfaceIndex)
    {
        InterfaceIndex = interfaceIndex;
        Descriptor = socket(FamilyPacket, Raw | CloseOnExec | NonBlock, ArpProtocol);
        if (Descriptor < 0) throw new IOException("packet socket: " + Marshal.GetLastPInvokeErrorMessage());
        var address = new Address { Family = FamilyPacket, Protocol = ArpProtocol, Index = interfaceIndex };
        if (bind(Descriptor, address, 20) == 0) return;
        var message = Marshal.GetLastPInvokeErrorMessage();
        PosixProcess.Close(Descriptor);
        throw new IOException("packet socket: " + message);
    }

    public int InterfaceIndex { get; }

    public int Descriptor { get; }

    /// <summary>The next one for IPv4 over Ethernet: who says that an address is his. False: there is none.</summary>
    /// <param name="hardwareAddress">Six bytes of the sender.</param>
    /// <param name="address">Four bytes of the sender.</param>
    public bool TryReceive(out ReadOnlySpan<byte> hardwareAddress, out ReadOnlySpan<byte> address)
    {
        while (true)
        {
            var length = PosixProcess.Read(Descriptor, frame);
            hardwareAddress = address = default;
            if (length < 0) return false;
            // Ethernet, IPv4, lengths 6 and 4.
            ReadOnlySpan<byte> kind = [0, 1, 8, 0, 6, 4];
            if (length < ArpLength || !frame.AsSpan(EthernetHeader, 6).SequenceEqual(kind)) continue;
            hardwareAddress = frame.AsSpan(EthernetHeader + 8, 6);
            address = frame.AsSpan(EthernetHeader + 14, 4);
            return true;
        }
    }

    public void Dispose() => PosixProcess.Close(Descriptor);

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
}
