namespace Interop.Keepalived;

/// <summary>Track scripts and notify scripts: what they change, and how they are called.</summary>
public sealed class ScriptTests
{
    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task A_failing_script_with_a_weight_lowers_the_priority_and_the_other_takes_over(Which tracked, Which other)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var flag = Path.Combine(segment.Folder, "fail");
        var script = Conf.WriteScript(segment, "chk.sh", $"! test -e {flag}");
        var first = Daemon.Start(segment, 1, tracked, Conf.Router(100, before: Conf.Script(script, -30), inside: Conf.TrackScript));
        await first.Log.WaitFor("VRRP_Script(chk) succeeded");
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, other, Conf.Router(90));
        await second.BecomesBackup();

        File.WriteAllText(flag, "");
        await first.Log.WaitFor("Script `chk` now returning 1");
        await first.Log.WaitFor("VRRP_Script(chk) failed (exited with status 1)");
        await first.Log.WaitFor("(VI_1) Changing effective priority from 100 to 70");
        await second.BecomesMaster();
        await first.BecomesBackup();
        File.Delete(flag);
        await first.Log.WaitFor("VRRP_Script(chk) succeeded");
        await first.Log.WaitFor("(VI_1) Changing effective priority from 70 to 100");
        await first.BecomesMaster();
        await second.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_failing_script_without_a_weight_means_FAULT_and_is_awaited_at_the_start(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var flag = Path.Combine(segment.Folder, "fail");
        File.WriteAllText(flag, "");
        var script = Conf.WriteScript(segment, "chk.sh", $"! test -e {flag}");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: Conf.Script(script, 0), inside: Conf.TrackScript));
        await daemon.Log.WaitFor("VRRP_Script(chk) failed (exited with status 1)");
        Assert.DoesNotContain("Entering BACKUP", daemon.Log.All, StringComparison.Ordinal);
        File.Delete(flag);
        await daemon.Log.WaitFor("VRRP_Script(chk) succeeded");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
        File.WriteAllText(flag, "");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.WaitFor("(VI_1) sent 0 priority");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_script_that_hangs_is_killed_and_counts_as_failed(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var script = Conf.WriteScript(segment, "slow.sh", "exec sleep 1000");
        var block = Conf.Script(script, -20).Replace("interval 1", "interval 2\n timeout 1", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: block, inside: Conf.TrackScript));
        await daemon.Log.WaitFor("VRRP_Script(chk) timed_out");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 80");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Notify_scripts_get_the_arguments_keepalived_gives(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var written = Path.Combine(segment.Folder, "notified");
        var script = Conf.WriteScript(segment, "notify.sh", $"echo \"$@\" >> {written}");
        var inside = string.Join('\n', ((string[])["notify_master", "notify_backup", "notify_fault", "notify_stop", "notify"]).Select(keyword => $"{keyword} \"{script} {keyword} x\""));
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, inside: inside));
        await daemon.BecomesMaster();
        segment.Plug(1, up: false);
        await daemon.Log.WaitFor("Entering FAULT STATE");
        await daemon.Stop();
        // The two scripts of one change run at the same time: only the set is fixed.
        string[] expected =
        [
            "notify x INSTANCE VI_1 BACKUP 100",
            "notify x INSTANCE VI_1 FAULT 100",
            "notify x INSTANCE VI_1 MASTER 100",
            "notify x INSTANCE VI_1 STOP 100",
            "notify_backup x",
            "notify_fault x",
            "notify_master x",
            "notify_stop x",
        ];
        Assert.Equal(expected, File.ReadAllLines(written).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_script_runs_as_its_user_with_default_signals_in_a_group_of_its_own()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        File.SetUnixFileMode(segment.Folder, (UnixFileMode)0b111_101_101);
        var written = Path.Combine(segment.Folder, "status");
        File.WriteAllText(written, "");
        File.SetUnixFileMode(written, (UnixFileMode)0b110_110_110);
        var script = Conf.WriteScript(segment, "who.sh", $"grep -E '^(Uid|Gid|Groups|SigBlk|SigIgn)' /proc/self/status > {written}; echo end >> {written}");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        var block = Conf.Script(script, 10).Replace("weight", "user nobody nogroup\n weight", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, before: block, inside: Conf.TrackScript));
        await daemon.Log.WaitFor("VRRP_Script(chk) succeeded");
        await daemon.Stop();
        var lines = File.ReadAllLines(written).Select(line => line.Replace('\t', ' ').TrimEnd()).ToArray();
        Assert.Equal("Uid: 65534 65534 65534 65534", lines[0]);
        Assert.Equal("Gid: 65534 65534 65534 65534", lines[1]);
        Assert.Equal("Groups: 65534", lines[2]);
        Assert.Equal("SigBlk: 0000000000000000", lines[3]);
        // Signal 32 is glibc's own: its posix_spawn leaves it ignored in every child.
        Assert.Equal(0, Convert.ToInt64(lines[4]["SigIgn: ".Length..], 16) & 0x7fffffff);
    }
}
