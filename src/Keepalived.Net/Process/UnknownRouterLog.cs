using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>Advertisements of virtual routers that are not configured here, in 2.2.7's words, each once a second. (keepalived.conf(5) "log_unknown_vrids")</summary>
public sealed class UnknownRouterLog(DaemonLog log)
{
    private const long IntervalUs = 1_000_000;

    private readonly Dictionary<(int Interface, int Router, bool IsIpv6), long> loggedUs = [];

    public void Note(int routerId, RawIpEndpoint endpoint, long now)
    {
        var key = (endpoint.InterfaceIndex, routerId, endpoint.IsIpv6);
        if (loggedUs.TryGetValue(key, out var last) && now - last < IntervalUs) return;
        loggedUs[key] = now;
        log.Write($"Unknown VRID({routerId}) received on interface({endpoint.InterfaceName}). ignoring...");
    }
}
