using System.Globalization;
using HAProxy.Net.LoadBalancing;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Checks;

/// <summary>Where changes of servers are told: standard error and the backend's log.</summary>
public interface IServerEventLog
{
    /// <param name="backend">Whose log targets get the line.</param>
    /// <param name="level">Syslog level: 0 emerg, 1 alert, 5 notice. On standard error emerg is an alert, the others are warnings.</param>
    /// <param name="text">For standard error.</param>
    /// <param name="logText">For the log; the same text nearly always.</param>
    void Report(Backend backend, int level, string text, string logText);
}

/// <summary>
/// Changes of a server's state, with what is to be said of them: the only way in which checks and operators change one.
/// Texts are HAProxy 2.6's, which monitoring reads. May be called on any thread.
/// </summary>
public sealed class ServerTransitions(IServerEventLog log)
{
    private const int Emergency = 0;
    private const int Alert = 1;
    private const int Notice = 5;

    /// <summary>Told of a server that goes into maintenance: its idle connections are to be closed.</summary>
    public Action<Server>? EntersMaintenance { get; init; }

    /// <summary>Takes the result of a health check in.</summary>
    public void Apply(Server server, in CheckResult result)
    {
        if (server.Check!.Apply(result) is not { } health) return;
        Change(server, health: health, state: health == ServerHealth.Up ? "UP" : "DOWN", reason: Reason(result));
    }

    /// <summary><c>set server ... state</c>, <c>enable server</c>, <c>disable server</c> (management.txt 9.3).</summary>
    public void SetAdministration(Server server, ServerAdministration wanted)
    {
        var former = server.Administration;
        if (former == wanted) return;
        if (former == ServerAdministration.Maintenance)
        {
            // Leaving maintenance a server counts as up until its check says otherwise.
            server.Check?.Force(ServerHealth.Up);
            var outcome = server.Backend.Admission.Change(server, wanted, ServerHealth.Up);
            var state = wanted == ServerAdministration.Drain ? "UP/DRAIN" : "UP/READY";
            Say(server, Notice, $"{Subject(server)} is {state} (leaving forced maintenance).");
            if (wanted == ServerAdministration.Drain) Say(server, Notice, $"{Subject(server)} remains in forced drain mode.");
            SayAvailability(server.Backend, outcome);
            return;
        }

        if (wanted == ServerAdministration.Ready)
        {
            var outcome = server.Backend.Admission.Change(server, wanted);
            Say(server, Notice, $"{Subject(server)} is {(server.Health == ServerHealth.Up ? "UP" : "DOWN")} (leaving forced drain).");
            SayAvailability(server.Backend, outcome);
            return;
        }

        if (wanted == ServerAdministration.Maintenance)
        {
            var outcome = server.Backend.Admission.Change(server, wanted);
            EntersMaintenance?.Invoke(server);
            Say(server, Alert, $"{Subject(server)} is going DOWN for maintenance. {Left(server, outcome)}");
            SayAvailability(server.Backend, outcome);
            return;
        }

        var drained = server.Backend.Admission.Change(server, wanted);
        Say(server, Notice, $"{Subject(server)} enters drain state. {Online(server, drained)}");
        SayAvailability(server.Backend, drained);
    }

    /// <summary><c>set server ... health up|down</c>.</summary>
    public void SetHealth(Server server, ServerHealth health)
    {
        server.Check?.Force(health);
        if (server.Health == health) return;
        Change(server, health, health == ServerHealth.Up ? "UP" : "DOWN", reason: null);
    }

    private void Change(Server server, ServerHealth health, string state, string? reason)
    {
        var outcome = server.Backend.Admission.Change(server, health: health);
        var why = reason is null ? ", changed from CLI" : ", reason: " + reason;
        if (health == ServerHealth.Up) Say(server, Notice, $"{Subject(server)} is {state}{why}. {Online(server, outcome)}");
        else Say(server, Alert, $"{Subject(server)} is {state}{why}. {Left(server, outcome)}");
        SayAvailability(server.Backend, outcome);
    }

    private void SayAvailability(Backend backend, in ChangeOutcome outcome)
    {
        if (!outcome.LostLastServer) return;
        log.Report(backend, Emergency, $"backend '{backend.Name}' has no server available!", $"backend {backend.Name} has no server available!");
    }

    private void Say(Server server, int level, string text) => log.Report(server.Backend, level, text, text);

    private static string Subject(Server server) => $"{(server.Model.Backup ? "Backup " : "")}Server {server.Backend.Name}/{server.Name}";

    private static string Left(Server server, in ChangeOutcome outcome) =>
        $"{Counts(server)} left.{OnBackup(server)} {server.Served.Current} sessions active, {outcome.Requeued} requeued, {server.Queue.Current} remaining in queue.";

    private static string Online(Server server, in ChangeOutcome outcome) =>
        $"{Counts(server)} online.{OnBackup(server)} {outcome.Requeued} sessions requeued, {server.Backend.Queue.Current} total in queue.";

    private static string Counts(Server server) =>
        string.Create(CultureInfo.InvariantCulture, $"{server.Backend.ActiveServers} active and {server.Backend.BackupServers} backup servers");

    private static string OnBackup(Server server) =>
        server.Backend.ActiveServers == 0 && server.Backend.BackupServers > 0 ? " Running on backup." : "";

    private static string Reason(in CheckResult result)
    {
        var text = result.Status.Description();
        if (result.Code != 0) text += $", code: {result.Code}";
        if (result.Info.Length > 0) text += $", info: \"{result.Info}\"";
        return text + $", check duration: {result.DurationMs}ms";
    }
}
