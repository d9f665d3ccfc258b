using System.Globalization;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Lifecycle;

/// <summary>What SIGHUP lets a process without a master say of its servers and proxies (management.txt 4; lines of 2.6.12, measured).</summary>
public static class ServerStateDump
{
    /// <param name="controlConnections">Connections to the stats sockets so far; null when there is no such socket.</param>
    public static IEnumerable<string> Lines(ProxyProcess process, int? controlConnections)
    {
        yield return "SIGHUP received, dumping servers states.";
        if (controlConnections is { } control) yield return $"SIGHUP: Proxy GLOBAL has no servers. {Connections(0, 0, 0, 0, control, control)}";
        var frontends = process.Frontends.ToDictionary(proxy => proxy.Id);
        var backends = process.Backends.ToDictionary(proxy => proxy.Id);
        foreach (var id in frontends.Keys.Union(backends.Keys).Order())
        {
            var frontend = frontends.GetValueOrDefault(id);
            var backend = backends.GetValueOrDefault(id);
            foreach (var server in backend?.Servers ?? [])
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"SIGHUP: Server {server.Backend.Name}/{server.Name} is {(server.IsRunning ? "UP" : "DOWN")}. Conn: {server.Served.Current} act, {server.Queue.Current} pend, {server.Counters.Sum().Sessions} tot.");
            }

            var own = backend?.Queue.Current ?? 0;
            var queued = own + (backend?.Servers.Sum(server => server.Queue.Current) ?? 0);
            yield return $"SIGHUP: Proxy {frontend?.Name ?? backend!.Name} {Availability(backend)} "
                + Connections(frontend?.Sessions.Current ?? 0, backend?.Sessions.Current ?? 0, queued, own, frontend?.Counters.Sum().Connections ?? 0, backend?.Counters.Sum().Sessions ?? 0);
        }
    }

    private static string Availability(Backend? backend) => backend switch
    {
        null or { Servers.Length: 0 } => "has no servers.",
        { HasServers: false } => "has no server available !",
        { ActiveServers: 0 } => "is running on backup servers !",
        _ => $"has {backend.ActiveServers} active servers and {backend.BackupServers} backup servers available.",
    };

    private static string Connections(int front, int back, int queued, int unassigned, long frontTotal, long backTotal) =>
        string.Create(CultureInfo.InvariantCulture, $"Conn: act(FE+BE): {front}+{back}, {queued} pend ({unassigned} unass), tot(FE+BE): {frontTotal}+{backTotal}.");
}
