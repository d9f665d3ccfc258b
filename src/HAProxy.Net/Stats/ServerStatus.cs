using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Stats;

/// <summary>The words of the column <c>status</c> (management.txt 9.1).</summary>
public static class ServerStatus
{
    public static string Of(Server server)
    {
        if (server.Administration == ServerAdministration.Maintenance) return "MAINT";
        var check = server.Check;
        if (server.Health == ServerHealth.Down)
            return check is { Health: > 0 } ? $"DOWN {check.Health}/{check.Rise}" : "DOWN";
        if (server.Administration == ServerAdministration.Drain) return "DRAIN";
        if (check is null) return "no check";
        return check.Health < check.MaxHealth && check.Health > check.Rise - 1
            ? $"UP {check.Health - check.Rise + 1}/{check.Fall}"
            : "UP";
    }

    public static string Of(Backend backend) => backend.HasServers || backend.Servers.Length == 0 ? "UP" : "DOWN";

    public static string Of(Frontend frontend) =>
        frontend.Stopped ? "STOP" : frontend.MaxConn > 0 && frontend.Sessions.Current >= frontend.MaxConn ? "FULL" : "OPEN";

    /// <summary>The weight that counts for balancing now: of a server its own, of a backend that of the servers in use.</summary>
    public static int WeightInUse(Backend backend)
    {
        var weight = 0;
        var active = backend.ActiveServers > 0;
        foreach (var server in backend.Servers)
        {
            if (!server.IsUsable || server.Model.Backup == active) continue;
            weight += server.UserWeight;
            if (!active && !backend.Model.Limits.AllBackups) break;
        }

        return weight;
    }
}
