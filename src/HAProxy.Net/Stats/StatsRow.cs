using HAProxy.Net.Runtime;

namespace HAProxy.Net.Stats;

/// <summary>What a row of the statistics is about; the numbers are the column <c>type</c> (management.txt 9.1).</summary>
public enum RowKind : byte
{
    Frontend = 0,
    Backend = 1,
    Server = 2,
    Listener = 3,
}

/// <summary>One row of the statistics: the thing, its summed counters and the moment, from which every column is computed.</summary>
public readonly struct StatsRow
{
    private StatsRow(RowKind kind, Proxy proxy, Server? server, Listener? listener, Counters sum, long nowMs, long nowUnix)
    {
        Kind = kind;
        Proxy = proxy;
        Server = server;
        Listener = listener;
        Sum = sum;
        NowMs = nowMs;
        NowUnix = nowUnix;
    }

    public RowKind Kind { get; }

    public Proxy Proxy { get; }

    public Server? Server { get; }

    public Listener? Listener { get; }

    public Counters Sum { get; }

    /// <summary>Monotonic clock, ms.</summary>
    public long NowMs { get; }

    /// <summary>UNIX seconds.</summary>
    public long NowUnix { get; }

    public bool IsHttp => Proxy.Model.Mode == ConfParsers.Haproxy.ProxyMode.Http;

    public Frontend Frontend => (Frontend)Proxy;

    public Backend Backend => (Backend)Proxy;

    public string Name => Kind switch
    {
        RowKind.Frontend => "FRONTEND",
        RowKind.Backend => "BACKEND",
        RowKind.Server => Server!.Name,
        _ => Listener!.Name,
    };

    /// <summary>The rows of all proxies in HAProxy's order: frontend, its listeners when asked for, servers, backend.</summary>
    public static IEnumerable<StatsRow> Of(ProxyProcess process, long nowMs, long nowUnix)
    {
        // A listen section is a frontend and a backend of one id, and its rows stand together.
        var ids = process.Frontends.Select(proxy => proxy.Id).Concat(process.Backends.Select(proxy => proxy.Id)).Distinct().Order();
        var frontends = process.Frontends.ToDictionary(proxy => proxy.Id);
        var backends = process.Backends.ToDictionary(proxy => proxy.Id);
        foreach (var id in ids)
        {
            if (frontends.TryGetValue(id, out var frontend))
            {
                yield return new StatsRow(RowKind.Frontend, frontend, null, null, frontend.Counters.Sum(), nowMs, nowUnix);
                if (frontend.Model.Limits.SocketStats)
                {
                    foreach (var listener in frontend.Listeners)
                        yield return new StatsRow(RowKind.Listener, frontend, null, listener, listener.Counters.Sum(), nowMs, nowUnix);
                }
            }

            if (!backends.TryGetValue(id, out var backend)) continue;
            foreach (var server in backend.Servers)
                yield return new StatsRow(RowKind.Server, backend, server, null, server.Counters.Sum(), nowMs, nowUnix);
            yield return new StatsRow(RowKind.Backend, backend, null, null, backend.Counters.Sum(), nowMs, nowUnix);
        }
    }
}
