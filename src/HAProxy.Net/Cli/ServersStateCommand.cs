using System.Globalization;
using System.Text;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Cli;

/// <summary>
/// The state of every server in the form that is also read back from a state file (management.txt 9.3 "show servers state"): a version line, a
/// header, one line a server. The numbers are bit fields and enumerations of 2.6, measured.
/// </summary>
public sealed class ServersStateCommand(ControlledProcess controlled)
{
    private const string Header =
        "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result"
        + " srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr"
        + " srv_agent_port\n";

    // Operational states.
    private const int Stopped = 0, Running = 2;

    // Administrative bits.
    private const int ForcedMaintenance = 1, ConfiguredMaintenance = 4, ForcedDrain = 8;

    // Bits of a check's state, and its results.
    private const int Configured = 2, Enabled = 4, Paused = 8;
    private const int ResultUnknown = 0, ResultFailed = 2, ResultPassed = 3;

    public CliCommand[] Table =>
    [
        new("show servers state", StatsLevel.User, "show servers state [<backend>]", "dump volatile server information (all or for a single backend)", Show),
    ];

    private string Show(CliCall call)
    {
        Backend? only = null;
        if (call[0].Length > 0 && (only = controlled.FindBackend(call[0])) is null) return "Can't find backend.\n";
        var text = new StringBuilder(Header);
        foreach (var backend in only is null ? controlled.Process.Backends : [only])
        {
            foreach (var server in backend.Servers) Append(text, server);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Server server)
    {
        var address = server.Model.Address;
        var check = server.Check;
        var shownAddress = address.Address?.ToString() ?? (address.Host.Length > 0 ? address.Host : "-");
        var fqdn = address.Address is null || address.Host == shownAddress ? "-" : address.Host;
        var operation = server.Health == ServerHealth.Up && server.Administration != ServerAdministration.Maintenance ? Running : Stopped;
        text.Append(CultureInfo.InvariantCulture,
            $"{server.Backend.Id} {server.Backend.Name} {server.Id} {server.Name} {shownAddress} {operation} {AdministrationOf(server)} "
            + $"{server.UserWeight} {server.InitialWeight} {(ControlledProcess.NowMs - server.LastChangeMs) / 1000} "
            + $"{StatusNumber(check)} {ResultOf(server)} {HealthOf(server)} {CheckStateOf(server)} 0 0 0 {fqdn} {address.PortLow} - {(server.Model.Tls is null ? 0 : 1)} "
            + $"{server.Model.Check?.Port ?? 0} {server.Model.Check?.Address?.Host ?? "-"} - 0\n");
    }

    private static int AdministrationOf(Server server) => server.Administration switch
    {
        ServerAdministration.Maintenance => ForcedMaintenance | (server.Model.Disabled ? ConfiguredMaintenance : 0),
        ServerAdministration.Drain => ForcedDrain,
        _ => 0,
    };

    private static int HealthOf(Server server)
    {
        if (server.Administration == ServerAdministration.Maintenance) return 0;
        // A server without check counts as one that has risen by the default of 2.
        return server.Check?.Health ?? (server.Health == ServerHealth.Up ? 2 : 0);
    }

    private static int CheckStateOf(Server server)
    {
        var paused = server.Administration == ServerAdministration.Maintenance;
        if (server.Check is not { } check) return paused && server.Model.Disabled ? Paused : 0;
        return Configured | (check.Enabled ? Enabled : 0) | (paused ? Paused : 0);
    }

    private static int ResultOf(Server server)
    {
        if (server.Check is not { } check || StatusNumber(check) <= 1) return ResultUnknown;
        return check.Status is CheckStatus.L4Ok or CheckStatus.L6Ok or CheckStatus.L7Ok ? ResultPassed : ResultFailed;
    }

    private static int StatusNumber(CheckState? check) => check?.Status switch
    {
        CheckStatus.SocketError => 5,
        CheckStatus.L4Ok => 6,
        CheckStatus.L4Timeout => 7,
        CheckStatus.L4Connection => 8,
        CheckStatus.L6Ok => 9,
        CheckStatus.L6Timeout => 10,
        CheckStatus.L6Response => 11,
        CheckStatus.L7Timeout => 12,
        CheckStatus.L7Response => 13,
        CheckStatus.L7Ok => 15,
        CheckStatus.L7Status => 17,
        _ => 1,
    };
}
