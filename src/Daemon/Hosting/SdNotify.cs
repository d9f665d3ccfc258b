using System.Net.Sockets;
using System.Text;

namespace Daemon.Hosting;

/// <summary>
/// Tells the service manager of the daemon's state: a datagram of <c>NAME=value</c> lines to the socket that NOTIFY_SOCKET names, or nothing
/// when it names none (sd_notify(3)).
/// </summary>
public static class SdNotify
{
    public static void Send(string state)
    {
        var path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(path)) return;
        try
        {
            // A leading @ means the abstract name space.
            var address = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), address);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // The manager is gone: as in sd_notify(3), nobody is there to be told.
        }
    }
}
