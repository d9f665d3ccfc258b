using ConfParsers.Haproxy;
using HAProxy.Net.LoadBalancing;

namespace HAProxy.Net.Runtime;

/// <summary>The server side of a proxy: its servers, who is next, and who waits.</summary>
public sealed class Backend : Proxy
{
    private readonly Func<long> _nowMs;

    public Backend(ProxyModel model, int loops, Func<long> nowMs)
        : base(model, loops)
    {
        _nowMs = nowMs;
        LastChangeMs = nowMs();
        Cookie = model.Cookie is { } cookie ? new CookieSettings(cookie) : null;
        ConnectOptions = new Daemon.Transport.ConnectOptions { TimeoutMs = (int)(model.Timeouts.Connect?.TotalMilliseconds ?? 0) };
        Servers = [.. model.Servers.Select(server => new Server(server, this, loops, nowMs))];
        Balancer = new RoundRobin(this);
        Admission = new Admission(this);
    }

    public Server[] Servers { get; }

    /// <summary>Cookie persistence; null: none.</summary>
    public CookieSettings? Cookie { get; }

    /// <summary>How connections to its servers are made.</summary>
    public Daemon.Transport.ConnectOptions ConnectOptions { get; }

    public RoundRobin Balancer { get; }

    /// <summary>Assignment of servers and the queues in front of them.</summary>
    public Admission Admission { get; }

    /// <summary>Requests that wait for any server, without those that wait for a certain one (<c>qcur</c> of the BACKEND row counts both).</summary>
    public Gauge Queue { get; } = new();

    /// <summary>Usable servers: up, weight above 0, not backup (<c>act</c>).</summary>
    public int ActiveServers => Balancer.ActiveServers;

    /// <summary>Usable backup servers (<c>bck</c>).</summary>
    public int BackupServers => Balancer.BackupServers;

    /// <summary>Load at which servers with <c>minconn</c> get their full maxconn (<c>slim</c>); a tenth of the frontends' maxconn when not given.</summary>
    public int FullConn { get; set; }

    public ResponseTimes Times { get; } = new();

    /// <summary>True while some server can take new traffic.</summary>
    public bool HasServers => ActiveServers + BackupServers > 0;

    /// <summary>Monotonic ms of the last change between having servers and having none (<c>lastchg</c>).</summary>
    public long LastChangeMs { get; private set; }

    /// <summary>Times the last usable server was lost (<c>chkdown</c> of the BACKEND row).</summary>
    public int TimesDown { get; private set; }

    /// <summary>Time without a usable server, the present one included, ms (<c>downtime</c>).</summary>
    public long DownMsNow => _downMs + (HasServers || Servers.Length == 0 ? 0 : _nowMs() - LastChangeMs);

    private long _downMs;

    /// <summary>The backend gained its first or lost its last usable server; under <see cref="Admission"/>'s lock.</summary>
    internal void NoteAvailability(bool available)
    {
        var now = _nowMs();
        if (available) _downMs += now - LastChangeMs;
        else TimesDown++;
        LastChangeMs = now;
    }

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
