using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Checks;
using HAProxy.Net.Cli;
using HAProxy.Net.Runtime;
using HAProxy.Net.Stats;

namespace HAProxy.Net.Tests.Cli;

/// <summary>Lines of a stats socket and their answers, byte for byte as 2.6.12 gave them.</summary>
public sealed class CommandTests
{
    private readonly ControlledProcess _controlled;
    private readonly List<string> _events = [];

    public CommandTests()
    {
        var model = HaproxyConfig.Parse("""
            global
                stats socket /run/x.sock level admin
            defaults
                mode http
                timeout connect 1s
                timeout client 1s
                timeout server 1s
            frontend fe
                bind 127.0.0.1:26100
                default_backend be
            backend be
                server s1 127.0.0.1:26101 weight 10
                server s2 127.0.0.1:26102 check
                server s3 127.0.0.1:26103 disabled

            """).Model!;
        var process = RuntimeBuilder.Build(model, 1, 100, () => Environment.TickCount64);
        _controlled = new ControlledProcess(model, process, new ServerTransitions(new Events(_events)), (_, _) => { }, Facts);
    }

    [Theory]
    [InlineData("get weight be/s1", "10 (initial 10)\n\n")]
    [InlineData("get weight be", "Require 'backend/server'.\n\n")]
    [InlineData("get weight be/no", "No such server.\n\n")]
    [InlineData("get weight no/s1", "No such backend.\n\n")]
    [InlineData("set weight be/s1 5; get weight be/s1", "\n5 (initial 10)\n\n")]
    [InlineData("set weight be/s1 50%; get weight be/s1", "\n5 (initial 10)\n\n")]
    [InlineData("set weight be/s1 200%; get weight be/s1", "\n20 (initial 10)\n\n")]
    [InlineData("set weight be/s1 300", "Absolute weight can only be between 0 and 256 inclusive.\n\n")]
    [InlineData("set weight be/s1 -1", "Absolute weight can only be between 0 and 256 inclusive.\n\n")]
    [InlineData("set weight be/s1", "Require <weight> or <weight%>.\n\n")]
    [InlineData("set weight be/s1 abc", "Empty weight string empty or preceded by garbage\n")]
    [InlineData("set server be/s1 weight 100%x", "Trailing garbage in weight string\n")]
    [InlineData("set server be/s1 state", "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n\n")]
    [InlineData("set server be/s1 health sick", "'set server <srv> health' expects 'up', 'stopping', or 'down'.\n\n")]
    [InlineData("disable server", "Require 'backend/server'.\n\n")]
    [InlineData("show servers state no", "Can't find backend.\n\n")]
    [InlineData("show backend", "# name\nbe\n\n")]
    [InlineData("show cli sockets", "# socket lvl processes\nunix@/run/x.sock admin all\n\n")]
    [InlineData("  show   version  extra", "2.6.12-test\n\n")]
    [InlineData("show\\ version", null)]
    [InlineData("user; show cli level; disable server be/s1", "\nuser\n\nPermission denied\n\n")]
    [InlineData("operator; clear counters; clear counters all", "\n\nPermission denied\n\n")]
    [InlineData("quit; show version", "")]
    public async Task A_line_is_answered_as_2_6_answers_it(string line, string? answer)
    {
        var given = await Ask(line);
        if (answer is null) Assert.StartsWith("Unknown command, but maybe", given, StringComparison.Ordinal);
        else Assert.Equal(answer, given);
    }

    [Fact]
    public async Task Every_server_state_is_told_in_numbers()
    {
        await Ask("set server be/s2 state drain");
        var lines = (await Ask("show servers state")).Split('\n');
        Assert.Equal("1", lines[0]);
        Assert.Matches("^3 be 1 s1 127\\.0\\.0\\.1 2 0 10 10 [0-9]+ 1 0 2 0 0 0 0 - 26101 - 0 0 - - 0$", lines[2]);
        Assert.Matches("^3 be 2 s2 127\\.0\\.0\\.1 2 8 1 1 [0-9]+ 1 0 [0-9] 6 0 0 0 - 26102 - 0 0 - - 0$", lines[3]);
        Assert.Matches("^3 be 3 s3 127\\.0\\.0\\.1 0 5 1 1 [0-9]+ 1 0 0 8 0 0 0 - 26103 - 0 0 - - 0$", lines[4]);
    }

    [Fact]
    public async Task Maintenance_goes_through_the_transitions_that_tell_of_it()
    {
        await Ask("disable server be/s1");
        Assert.Equal(ServerAdministration.Maintenance, _controlled.Find("be/s1", out _)!.Administration);
        Assert.Contains(_events, text => text.StartsWith("Server be/s1 is going DOWN for maintenance.", StringComparison.Ordinal));
        await Ask("enable server be/s1");
        Assert.Equal(ServerAdministration.Ready, _controlled.Find("be/s1", out _)!.Administration);
    }

    [Fact]
    public async Task Enable_server_leaves_a_drained_server_drained()
    {
        await Ask("set server be/s1 state drain; enable server be/s1");
        Assert.Equal(ServerAdministration.Drain, _controlled.Find("be/s1", out _)!.Administration);
    }

    [Fact]
    public async Task Prompt_turns_the_connection_into_a_conversation()
    {
        var session = new CliSession(_controlled.Commands(), StatsLevel.Admin);
        Assert.Equal("\n> ", await Ask("prompt", session));
        Assert.True(session.Interactive);
        Assert.Equal("10 (initial 10)\n\n> 2.6.12-test\n\n> ", await Ask("get weight be/s1;show version", session));
        Assert.Equal("\n> ", await Ask("", session));
        Assert.Equal("\n", await Ask("prompt", session));
        Assert.Equal("", await Ask("quit", session));
        Assert.True(session.Ended);
    }

    [Fact]
    public async Task An_empty_line_lists_every_command_and_an_unknown_one_the_nearest()
    {
        Assert.StartsWith("Unknown command. Please enter one of the following commands only:\n  clear counters [all] ", await Ask(""), StringComparison.Ordinal);
        var nearest = await Ask("show statt");
        Assert.StartsWith("Unknown command, but maybe one of the following ones is a better match:\n", nearest, StringComparison.Ordinal);
        Assert.Contains("  show stat [desc|json|no-maint|typed|up]*: report counters for each proxy and server\n", nearest, StringComparison.Ordinal);
        Assert.EndsWith("  quit                                    : disconnect\n\n", nearest, StringComparison.Ordinal);
        Assert.DoesNotContain("set server", nearest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_word_lists_what_begins_with_it()
    {
        var help = await Ask("help set");
        Assert.Contains("  set weight <bk>/<srv>  (DEPRECATED)     : change a server's weight (use 'set server' instead)\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("show stat", help, StringComparison.Ordinal);
    }

    [Fact]
    public void The_request_for_listeners_is_not_in_help_but_known()
    {
        var table = _controlled.Commands();
        Assert.NotNull(table.Find(["_getsocks"]));
        Assert.DoesNotContain("_getsocks", table.Help([]), StringComparison.Ordinal);
    }

    private Task<string> Ask(string line) => Ask(line, new CliSession(_controlled.Commands(), StatsLevel.Admin));

    private static async Task<string> Ask(string line, CliSession session)
    {
        var text = new StringBuilder();
        await session.Execute(line, answer =>
        {
            text.Append(answer);
            return ValueTask.CompletedTask;
        });
        return text.ToString();
    }

    private static InfoFacts Facts() => new()
    {
        Version = "2.6.12-test",
        ReleaseDate = "2023/03/28",
        Pid = 1,
        Node = "n",
        DescriptorLimit = 100,
        Listeners = 1,
        DroppedLogs = 0,
        ControlConnections = 0,
        ControlConnectionsNow = 0,
        IdlePercent = 100,
    };

    private sealed class Events(List<string> texts) : IServerEventLog
    {
        public void Report(Backend backend, int level, string text, string logText) => texts.Add(text);
    }
}
