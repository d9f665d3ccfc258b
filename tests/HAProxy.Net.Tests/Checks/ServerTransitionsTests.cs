using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;
using HAProxy.Net.Tests.LoadBalancing;

namespace HAProxy.Net.Tests.Checks;

/// <summary>The lines as haproxy 2.6.12 wrote them for the same events.</summary>
public class ServerTransitionsTests
{
    private readonly Log _log = new();

    [Fact]
    public void A_server_that_fails_its_check_is_reported_and_so_is_the_empty_backend()
    {
        var backend = Backends.Create([new() { Checked = true }, new() { Checked = true }]);
        var transitions = new ServerTransitions(_log);
        transitions.Apply(backend.Servers[0], new CheckResult(CheckStatus.L4Connection, 0, "Connection refused", 0));
        transitions.Apply(backend.Servers[1], new CheckResult(CheckStatus.L7Status, 503, "Some Reason", 1));
        Assert.Equal(
            [
                "1 Server b/s0 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: 0ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
                "1 Server b/s1 is DOWN, reason: Layer7 wrong status, code: 503, info: \"Some Reason\", check duration: 1ms. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
                "0 backend 'b' has no server available!",
            ],
            _log.Lines);
        Assert.Equal(1, backend.TimesDown);
    }

    [Fact]
    public void A_server_that_comes_back_is_reported()
    {
        var backend = Backends.Create([new() { Checked = true }]);
        var transitions = new ServerTransitions(_log);
        transitions.SetHealth(backend.Servers[0], ServerHealth.Down);
        _log.Lines.Clear();
        transitions.Apply(backend.Servers[0], new CheckResult(CheckStatus.L7Ok, 200, "", 1));
        transitions.Apply(backend.Servers[0], new CheckResult(CheckStatus.L7Ok, 200, "", 1));
        Assert.Equal(
            ["5 Server b/s0 is UP, reason: Layer7 check passed, code: 200, check duration: 1ms. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."],
            _log.Lines);
    }

    [Fact]
    public void Operators_changes_are_reported_in_haproxys_words()
    {
        var backend = Backends.Create([new(), new() { Backup = true }]);
        var transitions = new ServerTransitions(_log);
        foreach (var wanted in new[] { ServerAdministration.Maintenance, ServerAdministration.Ready, ServerAdministration.Drain, ServerAdministration.Ready, ServerAdministration.Maintenance, ServerAdministration.Drain })
            transitions.SetAdministration(backend.Servers[0], wanted);
        Assert.Equal(
            [
                "1 Server b/s0 is going DOWN for maintenance. 0 active and 1 backup servers left. Running on backup. 0 sessions active, 0 requeued, 0 remaining in queue.",
                "5 Server b/s0 is UP/READY (leaving forced maintenance).",
                "5 Server b/s0 enters drain state. 0 active and 1 backup servers online. Running on backup. 0 sessions requeued, 0 total in queue.",
                "5 Server b/s0 is UP (leaving forced drain).",
                "1 Server b/s0 is going DOWN for maintenance. 0 active and 1 backup servers left. Running on backup. 0 sessions active, 0 requeued, 0 remaining in queue.",
                "5 Server b/s0 is UP/DRAIN (leaving forced maintenance).",
                "5 Server b/s0 remains in forced drain mode.",
            ],
            _log.Lines);
    }

    private sealed class Log : IServerEventLog
    {
        public List<string> Lines { get; } = [];

        public void Report(Backend backend, int level, string text, string logText) => Lines.Add($"{level} {text}");
    }
}
