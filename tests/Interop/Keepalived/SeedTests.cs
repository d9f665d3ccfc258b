using Testing;

namespace Interop.Keepalived;

/// <summary>
/// The user's own two files (samples/conf/keepalived): ours takes them as they are; the real one needs vrrp_script moved to the front, else it
/// never runs the check.
/// </summary>
public sealed class SeedTests
{
    private const string VirtualIp = "192.168.1.100/24";

    [SkippableTheory]
    [InlineData(Which.Real, Which.Real)]
    [InlineData(Which.Ours, Which.Real)]
    [InlineData(Which.Real, Which.Ours)]
    public async Task The_master_file_beats_the_backup_file_and_a_failing_check_turns_it_round(Which master, Which backup)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(addresses: host => $"192.168.1.{host}/24");
        var flag = Path.Combine(segment.Folder, "fail");
        var script = Conf.WriteScript(segment, "check_http.sh", $"! test -e {flag}");
        var first = Daemon.Start(segment, 1, master, Text("keepalived-master.conf", master, script));
        await first.Log.WaitFor("VRRP_Script(chk_http_port) succeeded");
        await first.BecomesMaster();
        var second = Daemon.Start(segment, 2, backup, Text("keepalived-backup.conf", backup, Conf.WriteScript(segment, "good.sh", "exit 0")));
        await second.BecomesBackup();
        Assert.Contains(VirtualIp, segment.Addresses(1));

        File.WriteAllText(flag, "");
        await first.Log.WaitFor("VRRP_Script(chk_http_port) failed (exited with status 1)");
        await first.Log.WaitFor("(VI_1) Changing effective priority from 100 to 80");
        await second.BecomesMaster();
        await first.BecomesBackup();
        await second.Log.WaitFor("Sending gratuitous ARP");
        Assert.Contains(VirtualIp, segment.Addresses(2));
        Assert.DoesNotContain(VirtualIp, segment.Addresses(1));
    }

    /// <summary>The user's file; only the script's path is the test's, and for the real one the order of the blocks.</summary>
    private static string Text(string name, Which which, string script)
    {
        var text = File.ReadAllText(Path.Combine(Binaries.Root, "samples/conf/keepalived", name)).Replace("/etc/keepalived/check_http.sh", script, StringComparison.Ordinal);
        // Without a user of scripts the original falls back to root only when it is told so.
        text = text.Replace("global_defs {", "global_defs {\n    script_user root", StringComparison.Ordinal);
        if (which == Which.Ours) return text;
        var block = text.IndexOf("vrrp_script ", StringComparison.Ordinal);
        return text[block..] + "\n" + text[..block];
    }
}
