using System.Net;
using System.Net.Sockets;

namespace Keepalived.Net.Snmp.AgentX;

/// <summary>Where a master agent listens, in net-snmp's words: <c>unix:/path</c>, <c>/path</c>, <c>tcp:host:port</c>, <c>host:port</c>. (snmpd.conf(5) "agentXSocket")</summary>
public static class AgentXAddress
{
    public const string Default = "unix:/var/agentx/master";

    private const string DefaultPort = "705";

    /// <returns>Null: it is none of these.</returns>
    public static EndPoint? Parse(string text)
    {
        if (text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase)) return Local(text[5..]);
        if (text.StartsWith('/')) return Local(text);
        if (text.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase)) text = text[4..];
        else if (text.StartsWith("udp:", StringComparison.OrdinalIgnoreCase)) return null;
        if (IPEndPoint.TryParse(text.Contains(':', StringComparison.Ordinal) ? text : text + ":" + DefaultPort, out var address)) return address;
        var colon = text.LastIndexOf(':');
        var (host, port) = colon < 0 ? (text, DefaultPort) : (text[..colon], text[(colon + 1)..]);
        return host.Length > 0 && ushort.TryParse(port, out var number) ? new DnsEndPoint(host, number) : null;
    }

    /// <summary>A path longer than a socket's name can be is none.</summary>
    private static UnixDomainSocketEndPoint? Local(string path)
    {
        const int LongestPath = 107;
        return path.Length is 0 or > LongestPath ? null : new UnixDomainSocketEndPoint(path);
    }
}
