using System.Diagnostics;
using System.Globalization;
using Testing;

namespace Interop.Keepalived;

/// <summary>Parent and child, pid files, signals, reload.</summary>
public sealed class LifecycleTests
{
    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_reload_without_a_change_keeps_the_master_master(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, inside: "", before: ""));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        using var capture = await Capture.Start(segment, "ip proto 112");
        daemon.Signal("HUP");
        await daemon.Log.WaitFor("Reloading ...");
        await daemon.Log.WaitFor("(VI_1) setting VIPs.");
        // Advertisements go on, none of priority 0 among them.
        for (var i = 0; i < 10; i++) Assert.Equal(150, (await capture.Next())[36]);
        var after = daemon.Log.All[daemon.Log.All.IndexOf("Reloading ...", StringComparison.Ordinal)..];
        Assert.DoesNotContain("Entering", after, StringComparison.Ordinal);
        Assert.DoesNotContain("removing VIPs", after, StringComparison.Ordinal);
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_reload_adds_and_removes_only_what_changed(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        daemon.Rewrite(text => text.Replace(Conf.Virtual, Conf.Virtual + "\n10.77.0.101/32", StringComparison.Ordinal).Replace("priority 150", "priority 120", StringComparison.Ordinal));
        using var capture = await Capture.Start(segment, "ip proto 112");
        daemon.Signal("HUP");
        await daemon.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.101");
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.Contains("10.77.0.101/32", segment.Addresses(1));
        byte[] frame;
        do frame = await capture.Next();
        while (frame[36] == 150);
        Assert.Equal((120, 2), (frame[36], frame[37]));

        daemon.Rewrite(text => text.Replace(Conf.Virtual, "", StringComparison.Ordinal));
        daemon.Signal("HUP");
        await daemon.Log.WaitFor("(VI_1) ip address 10.77.0.100/24 dev eth0, no longer exist");
        await daemon.Log.WaitFor("(VI_1) setting VIPs.");
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
        Assert.Contains("10.77.0.101/32", segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_second_instance_says_that_one_runs_and_ends_with_0(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150));
        await daemon.BecomesMaster();
        using var second = Daemon.StartAgain(segment, 1, which, daemon);
        var text = await second.StandardOutput.ReadToEndAsync() + await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        Assert.Contains("daemon is already running", text, StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_child_that_dies_is_started_again(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150));
        await daemon.BecomesMaster();
        Daemon.Kill(daemon.ChildId, "KILL");
        await daemon.Log.WaitFor("exited due to signal 9");
        await daemon.Log.WaitFor("died: Respawning");
        await daemon.Log.WaitFor("Restart of VRRP process delayed 0 seconds to limit respawn rate");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
        Assert.False(File.Exists(daemon.PidFile) || File.Exists(daemon.VrrpPidFile));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_child_whose_parent_is_killed_hands_over_and_cleans_up(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150));
        await daemon.BecomesMaster();
        using var capture = await Capture.Start(segment, "ip proto 112 and ip[22] == 0");
        daemon.Signal("KILL");
        await capture.Next();
        await daemon.Log.WaitFor("(VI_1) removing VIPs.");
        using var child = TryGetProcess(daemon);
        if (child is not null) await child.WaitForExitAsync();
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableFact]
    public async Task As_a_daemon_it_leaves_the_terminal_and_writes_both_pid_files()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "keepalived.conf");
        File.WriteAllText(file, Conf.Router(150));
        var (parentFile, childFile) = (Path.Combine(segment.Folder, "p.pid"), Path.Combine(segment.Folder, "v.pid"));
        using var capture = await Capture.Start(segment, "ip proto 112");
        using var start = Process.Start("ip", $"netns exec {segment.Host(1)} {Binaries.KeepalivedNet} -f {file} -p {parentFile} -r {childFile}");
        await start.WaitForExitAsync();
        Assert.Equal(0, start.ExitCode);
        await capture.Next();
        var parent = int.Parse(File.ReadAllText(parentFile), CultureInfo.InvariantCulture);
        var child = int.Parse(File.ReadAllText(childFile), CultureInfo.InvariantCulture);
        // /proc/PID/stat: pid (comm) state ppid pgrp session
        var stat = File.ReadAllText($"/proc/{parent}/stat").Split(' ');
        Assert.Equal(parent.ToString(CultureInfo.InvariantCulture), stat[5]);
        Assert.Contains($" {parent} ", File.ReadAllText($"/proc/{child}/stat"), StringComparison.Ordinal);
        Assert.Equal("keepalived_vrrp\n", File.ReadAllText($"/proc/{child}/comm"));
        using var running = Process.GetProcessById(parent);
        Daemon.Kill(parent, "TERM");
        await running.WaitForExitAsync();
        Assert.False(File.Exists(parentFile) || File.Exists(childFile));
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
    }

    private static Process? TryGetProcess(Daemon daemon)
    {
        try
        {
            return Process.GetProcessById(daemon.ChildId);
        }
        catch (Exception e) when (e is ArgumentException or IOException or FormatException)
        {
            return null;
        }
    }
}
