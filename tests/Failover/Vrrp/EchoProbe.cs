using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Failover.Vrrp;

/// <summary>Sends an ICMP echo request every 5 ms and writes the time of each answer, a line each (microseconds, as <see cref="Client.NowUs"/> counts).</summary>
internal static class EchoProbe
{
    private const int EveryUs = 5_000;

    public static int Run(string address)
    {
        var target = new IPEndPoint(IPAddress.Parse(address), 0);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var identity = (ushort)Environment.ProcessId;
        var packet = new byte[256];
        ushort sequence = 0;
        for (var due = Client.NowUs; ; due += EveryUs)
        {
            try
            {
                socket.SendTo(Request(identity, ++sequence), target);
            }
            catch (SocketException)
            {
                // Nobody answers ARP for it just now: that is the outage.
            }

            for (long left; (left = due + EveryUs - Client.NowUs) > 0;)
            {
                if (!socket.Poll((int)left, SelectMode.SelectRead)) continue;
                var answer = packet.AsSpan(0, socket.Receive(packet));
                var message = answer[((answer[0] & 0xf) * 4)..];
                if (message[0] == 0 && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == identity) output.WriteLine(Client.NowUs.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>An echo request without data (RFC 792).</summary>
    private static byte[] Request(ushort identity, ushort sequence)
    {
        var message = new byte[8];
        message[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), identity);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), sequence);
        var sum = 0x0800 + identity + sequence;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)~sum);
        return message;
    }
}
