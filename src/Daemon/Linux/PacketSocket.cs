using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Sends whole Ethernet frames: gratuitous ARP and neighbour advertisements say things no IP socket would say. (packet(7))</summary>
public sealed partial class PacketSocket : IDisposable
{
    private const int FamilyPacket = 17;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;

    private readonly int descriptor;

    /// <exception cref="IOException">No CAP_NET_RAW.</exception>
    public PacketSocket()
    {
        // Protocol 0: this socket hears nothing.
        descriptor = socket(FamilyPacket, Raw | CloseOnExec, 0);
        if (descriptor < 0) throw new IOException("packet socket: " + Marshal.GetLastPInvokeErrorMessage());
    }

    /// <param name="frame">From the destination MAC on; the EtherType is read from bytes 12 and 13.</param>
    /// <returns>0 or errno.</returns>
    public int Send(int interfaceIndex, ReadOnlySpan<byte> frame)
    {
        var address = new Address { Family = FamilyPacket, Protocol = MemoryMarshal.Read<ushort>(frame[12..]), Index = interfaceIndex };
        return sendto(descriptor, frame, (nuint)frame.Length, 0, address, 20) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    public void Dispose() => _ = close(descriptor);

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
    private static partial nint sendto(int descriptor, ReadOnlySpan<byte> bytes, nuint length, int flags, in Address address, int addressLength);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
