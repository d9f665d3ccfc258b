namespace Interop.Keepalived;

/// <summary>Tracked interfaces, files and processes: what they change, on the real keepalived and on ours.</summary>
public sealed class TrackingTests
{
    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task The_number_in_a_file_times_the_weight_is_added_to_the_priority(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "load");
        File.WriteAllText(file, "5\n");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: TrackFile(file), inside: "track_file {\n load weight -2\n }"));
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 90");
        await daemon.BecomesMaster();
        File.WriteAllText(file, "-10");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 90 to 120");
        File.WriteAllText(file, "no number");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 120 to 100");

        // Replaced, as editors do it, and removed.
        File.WriteAllText(file + ".new", "7");
        File.Move(file + ".new", file, overwrite: true);
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 86");
        File.Delete(file);
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 86 to 100");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_product_of_254_below_means_FAULT(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "load");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: TrackFile(file), inside: "track_file {\n load weight 2\n }"));
        await daemon.BecomesMaster();
        File.WriteAllText(file, "-127");
        await daemon.Log.Has("(VI_1): tracked file load now FAULT state");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        await daemon.Log.WaitFor("(VI_1) sent 0 priority");
        File.WriteAllText(file, "0");
        await daemon.Log.Has("(VI_1): tracked file load leaving FAULT state");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Weight_0_makes_any_number_but_0_a_FAULT(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "broken");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: TrackFile(file), inside: "track_file {\n load weight 0\n }"));
        await daemon.BecomesMaster();
        File.WriteAllText(file, "1");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        File.Delete(file);
        await daemon.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Init_file_gives_the_file_its_first_number(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "load");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: TrackFile(file, "init_file 20 overwrite"), inside: "track_file {\n load weight 1\n }"));
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 120");
        await daemon.BecomesMaster();
        Assert.Equal("20\n", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [SkippableTheory]
    [InlineData(Which.Real, "weight 7", "100 to 107", "107 to 100")]
    [InlineData(Which.Ours, "weight 7", "100 to 107", "107 to 100")]
    [InlineData(Which.Real, "weight -7", null, "100 to 93")]
    [InlineData(Which.Ours, "weight -7", null, "100 to 93")]
    [InlineData(Which.Real, "weight 5 reverse", "100 to 95", "95 to 100")]
    [InlineData(Which.Ours, "weight 5 reverse", "100 to 95", "95 to 100")]
    public async Task An_interface_changes_the_priority_by_its_weight(Which which, string weight, string? atStart, string whenDown)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        AddSecondInterface(segment);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, inside: $"track_interface {{\n eth1 {weight}\n }}"));
        if (atStart is not null) await daemon.Log.WaitFor($"(VI_1) Changing effective priority from {atStart}");
        await daemon.BecomesMaster();
        Segment.Ip($"-n {segment.Host(1)} link set peer1 down");
        await daemon.Log.WaitFor("Netlink reports eth1 down");
        await daemon.Log.WaitFor($"(VI_1) Changing effective priority from {whenDown}");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_link_that_comes_back_within_its_delay_was_never_down(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        AddSecondInterface(segment);
        var delays = "interface_up_down_delays {\n eth1 0.15 0.1\n }";
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: delays, inside: "track_interface {\n eth1\n }"));
        await daemon.BecomesMaster();
        Segment.Ip($"-n {segment.Host(1)} link set peer1 down");
        Segment.Ip($"-n {segment.Host(1)} link set peer1 up");
        // The next change is one that lasts: it alone is reported.
        daemon.Log.SkipToEnd();
        Segment.Ip($"-n {segment.Host(1)} link set peer1 down");
        await daemon.Log.WaitFor("Netlink reports eth1 down");
        await daemon.Log.WaitFor("(VI_1) Entering FAULT STATE");
        Assert.Equal(1, daemon.Log.All.Split("Netlink reports eth1 down").Length - 1);
        Segment.Ip($"-n {segment.Host(1)} link set peer1 up");
        await daemon.Log.WaitFor("Netlink reports eth1 up");
        await daemon.BecomesBackup();
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task What_a_sync_group_tracks_counts_for_each_member(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var file = Path.Combine(segment.Folder, "load");
        var second = Conf.Instance("VI_2", 52, 90, "10.77.0.102/24");
        var group = "vrrp_sync_group G {\n group {\n VI_1\n VI_2\n }\n track_file {\n load weight 3\n }\n }";
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: TrackFile(file) + "\n" + group) + second);
        await daemon.BecomesMaster();
        File.WriteAllText(file, "4");
        await daemon.Log.Has("(VI_1) Changing effective priority from 100 to 112");
        await daemon.Log.Has("(VI_2) Changing effective priority from 90 to 102");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task After_init_fail_a_script_needs_to_rise(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var script = Conf.WriteScript(segment, "good.sh", "exit 0");
        var block = Conf.Script(script, 0, rise: 2).Replace("interval 1", "interval 1\n init_fail", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: block, inside: Conf.TrackScript));
        await daemon.Log.WaitFor("VRRP_Script(chk) succeeded");
        await daemon.BecomesBackup();
        await daemon.BecomesMaster();
    }

    /// <summary>Process events exist in the first network namespace only: there no interface is touched, since the instance's does not exist.</summary>
    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Processes_are_counted_as_they_start_and_end(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        // Nobody else's process has this name.
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"kvt{Environment.ProcessId}{which}");
        var program = Path.Combine(segment.Folder, name);
        File.Copy("/bin/sleep", program);
        var configuration = $$"""
            global_defs {
                router_id test
                dynamic_interfaces
                vrrp_version 3
            }
            vrrp_track_process two {
                process {{name}}
                quorum 2
                weight 10
            }
            vrrp_track_process few {
                process {{program}} 1001
                param_match partial
                quorum_max 1
                weight -20
            }
            vrrp_instance VI_1 {
                interface kvnone0
                virtual_router_id 51
                priority 100
                track_process {
                    two
                    few
                }
                virtual_ipaddress {
                    10.77.0.100/24
                }
            }
            """;
        var daemon = Daemon.StartOutside(segment, which, configuration);
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 80");
        await daemon.Log.Has("proc_events has confirmed it is configured");
        _ = segment.Own(new Program(program, "1001"));
        await daemon.Log.WaitFor("Quorum gained for tracked process few");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 80 to 100");
        var second = segment.Own(new Program(program, "1002"));
        await daemon.Log.WaitFor("Quorum gained for tracked process two");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 100 to 110");
        var third = segment.Own(new Program(program, "1001", "5"));
        await daemon.Log.WaitFor("Quorum lost for tracked process few");
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 110 to 90");
        third.Dispose();
        await daemon.Log.WaitFor("(VI_1) Changing effective priority from 90 to 110");
        second.Dispose();
        await daemon.Log.WaitFor("Quorum lost for tracked process two");
    }

    /// <summary>A process to be counted; it ends with the test at the latest.</summary>
    private sealed class Program(string path, params string[] arguments) : IDisposable
    {
        private System.Diagnostics.Process? process = System.Diagnostics.Process.Start(path, arguments);

        public void Dispose()
        {
            process?.Kill();
            process?.WaitForExit();
            process?.Dispose();
            process = null;
        }
    }

    private static void AddSecondInterface(Segment segment)
    {
        Segment.Ip($"-n {segment.Host(1)} link add eth1 type veth peer name peer1");
        Segment.Ip($"-n {segment.Host(1)} link set eth1 up");
        Segment.Ip($"-n {segment.Host(1)} link set peer1 up");
        Segment.Ip($"-n {segment.Host(1)} addr add 10.78.0.1/24 dev eth1");
    }

    private static string TrackFile(string path, string more = "") => $$"""
        track_file load {
            file "{{path}}"
            {{more}}
        }
        """;
}
