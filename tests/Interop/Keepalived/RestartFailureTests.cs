using static Interop.Keepalived.Restarts;

namespace Interop.Keepalived;

/// <summary>A restart that cannot be, or breaks off: somebody goes on, and the real keepalived beside it hears nothing of it.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class RestartFailureTests
{
    [SkippableTheory]
    [InlineData("no_such_program_here", "")]
    [InlineData("exit 3", "")]
    [InlineData("echo something; exit 0", "")]
    [InlineData(null, "priority 1000")]
    public async Task A_program_that_could_not_go_on_is_not_let_to(string? program, string inside)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var daemon = Daemon.StartCopy(segment, 1, Conf.Router(100), "-n", "-l", "-D");
        await daemon.BecomesMaster();
        var other = Daemon.Start(segment, 2, Which.Real, Conf.Router(90));
        await other.BecomesBackup();
        var child = daemon.ChildId;
        if (program is not null) daemon.ReplaceProgram(program);
        else daemon.Rewrite(text => text.Replace("interface eth0", "interface eth0\nuse_vmac\nuse_ipvlan\ntrack_bfd {\nnone\n}\n" + inside, StringComparison.Ordinal));
        Assert.StartsWith("not restarted: ", daemon.Ask(segment, 1, "restart"), StringComparison.Ordinal);
        await daemon.Log.WaitFor("Not restarted: ");
        Assert.Equal(child, daemon.ChildId);
        Assert.Contains("VI_1  MASTER", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("Entering MASTER STATE", other.Log.All, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task If_the_new_process_dies_on_the_way_the_old_one_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var (daemon, other) = await Pair(segment, Conf.Router(100, interval: Interval), Conf.Router(90, interval: Interval));
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        using var capture = await Capture.Start(segment, "ip proto 112");
        var child = daemon.ChildId;
        var restart = Task.Run(() => daemon.Ask(segment, 1, "restart"));
        var children = $"/proc/{daemon.Id}/task/{daemon.Id}/children";
        int[] started = [];
        while (started.Length == 0)
        {
            // The trial has another role; it is not to be killed.
            started = [.. File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Where(id => id != child && IsNextChild(id))];
        }

        Daemon.Kill(started[0], "KILL");
        Assert.Contains("does not take over", await restart, StringComparison.Ordinal);
        await daemon.Log.WaitFor($"does not take over (signal 9): {child} goes on");
        Assert.True(await LongestGap(capture, 8) < TimeSpan.FromSeconds(1.5 * Interval));
        Assert.Equal(child, daemon.ChildId);
        // Nothing is left in the way of another try.
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        Assert.DoesNotContain("Entering MASTER STATE", other.Log.All, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.Stop());
        await other.BecomesMaster();
    }

    [SkippableFact]
    public async Task If_the_new_process_never_gets_its_turn_the_old_one_goes_on()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, interval: Interval));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        var child = daemon.ChildId;
        Daemon.Kill(child, "STOP");
        var restart = Task.Run(() => daemon.Ask(segment, 1, "restart"));
        await daemon.Log.WaitFor("does not take over in time");
        await daemon.Log.WaitFor($"does not take over (signal 9): {child} goes on");
        Daemon.Kill(child, "CONT");
        Assert.Contains("does not take over", await restart, StringComparison.Ordinal);
        await daemon.Log.WaitFor("Going on, the new VRRP process does not");
        Assert.Contains("VI_1  MASTER", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableFact]
    public async Task The_old_process_may_die_before_it_has_handed_over()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var (daemon, other) = await Pair(segment, Conf.Router(100, interval: Interval), Conf.Router(90, interval: Interval));
        var child = daemon.ChildId;
        Daemon.Kill(child, "STOP");
        var restart = Task.Run(() => daemon.Ask(segment, 1, "restart"));
        await daemon.Log.WaitFor("Restarting without failover");
        await daemon.Log.WaitFor("Starting VRRP child process");
        Daemon.Kill(child, "KILL");
        Assert.Equal("restarted without failover\n", await restart);
        await daemon.Log.Has("died before it could hand over");
        Assert.Contains("VI_1  MASTER", daemon.Ask(segment, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("Entering MASTER STATE", other.Log.All, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.Stop());
        await other.BecomesMaster();
    }

    private static bool IsNextChild(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Contains("KEEPALIVED_NET_ROLE=next:", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
