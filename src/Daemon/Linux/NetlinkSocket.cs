using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>A netlink socket, of NETLINK_ROUTE or another family: either one that asks and waits for the answer, or one that hears of changes. (netlink(7), rtnetlink(7))</summary>
public sealed partial class NetlinkSocket : IDisposable
{
    public const uint GroupLink = 1;
    public const uint GroupIpv4Address = 0x10;
    public const uint GroupIpv4Route = 0x40;
    public const uint GroupIpv4Rule = 0x80;
    public const uint GroupIpv6Address = 0x100;
    public const uint GroupIpv6Route = 0x400;
    public const uint GroupIpv6Rule = 0x40000;
    public const int Netfilter = 12;

    private const int FamilyNetlink = 16;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int SolSocket = 1;
    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForce = 33;
    private const int DontWait = 0x40;
    private const int InterruptedCall = 4;

    private uint sequence;

    /// <param name="groups">Multicast groups to hear; 0 for a command socket.</param>
    /// <param name="family">0: NETLINK_ROUTE.</param>
    /// <exception cref="IOException">The kernel refuses the socket; its HResult is the errno.</exception>
    public NetlinkSocket(uint groups, int family = 0)
    {
        Descriptor = socket(FamilyNetlink, Raw | CloseOnExec, family);
        if (Descriptor < 0) throw Failure("netlink socket");
        if (groups != 0) SetReceiveBuffer(1 << 20, force: true);
        var address = new Address { Family = FamilyNetlink, Groups = groups };
        if (bind(Descriptor, address, 12) == 0) return;
        var failure = Failure("netlink bind");
        Dispose();
        throw failure;
    }

    public int Descriptor { get; }

    /// <param name="bytes">0: as it is.</param>
    /// <param name="force">Also beyond the limit of the system (net.core.rmem_max).</param>
    public void SetReceiveBuffer(uint bytes, bool force)
    {
        if (bytes > 0) setsockopt(Descriptor, SolSocket, force ? ReceiveBufferForce : ReceiveBuffer, (int)Math.Min(bytes, int.MaxValue), 4);
    }

    /// <summary>Sends a request that asks for an acknowledgement and waits for it. Returns 0 or the errno of the kernel's answer.</summary>
    /// <param name="message">One message, or several of which only the last asks for an acknowledgement: an error of any ends the waiting.</param>
    public int Request(Span<byte> message)
    {
        var wanted = ++sequence;
        for (var rest = message; rest.Length >= NetlinkMessage.HeaderLength; rest = rest[NetlinkMessage.Align(MemoryMarshal.Read<int>(rest))..]) NetlinkMessage.SetSequence(rest, wanted);
        if (Send(message) is var error and not 0) return error;
        Span<byte> answer = stackalloc byte[8192];
        while (true)
        {
            var length = Receive(answer, wait: true);
            if (length < 0) return -length;
            foreach (var part in new NetlinkReader(answer[..length]))
            {
                if (part.Sequence == wanted && part.Type == NetlinkMessage.Error) return part.ErrorNumber;
            }
        }
    }

    /// <summary>Asks for a table and hands every message of it to <paramref name="each"/>.</summary>
    public void Dump(ushort type, NetlinkHandler each)
    {
        var writer = new NetlinkWriter(stackalloc byte[NetlinkMessage.HeaderLength + 16]);
        writer.Begin(type, NetlinkMessage.FlagDump);
        writer.Fixed(16);
        var request = writer.Written;
        var wanted = ++sequence;
        NetlinkMessage.SetSequence(request, wanted);
        if (Send(request) != 0) throw Failure("netlink dump");
        var answer = new byte[64 * 1024];
        while (true)
        {
            var length = Receive(answer, wait: true);
            if (length < 0) throw new IOException("netlink dump: error " + -length);
            foreach (var part in new NetlinkReader(answer.AsSpan(0, length)))
            {
                if (part.Sequence != wanted) continue;
                if (part.Type is NetlinkMessage.Done or NetlinkMessage.Error) return;
                each(part);
            }
        }
    }

    /// <returns>0 or errno.</returns>
    public int Send(ReadOnlySpan<byte> message) => send(Descriptor, message, (nuint)message.Length, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;

    /// <summary>One datagram; its length, or minus the errno (EAGAIN when there is none and <paramref name="wait"/> is false).</summary>
    public int Receive(Span<byte> buffer, bool wait)
    {
        while (true)
        {
            var length = recv(Descriptor, buffer, (nuint)buffer.Length, wait ? 0 : DontWait);
            if (length >= 0) return (int)length;
            var error = Marshal.GetLastPInvokeError();
            if (error != InterruptedCall) return -error;
        }
    }

    public void Dispose() => PosixProcess.Close(Descriptor);

    private static IOException Failure(string what) => new(what + ": " + Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());

    [StructLayout(LayoutKind.Sequential)]
    private struct Address
    {
        public ushort Family;
        public ushort Padding;
        public uint Port;
        public uint Groups;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int descriptor, in Address address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int name, in int value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, ReadOnlySpan<byte> bytes, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, Span<byte> bytes, nuint length, int flags);
}

public delegate void NetlinkHandler(NetlinkPart part);
