using System.Diagnostics;
using static Interop.Keepalived.Restarts;

namespace Interop.Keepalived;

/// <summary>What stands at a restart without failover stands after it: trackers, FAULT, maintenance, timers, scripts, readers, and what has changed on the disk.</summary>
public sealed class RestartStandingTests
{
    [SkippableFact]
    public async Task What_holds_the_priority_down_goes_on_to_hold_it()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var file = Path.Combine(segment.Folder, "number");
        File.WriteAllText(file, "-5");
        var script = Conf.WriteScript(segment, "bad.sh", "exit 3");
        var trackers = $$"""
            vrrp_script chk {
                script "{{script}}"
                interval 100
                weight -20
            }
            vrrp_track_process gone {
                process no_such_program
                weight -3
            }
            track_file number {
                file {{file}}
                weight 1
            }
            """;
        const string tracks = "track_script {\nchk\n}\ntrack_file {\nnumber\n}\ntrack_process {\ngone\n}";
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90, interval: Interval));
        await other.BecomesMaster();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, interval: Interval, before: trackers, inside: tracks));
        // Whether the script or the start comes first depends on the machine.
        await daemon.Log.Has(" to 72");
        await daemon.Log.Has("(VI_1) Entering BACKUP STATE (init)");
        var before = daemon.Ask(segment, 1);
        Assert.Contains("priority   72 instead of 100", before, StringComparison.Ordinal);
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        var after = daemon.Ask(segment, 1);
        Assert.Contains("priority   72 instead of 100", after, StringComparison.Ordinal);
        Assert.Contains("script chk: failed (last exit 3)", after, StringComparison.Ordinal);
        await daemon.Log.WaitFor("has handed over");
        File.WriteAllText(file, "30");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 72 to 107");
        await daemon.BecomesMaster();
        Assert.DoesNotContain("MASTER STATE", other.Log.All[(other.Log.All.IndexOf("Entering MASTER STATE", StringComparison.Ordinal) + 22)..], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_is_in_FAULT_stays_there_and_comes_out_of_it()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var flag = Path.Combine(segment.Folder, "flag");
        var script = Conf.WriteScript(segment, "chk.sh", $"test -e {flag}");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, before: Conf.Script(script, 0, fall: 2, rise: 3), inside: Conf.TrackScript));
        await daemon.Log.WaitFor("VRRP_Script(chk) failed");
        await daemon.Log.WaitFor("(VI_1) entering FAULT state");
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        Assert.Contains("VI_1  FAULT", daemon.Ask(segment, 1), StringComparison.Ordinal);
        await daemon.Log.WaitFor("has handed over");
        File.WriteAllText(flag, "");
        await daemon.Log.WaitFor("VRRP_Script(chk) succeeded");
        await daemon.BecomesMaster();
        Assert.Equal(daemon.Log.All.LastIndexOf("Entering BACKUP STATE", StringComparison.Ordinal), daemon.Log.All.IndexOf("Entering BACKUP STATE", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Maintenance_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var (daemon, other) = await Pair(segment, Conf.Router(100), Conf.Router(90));
        daemon.Ask(segment, 1, "maintenance on");
        await other.BecomesMaster();
        daemon.Log.SkipToEnd();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        Assert.Contains("MAINTENANCE: this node takes no part", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.Contains("VI_1  FAULT", daemon.Ask(segment, 1), StringComparison.Ordinal);
        await daemon.Log.WaitFor("has handed over");
        daemon.Ask(segment, 1, "maintenance off");
        await daemon.BecomesMaster();
        await other.BecomesBackup();
    }

    [SkippableFact]
    public async Task A_preempt_delay_that_runs_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90, interval: 0.2));
        await other.BecomesMaster();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, interval: 0.2, inside: "preempt_delay 6"));
        await daemon.Log.WaitFor("(VI_1) start preempt delay");
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        await daemon.Log.Has("has handed over");
        // It has become no master sooner, and is not put off once more.
        Assert.Contains("VI_1  BACKUP", daemon.Ask(segment, 1), StringComparison.Ordinal);
        await daemon.BecomesMaster();
        var text = daemon.Log.All;
        Assert.Equal(text.IndexOf("start preempt delay", StringComparison.Ordinal), text.LastIndexOf("start preempt delay", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_configuration_that_has_changed_is_a_reload_afterwards()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var gone = Conf.Instance("VI_2", 52, 100, "10.77.0.102/24");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100) + gone);
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("(VI_2) Entering MASTER STATE");
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90) + Conf.Instance("VI_2", 52, 90, "10.77.0.102/24"));
        await other.Log.Has("(VI_1) Entering BACKUP STATE");
        await other.Log.Has("(VI_2) Entering BACKUP STATE");
        daemon.Rewrite(text => text.Replace(gone, Conf.Instance("VI_3", 53, 100, "10.77.0.103/24"), StringComparison.Ordinal));
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        await daemon.BecomesMaster("VI_3");
        await other.Log.WaitFor("(VI_2) Backup received priority 0 advertisement");
        await other.BecomesMaster("VI_2");
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.Contains("10.77.0.103/24", segment.Addresses(1));
        Assert.DoesNotContain("10.77.0.102/24", segment.Addresses(1));
        Assert.DoesNotContain("(VI_1) Entering MASTER STATE", other.Log.All, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Scripts_readers_and_events_outlive_it()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var reader = Conf.WriteScript(segment, "reader.sh", $"echo $$ >> {segment.Folder}/readers\nexec cat \"$1\" > {segment.Folder}/read");
        var slow = Conf.WriteScript(segment, "slow.sh", $"read never < {segment.Folder}/gate\necho end >> {segment.Folder}/slow");
        using (var make = Process.Start("mkfifo", Path.Combine(segment.Folder, "gate"))) make.WaitForExit();
        using var slept = new FileAwaiter(segment.Folder, "slow");
        using var read = new FileAwaiter(segment.Folder, "read");
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, inside: $"notify_master {slow}", global: $"vrrp_notify_fifo {segment.Folder}/fifo\nvrrp_notify_fifo_script {reader}"));
        await daemon.BecomesMaster();
        await read.Contains("INSTANCE \"VI_1\" MASTER 100");
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        var events = daemon.Ask(segment, 1, "events").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(events, line => line.EndsWith("VI_1 MASTER 100", StringComparison.Ordinal));
        Assert.EndsWith("restarted without failover", events[^1], StringComparison.Ordinal);
        // The script that lasted is reaped by the daemon's new program: it leaves no zombie.
        File.WriteAllText(Path.Combine(segment.Folder, "gate"), "\n");
        await slept.Contains("end");
        daemon.Ask(segment, 1, "maintenance on");
        await read.Contains("INSTANCE \"VI_1\" FAULT 100");
        Assert.Single(File.ReadAllLines(Path.Combine(segment.Folder, "readers")));
        await segment.Until(1, $"cat /proc/{daemon.Id}/task/{daemon.Id}/children", text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 2);
        Assert.Equal(0, await daemon.Stop());
        Assert.False(File.Exists(Path.Combine(segment.Folder, "fifo")));
    }
}
