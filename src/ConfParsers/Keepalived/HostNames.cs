using System.Net;
using System.Net.Sockets;

namespace ConfParsers.Keepalived;

/// <summary>Names of hosts as getaddrinfo(3) finds them: addresses in any of their forms need no resolver.</summary>
internal static class HostNames
{
    public static bool Resolves(string name)
    {
        if (name.Length == 0) return false;
        if (IPAddress.TryParse(name, out _)) return true;
        try
        {
            return Dns.GetHostAddresses(name).Length > 0;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return false;
        }
    }
}
