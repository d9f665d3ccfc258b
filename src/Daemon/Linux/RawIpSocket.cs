using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// A raw IP socket on one interface: one kind receives what comes for a group or an own address, the other sends packets with their own IPv4
/// header (IP_HDRINCL). No address object is made per packet. (raw(7), ip(7), ipv6(7))
/// </summary>
public sealed unsafe partial class RawIpSocket : IDisposable
{
    private const int Inet = 2;
    private const int Inet6 = 10;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int NonBlock = 0x800;
    private const int SolSocket = 1;
    private const int BindToDevice = 25;
    private const int Priority = 12;
    private const int ReceiveBuffer = 8;
    private const int AttachFilter = 26;
    private const int SolIp = 0;
    private const int HeaderIncluded = 3;
    private const int MulticastInterface = 32;
    private const int MulticastLoop = 34;
    private const int AddMembership = 35;
    private const int MulticastAll = 49;
    private const int SolIpv6 = 41;
    private const int Ipv6UnicastHops = 16;
    private const int Ipv6MulticastInterface = 17;
    private const int Ipv6MulticastHops = 18;
    private const int Ipv6MulticastLoop = 19;
    private const int Ipv6JoinGroup = 20;
    private const int Ipv6MulticastAll = 29;
    private const int Ipv6ReceiveHopLimit = 51;
    private const int Ipv6HopLimit = 52;
    private const int Ipv6TrafficClass = 67;
    private const int ControlPriority = 7;

    private readonly int interfaceIndex;

    private RawIpSocket(int descriptor, int interfaceIndex, bool ipv6)
    {
        Descriptor = descriptor;
        this.interfaceIndex = interfaceIndex;
        IsIpv6 = ipv6;
    }

    public int Descriptor { get; }

    public bool IsIpv6 { get; }

    /// <summary>A socket that receives what is sent to the endpoint's address.</summary>
    /// <exception cref="IOException">With the call that failed.</exception>
    public static RawIpSocket OpenReceiver(RawIpEndpoint endpoint) => Open(endpoint, socket => socket.ConfigureReceiver(endpoint));

    /// <summary>A socket that only sends: nothing is queued on it.</summary>
    /// <exception cref="IOException">With the call that failed.</exception>
    public static RawIpSocket OpenSender(RawIpEndpoint endpoint) => Open(endpoint, socket => socket.ConfigureSender(endpoint));

    /// <summary>SO_RCVBUF: bytes of what has arrived and is not read yet.</summary>
    public void SetReceiveBuffer(int bytes) => Set(SolSocket, ReceiveBuffer, bytes, "SO_RCVBUF");

    /// <param name="packet">IPv4: with its header. IPv6: the payload only.</param>
    /// <param name="destination">4 or 16 bytes.</param>
    /// <param name="source">IPv6: the source address; IPv4 reads it from the packet.</param>
    /// <returns>0 or errno.</returns>
    public int Send(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source)
    {
        byte* address = stackalloc byte[28];
        WriteAddress(address, destination);
        if (!IsIpv6)
        {
            fixed (byte* bytes = packet)
            {
                return sendto(Descriptor, bytes, (nuint)packet.Length, 0, address, 16) < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
        }

        // IPV6_PKTINFO (50) chooses the source among the interface's addresses.
        byte* control = stackalloc byte[40];
        new Span<byte>(control, 40).Clear();
        *(nint*)control = 36;
        *(int*)(control + 8) = SolIpv6;
        *(int*)(control + 12) = 50;
        source.CopyTo(new Span<byte>(control + 16, 16));
        *(int*)(control + 32) = interfaceIndex;
        fixed (byte* bytes = packet)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)packet.Length };
            var message = new MessageHeader { Name = address, NameLength = 28, Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 40 };
            return sendmsg(Descriptor, &message, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    /// <summary>Receives one packet without waiting.</summary>
    /// <param name="source">16 bytes of room; IPv6 only, 16 bytes are written.</param>
    /// <param name="hopLimit">IPv6 only; -1 when the kernel did not say. IPv4: in the packet.</param>
    /// <returns>The length, or minus the errno.</returns>
    public int Receive(Span<byte> packet, Span<byte> source, out int hopLimit)
    {
        hopLimit = -1;
        byte* address = stackalloc byte[28];
        byte* control = stackalloc byte[64];
        fixed (byte* bytes = packet)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)packet.Length };
            var message = new MessageHeader { Name = address, NameLength = 28, Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 64 };
            var length = recvmsg(Descriptor, &message, 0);
            if (length < 0) return -Marshal.GetLastPInvokeError();
            if (!IsIpv6) return (int)length;
            new ReadOnlySpan<byte>(address + 8, 16).CopyTo(source);
            if (message.ControlLength >= 20 && *(int*)(control + 8) == SolIpv6 && *(int*)(control + 12) == Ipv6HopLimit) hopLimit = *(int*)(control + 16);
            return (int)length;
        }
    }

    public void Dispose() => _ = close(Descriptor);

    private static RawIpSocket Open(RawIpEndpoint endpoint, Action<RawIpSocket> configure)
    {
        var descriptor = socket(endpoint.IsIpv6 ? Inet6 : Inet, Raw | CloseOnExec | NonBlock, endpoint.Protocol);
        if (descriptor < 0) throw Failure("cant open raw socket");
        var opened = new RawIpSocket(descriptor, endpoint.InterfaceIndex, endpoint.IsIpv6);
        try
        {
            Span<byte> name = stackalloc byte[16];
            name.Clear();
            System.Text.Encoding.UTF8.GetBytes(endpoint.InterfaceName, name[..15]);
            opened.Set(SolSocket, BindToDevice, name, "bind to " + endpoint.InterfaceName);
            configure(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        return opened;
    }

    private void ConfigureReceiver(RawIpEndpoint endpoint)
    {
        Set(IsIpv6 ? SolIpv6 : SolIp, IsIpv6 ? Ipv6MulticastAll : MulticastAll, 0, "MULTICAST_ALL");
        if (endpoint.IsMulticast) Join(endpoint.Address);
        if (IsIpv6) Set(SolIpv6, Ipv6ReceiveHopLimit, 1, "IPV6_RECVHOPLIMIT");
        byte* address = stackalloc byte[28];
        WriteAddress(address, endpoint.Address);
        if (bind(Descriptor, address, IsIpv6 ? 28 : 16) != 0) throw Failure("bind unicast_src");
    }

    private void ConfigureSender(RawIpEndpoint endpoint)
    {
        DropReceived();
        Set(SolSocket, Priority, ControlPriority, "SO_PRIORITY");
        if (IsIpv6)
        {
            Set(SolIpv6, Ipv6TrafficClass, 0xc0, "IPV6_TCLASS");
            if (endpoint.UnicastHops > 0) Set(SolIpv6, Ipv6UnicastHops, endpoint.UnicastHops, "IPV6_UNICAST_HOPS");
            if (!endpoint.IsMulticast) return;
            Set(SolIpv6, Ipv6MulticastInterface, interfaceIndex, "IPV6_MULTICAST_IF");
            Set(SolIpv6, Ipv6MulticastHops, 255, "IPV6_MULTICAST_HOPS");
            Set(SolIpv6, Ipv6MulticastLoop, 0, "IPV6_MULTICAST_LOOP");
            return;
        }

        Set(SolIp, HeaderIncluded, 1, "IP_HDRINCL");
        if (!endpoint.IsMulticast) return;
        // struct ip_mreqn: group, local address, interface index.
        Span<byte> membership = stackalloc byte[12];
        membership.Clear();
        MemoryMarshal.Write(membership[8..], interfaceIndex);
        Set(SolIp, MulticastInterface, membership, "IP_MULTICAST_IF");
        Set(SolIp, MulticastLoop, 0, "IP_MULTICAST_LOOP");
    }

    private void Join(ReadOnlySpan<byte> group)
    {
        Span<byte> membership = stackalloc byte[20];
        membership.Clear();
        group.CopyTo(membership);
        MemoryMarshal.Write(membership[(IsIpv6 ? 16 : 8)..], interfaceIndex);
        Set(IsIpv6 ? SolIpv6 : SolIp, IsIpv6 ? Ipv6JoinGroup : AddMembership, membership[..(IsIpv6 ? 20 : 12)], "join group");
    }

    /// <summary>A raw socket gets a copy of every packet of its protocol; the sender would only fill its queue with them. (socket(7) SO_ATTACH_FILTER)</summary>
    private void DropReceived()
    {
        // One instruction: BPF_RET | BPF_K, accept 0 bytes.
        var dropAll = 0x06UL;
        Span<byte> program = stackalloc byte[16];
        program.Clear();
        MemoryMarshal.Write(program, (ushort)1);
        MemoryMarshal.Write(program[8..], (nint)(&dropAll));
        Set(SolSocket, AttachFilter, program, "SO_ATTACH_FILTER");
    }

    private void WriteAddress(byte* address, ReadOnlySpan<byte> ip)
    {
        new Span<byte>(address, 28).Clear();
        *(ushort*)address = (ushort)(IsIpv6 ? Inet6 : Inet);
        ip.CopyTo(new Span<byte>(address + (IsIpv6 ? 8 : 4), ip.Length));
        if (IsIpv6) *(int*)(address + 24) = interfaceIndex;
    }

    private void Set(int level, int option, int value, string what) => Set(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)), what);

    private void Set(int level, int option, ReadOnlySpan<byte> value, string what)
    {
        if (setsockopt(Descriptor, level, option, value, value.Length) != 0) throw Failure(what);
    }

    private static IOException Failure(string what) => new(what + ": " + Marshal.GetLastPInvokeErrorMessage());

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public byte* Name;
        public int NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int descriptor, byte* address, int addressLength);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int name, ReadOnlySpan<byte> value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendto(int descriptor, byte* bytes, nuint length, int flags, byte* address, int addressLength);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recvmsg(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
