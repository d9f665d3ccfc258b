using System.Text;
using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Runtime;

/// <summary>Administrative state as an operator set it (management.txt 9.3 "set server ... state").</summary>
public enum ServerAdministration : byte
{
    Ready,
    Drain,
    Maintenance,
}

/// <summary>What the health checks say.</summary>
public enum ServerHealth : byte
{
    Down,
    Up,
}

/// <summary>
/// One server at run time: identity, state and counters. State changes come from checks and from operators, on any thread,
/// under the backend balancer's lock; the data path reads single fields.
/// </summary>
public sealed class Server(ServerModel model, Backend backend, int loops, Func<long> nowMs)
{
    private ServerAdministration _administration = model.Disabled ? ServerAdministration.Maintenance : ServerAdministration.Ready;
    private ServerHealth _health = ServerHealth.Up;
    private int _userWeight = model.Weight;

    public ServerModel Model { get; } = model;

    public Backend Backend { get; } = backend;

    public string Name { get; } = model.Name;

    /// <summary><c>sid</c> of the statistics.</summary>
    public int Id { get; } = model.Id;

    public byte[]? CookieValue { get; } = model.Cookie is { } cookie ? Encoding.UTF8.GetBytes(cookie) : null;

    /// <summary>Value of the Set-Cookie header that names this server; null: none.</summary>
    public byte[]? SetCookie { get; } = model.Cookie is { } named && backend.Model.Cookie is { } persistence ? CookieSettings.SetCookie(persistence, named) : null;

    public CounterSet Counters { get; } = new(loops);

    /// <summary>Where to connect to; changes when its name is resolved anew.</summary>
    public Daemon.Linux.SockAddr Address { get; set; }

    /// <summary>Idle connections, one pool a loop.</summary>
    internal Streams.IdleConnections[] Idle { get; } = [.. Enumerable.Range(0, loops).Select(_ => new Streams.IdleConnections())];

    /// <summary>Requests being served: takes a slot of maxconn each (<c>scur</c>).</summary>
    public Gauge Served { get; } = new();

    /// <summary>Requests that wait for this very server (<c>qcur</c>).</summary>
    public Gauge Queue { get; } = new();

    public FrequencyCounter SessionRate { get; } = new();

    public ResponseTimes Times { get; } = new();

    /// <summary>Connections kept open without a request on them, over all loops (<c>srv_icur</c>). A moment's view, as each loop goes on.</summary>
    public int IdleNow => Idle.Sum(pool => pool.Count);

    /// <summary>Those of them that have proved to stay open (<c>safe_conn_cur</c>).</summary>
    public int SafeNow => Idle.Sum(pool => pool.SafeCount);

    /// <summary>Connections with a request on them (<c>used_conn_cur</c>).</summary>
    public int UsedNow => Idle.Sum(pool => pool.InUse);

    /// <summary>So many connections are worth keeping (<c>need_conn_est</c>).</summary>
    public int NeededConnections => Idle.Sum(pool => pool.Needed);

    public long LastSession;

    public int MaxConn { get; set; } = model.MaxConn;

    public ServerAdministration Administration => _administration;

    public ServerHealth Health => _health;

    /// <summary>0..256, what the configuration or an operator gave.</summary>
    public int UserWeight => _userWeight;

    public int InitialWeight { get; } = model.Weight;

    /// <summary>Takes new traffic without persistence: up, ready and with a weight.</summary>
    public bool IsUsable => IsRunning && _administration == ServerAdministration.Ready && _userWeight > 0;

    /// <summary>Takes persistent traffic: up, and not in maintenance.</summary>
    public bool IsRunning => _health == ServerHealth.Up && _administration != ServerAdministration.Maintenance;

    /// <summary>Monotonic ms of the last change of state (<c>lastchg</c>).</summary>
    public long LastChangeMs { get; private set; } = nowMs();

    /// <summary>Transitions to down (<c>chkdown</c>) and time spent down, ms.</summary>
    public int TimesDown { get; private set; }

    public long DownMs { get; private set; }

    /// <summary>The health check's own state and figures; null without <c>check</c>.</summary>
    public Checks.CheckState? Check { get; } = model.Check is { } check ? new Checks.CheckState(check.Rise, check.Fall) : null;

    /// <summary>Changes state; call through <see cref="LoadBalancing.Admission.Change"/>, which holds the lock and re-sorts.</summary>
    internal void Set(ServerAdministration administration, ServerHealth health, int userWeight)
    {
        var wasRunning = IsRunning;
        if (administration != _administration || health != _health)
        {
            var now = nowMs();
            if (!wasRunning) DownMs += now - LastChangeMs;
            LastChangeMs = now;
        }

        _administration = administration;
        _health = health;
        _userWeight = userWeight;
        if (wasRunning && !IsRunning) TimesDown++;
    }

    /// <summary>Time down so far, the present downtime included, ms (<c>downtime</c>).</summary>
    public long DownMsNow => DownMs + (IsRunning ? 0 : nowMs() - LastChangeMs);
}
