using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Failover.Vrrp;

/// <summary>Hears the advertisements of the network and writes a line for each: the VRID, and when the kernel received it (microseconds of CLOCK_REALTIME).</summary>
internal static partial class AdvertisementEar
{
    private const int InterNetwork = 2;
    private const int Raw = 3;
    private const int Vrrp = 112;

    /// <summary>SIOCGSTAMPNS (asm-generic/sockios.h): the arrival of the packet that was read last, as a struct timespec.</summary>
    private const nuint GetStampNs = 0x8907;

    public static int Run()
    {
        // The framework's own constructor knows no protocol 112.
        using var handle = new SafeSocketHandle(Open(InterNetwork, Raw, Vrrp), ownsHandle: true);
        using var socket = new Socket(handle) { ReceiveBufferSize = 4 << 20 };
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Parse("224.0.0.18"), InterfaceIndex("eth0")));
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var packet = new byte[2048];
        var descriptor = (int)socket.Handle;
        while (true)
        {
            var length = socket.Receive(packet);
            var header = (packet[0] & 0xf) * 4;
            if (length < header + 8) continue;
            if (Control(descriptor, GetStampNs, out var stamp) != 0) throw new IOException($"SIOCGSTAMPNS: error {Marshal.GetLastPInvokeError()}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{packet[header + 1]} {(stamp.Seconds * 1_000_000) + (stamp.Nanoseconds / 1000)}"));
        }
    }

    private static int InterfaceIndex(string name) =>
        NetworkInterface.GetAllNetworkInterfaces().Single(link => link.Name == name).GetIPProperties().GetIPv4Properties().Index;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, out TimeSpec stamp);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
