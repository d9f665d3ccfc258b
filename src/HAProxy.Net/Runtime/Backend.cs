using ConfParsers.Haproxy;
using HAProxy.Net.LoadBalancing;

namespace HAProxy.Net.Runtime;

/// <summary>The server side of a proxy: its servers, who is next, and who waits.</summary>
public sealed class Backend : Proxy
{
    public Backend(ProxyModel model, int loops, Func<long> nowMs)
        : base(model, loops)
    {
        Servers = [.. model.Servers.Select(server => new Server(server, this, loops, nowMs))];
        Balancer = new RoundRobin(this);
        Admission = new Admission(this);
    }

    public Server[] Servers { get; }

    public RoundRobin Balancer { get; }

    /// <summary>Assignment of servers and the queues in front of them.</summary>
    public Admission Admission { get; }

    /// <summary>Requests that wait for any server, without those that wait for a certain one (<c>qcur</c> of the BACKEND row counts both).</summary>
    public Gauge Queue { get; } = new();

    /// <summary>Usable servers: up, weight above 0, not backup (<c>act</c>).</summary>
    public int ActiveServers => Balancer.ActiveServers;

    /// <summary>Usable backup servers (<c>bck</c>).</summary>
    public int BackupServers => Balancer.BackupServers;

    /// <summary>Monotonic ms of the last change between having servers and having none (<c>lastchg</c>).</summary>
    public long LastChangeMs;

    /// <summary>Times all servers were lost (<c>chkdown</c> of the BACKEND row), and for how long in all, ms.</summary>
    public int TimesDown;

    public long DownMs;

    public Server? Find(string name)
    {
        foreach (var server in Servers)
        {
            if (server.Name == name) return server;
        }

        return null;
    }

    /// <summary>The server whose <c>cookie</c> has this value, or null.</summary>
    public Server? FindByCookie(ReadOnlySpan<byte> value)
    {
        foreach (var server in Servers)
        {
            if (server.CookieValue is { } cookie && value.SequenceEqual(cookie)) return server;
        }

        return null;
    }
}
