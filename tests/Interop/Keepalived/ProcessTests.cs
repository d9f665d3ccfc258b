using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Testing;

namespace Interop.Keepalived;

/// <summary>Options, reloads with guards, namespaces, privileges: what users see of the process, on the real keepalived and on ours.</summary>
public sealed class ProcessTests
{
    [SkippableTheory]
    [InlineData("STOP")]
    [InlineData("RELOAD")]
    [InlineData("DATA")]
    [InlineData("STATS")]
    [InlineData("STATS_CLEAR")]
    [InlineData("JSON")]
    [InlineData("TDATA")]
    public async Task Signum_answers_alike(string name)
    {
        Segment.SkipWithoutMeans();
        Assert.Equal(await Output(Binaries.RealKeepalived!, $"--signum={name}"), await Output(Binaries.KeepalivedNet!, $"--signum={name}"));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task With_V_the_addresses_stay_and_nobody_is_told(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100), "-V");
        await daemon.BecomesMaster();
        Assert.Equal(0, await daemon.Stop());
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.DoesNotContain("sent 0 priority", daemon.Log.All, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task With_R_the_daemon_ends_with_its_child(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100), "-R");
        await daemon.BecomesMaster();
        Daemon.Kill(daemon.ChildId, "KILL");
        await daemon.Log.WaitFor("died: Exiting");
        Assert.Equal(0, await daemon.Exit());
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Without_an_instance_nothing_is_started_and_it_says_so(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, "global_defs {\n}\n");
        await daemon.Log.WaitFor("Warning - keepalived has no configuration to run");
        Assert.False(File.Exists(daemon.VrrpPidFile));
        Assert.Equal(0, await daemon.Stop());
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_checked_reload_refuses_a_faulty_configuration(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var log = Path.Combine(segment.Folder, "check.log");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: $"reload_check_config {log}"));
        await daemon.BecomesMaster();
        daemon.Rewrite(text => text.Replace("priority 100", "priority 300", StringComparison.Ordinal));
        daemon.Signal("HUP");
        await daemon.Log.WaitFor("validate conf before Reload");
        await daemon.Log.WaitFor($"New config failed validation, see {log} for details");
        Assert.Contains("Priority not valid!", File.ReadAllText(log), StringComparison.Ordinal);
        Assert.DoesNotContain("Reloading ...", daemon.Log.All, StringComparison.Ordinal);
        daemon.Rewrite(text => text.Replace("priority 300", "priority 110", StringComparison.Ordinal));
        daemon.Signal("HUP");
        await daemon.Log.WaitFor("Reloading ...");
        await daemon.Log.WaitFor("Reload complete");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_reload_can_be_scheduled_by_a_file(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "when");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: $"reload_time_file {file}"));
        await daemon.BecomesMaster();
        File.WriteAllText(file, "foo\n");
        await daemon.Log.WaitFor("Invalid reload time 'foo' specified - ignoring");
        File.WriteAllText(file, "2001-01-01 00:00:00\n");
        await daemon.Log.WaitFor("Reload date/time is in the past - ignoring");
        File.WriteAllText(file, "2099-12-31 23:59:59\n");
        await daemon.Log.WaitFor("Scheduling reload for 2099-12-31 23:59:59");
        File.Delete(file);
        await daemon.Log.WaitFor("Cancelling reload scheduled for 2099-12-31 23:59:59");
        var soon = DateTimeOffset.UtcNow.AddSeconds(2);
        File.WriteAllText(file, soon.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + "Z\n");
        await daemon.Log.WaitFor("Scheduling reload for ");
        await daemon.Log.WaitFor("Reload complete");
        Assert.False(File.Exists(file));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_network_namespace_is_entered_by_the_configuration(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.StartOutside(segment, which, $"net_namespace {segment.Host(1)}\n" + Conf.Router(100));
        await daemon.BecomesMaster();
        Assert.Contains(Conf.Virtual, segment.Addresses(1));
        Assert.Equal(0, await daemon.Stop());
        Assert.DoesNotContain(Conf.Virtual, segment.Addresses(1));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task The_child_runs_with_the_priority_and_the_name_of_the_configuration(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: "vrrp_priority -7\n vrrp_process_name kv_vrrp\n vrrp_cpu_affinity 0"));
        await daemon.BecomesMaster();
        // /proc/PID/stat: nice is the 19th field, the name has no blank.
        var stat = File.ReadAllText($"/proc/{daemon.ChildId}/stat").Split(' ');
        Assert.Equal("-7", stat[18]);
        Assert.Equal("(kv_vrrp)", stat[1]);
        Assert.Contains("Cpus_allowed_list:\t0\n", File.ReadAllText($"/proc/{daemon.ChildId}/status"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task With_d_what_was_understood_is_logged(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100), "-d");
        await daemon.Log.WaitFor("------< Global definitions >------");
        await daemon.Log.WaitFor(" Router ID = test");
        await daemon.Log.WaitFor("------< VRRP Topology >------");
        await daemon.Log.WaitFor(" VRRP Instance = VI_1");
        await daemon.Log.WaitFor("     10.77.0.100/24 dev eth0 scope global");
        await daemon.Log.WaitFor("------< Interfaces >------");
    }

    /// <summary>2.2.7 tells only when its parent is systemd itself.</summary>
    [SkippableFact]
    public async Task The_service_manager_is_told()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var path = Path.Combine(segment.Folder, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        segment.Environment["NOTIFY_SOCKET"] = path;
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100));
        Assert.Contains("READY=1", await Receive(manager), StringComparison.Ordinal);
        daemon.Signal("HUP");
        Assert.Contains("RELOADING=1", await Receive(manager), StringComparison.Ordinal);
        Assert.Contains("READY=1", await Receive(manager), StringComparison.Ordinal);
        daemon.Signal("TERM");
        Assert.Contains("STOPPING=1", await Receive(manager), StringComparison.Ordinal);
        await daemon.Exit();
    }

    private static async Task<string> Receive(Socket socket)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, end.Token));
    }

    private static async Task<(string Output, int Code)> Output(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (text, process.ExitCode);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task The_child_may_run_in_real_time_and_out_of_the_reach_of_swapping(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: "vrrp_rt_priority 3\n vrrp_rlimit_rttime 50000\n vrrp_no_swap"));
        await daemon.BecomesMaster();
        // /proc/PID/stat: the real-time priority is the 40th field, the scheduler the 41st (SCHED_RR and its flag to be reset are 2).
        var stat = File.ReadAllText($"/proc/{daemon.ChildId}/stat").Split(' ');
        Assert.Equal(("3", "2"), (stat[39], stat[40]));
        Assert.Contains("50000", File.ReadLines($"/proc/{daemon.ChildId}/limits").Single(line => line.StartsWith("Max realtime timeout", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("VmLck:\t       0 kB", File.ReadAllText($"/proc/{daemon.ChildId}/status"), StringComparison.Ordinal);
    }
}
