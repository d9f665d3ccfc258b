using ConfParsers.Haproxy.Features;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Cli;

/// <summary>Steering a server by hand (management.txt 9.3 "set server", "enable server", "disable health" ...).</summary>
public sealed class ServerCommands(ControlledProcess controlled)
{
    private const string SetUsage =
        "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port | agent-send | check-addr | check-port | fqdn | health | ssl | state | weight\n";

    public CliCommand[] Table =>
    [
        new("set server", StatsLevel.Admin, "set server <bk>/<srv> [opts]", "change a server's state, weight, address or ssl", Set),
        new("enable server", StatsLevel.Admin, "enable server  (DEPRECATED)", "enable a disabled server (use 'set server' instead)",
            call => Administrate(call, ServerAdministration.Ready)),
        new("disable server", StatsLevel.Admin, "disable server (DEPRECATED)", "disable a server for maintenance (use 'set server' instead)",
            call => Administrate(call, ServerAdministration.Maintenance)),
        new("enable health", StatsLevel.Admin, "enable health", "enable health checks", call => SwitchCheck(call, on: true)),
        new("disable health", StatsLevel.Admin, "disable health", "disable health checks", call => SwitchCheck(call, on: false)),
        new("set maxconn server", StatsLevel.Admin, "set maxconn server <bk>/<srv>", "change a server's maxconn setting", SetMaxConn),
    ];

    private string Set(CliCall call)
    {
        if (controlled.Find(call[0], out var answer) is not { } server) return answer;
        switch (call[1])
        {
            case "weight":
                return WeightCommands.Change(server, call[2]);
            case "state":
                return SetState(server, call[2]);
            case "health":
                return SetHealth(server, call[2]);
            case "addr" or "agent" or "agent-addr" or "agent-port" or "agent-send" or "check-addr" or "check-port" or "fqdn" or "ssl":
                return $"'set server <srv> {call[1]}' is not supported yet.\n";
            default:
                return SetUsage;
        }
    }

    private string SetState(Server server, string state)
    {
        ServerAdministration? wanted = state switch
        {
            "ready" => ServerAdministration.Ready,
            "drain" => ServerAdministration.Drain,
            "maint" => ServerAdministration.Maintenance,
            _ => null,
        };
        if (wanted is not { } administration) return "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n";
        controlled.Transitions.SetAdministration(server, administration);
        return "";
    }

    private string SetHealth(Server server, string health)
    {
        switch (health)
        {
            case "up":
                controlled.Transitions.SetHealth(server, ServerHealth.Up);
                return "";
            case "down":
                controlled.Transitions.SetHealth(server, ServerHealth.Down);
                return "";
            case "stopping":
                return "'set server <srv> health stopping' is not supported yet.\n";
            default:
                return "'set server <srv> health' expects 'up', 'stopping', or 'down'.\n";
        }
    }

    private string Administrate(CliCall call, ServerAdministration wanted)
    {
        if (controlled.Find(call[0], out var answer) is not { } server) return answer;
        // "enable server" ends maintenance only: a drained server stays drained.
        if (wanted == ServerAdministration.Maintenance || server.Administration == ServerAdministration.Maintenance) controlled.Transitions.SetAdministration(server, wanted);
        return "";
    }

    private string SwitchCheck(CliCall call, bool on)
    {
        if (controlled.Find(call[0], out var answer) is not { } server) return answer;
        if (server.Check is { } check) check.Enabled = on;
        return "";
    }

    private string SetMaxConn(CliCall call)
    {
        if (controlled.Find(call[0], out var answer) is not { } server) return answer;
        if (call[1].Length == 0) return "Require a value.\n";
        if (!int.TryParse(call[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var limit)) return "Value out of range.\n";
        server.MaxConn = limit;
        // More slots may serve those who wait.
        server.Backend.Admission.Change(server);
        return "";
    }
}
