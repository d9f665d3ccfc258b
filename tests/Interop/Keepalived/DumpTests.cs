using System.Text.Json;
using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>What signals write: the layouts of the real keepalived, because people's tools read them.</summary>
[Collection("keepalived")]
public sealed partial class DumpTests
{
    private const string Everything = """
        track_file load {
            file /nowhere/load
            weight 2
        }
        vrrp_track_process web {
            process kvnothing with words
            param_match partial
            quorum_max 3
            delay 0.5
            weight 5
        }
        vrrp_sync_group G {
            group {
                VI_2
                VI_3
            }
        }
        """;

    private const string Inside = """
        nopreempt
            garp_master_refresh 60
            notify_priority_changes on
            smtp_alert
            notify_deleted
            notify_master "/usr/bin/true one 'two words'"
            notify "/usr/bin/true any"
            track_file {
                load weight 3
            }
            track_process {
                web
            }
            virtual_ipaddress_excluded {
                10.77.0.110/24 label eth0:x
            }
        """;

    [SkippableFact]
    public async Task The_data_of_both_programs_have_the_same_lines()
    {
        Segment.SkipWithoutMeans();
        string[] real = Masked(await Data(Which.Real));
        string[] ours = Masked(await Data(Which.Ours));
        // What the original says of its inner life, of nftables and of other programs' settings it changed, has no counterpart.
        Assert.Equal(string.Join('\n', real.Where(line => !Inner().IsMatch(line))), string.Join('\n', ours));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Statistics_are_counted_and_cleared(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100));
        await daemon.BecomesMaster();
        var text = await daemon.Dump("USR2", "keepalived.stats");
        Assert.Matches("""
            ^VRRP Instance: VI_1
              Advertisements:
                Received: 0
                Sent: [1-9]\d*
              Became master: 1
              Released master: 0
              Packet Errors:
                Length: 0
                TTL: 0
                Invalid Type: 0
                Advertisement Interval: 0
                Address List: 0
              Authentication Errors:
                Invalid Type: 0
                Type Mismatch: 0
                Failure: 0
              Priority Zero:
                Received: 0
                Sent: 0
            """.ReplaceLineEndings("\n"), text);
        Assert.Matches("Became master: 1\n", await daemon.Dump("63", "keepalived.stats"));
        Assert.Matches("Became master: 0\n", await daemon.Dump("USR2", "keepalived.stats"));
    }

    [SkippableFact]
    public async Task The_JSON_of_both_programs_has_the_same_fields_and_ours_no_password()
    {
        Segment.SkipWithoutMeans();
        var real = Flat(await Json(Which.Real));
        var ours = Flat(await Json(Which.Ours));
        Assert.Equal(real.Keys, ours.Keys);
        string[] differ = [.. real.Keys.Where(key => real[key] != ours[key]).Where(key => !key.EndsWith("advert_sent", StringComparison.Ordinal) && !key.EndsWith("last_transition", StringComparison.Ordinal))];
        Assert.Equal(["0.data.auth_data"], differ);
        Assert.Equal("********", ours["0.data.auth_data"]);
    }

    [SkippableFact]
    public async Task A_dump_replaces_a_symbolic_link_and_is_the_owners_only()
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100));
        await daemon.BecomesMaster();
        var victim = Path.Combine(segment.Folder, "victim");
        File.WriteAllText(victim, "untouched");
        var path = Path.Combine(daemon.Folder, "keepalived.data");
        File.CreateSymbolicLink(path, victim);
        using var written = new FileAwaiter(daemon.Folder, "keepalived.data");
        daemon.Signal("USR1");
        await written.Contains("VRRP Topology");
        Assert.Equal("untouched", File.ReadAllText(victim));
        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static async Task<string> Data(Which which)
    {
        using var segment = new Segment(1);
        var configuration = Conf.Router(100, before: Everything, inside: Inside, global: "vrrp_garp_interval 0.001\n notification_email {\n a@example.org\n }\n smtp_server 127.0.0.1 2525\n vrrp_notify_priority_changes")
            .Replace("/nowhere", segment.Folder, StringComparison.Ordinal)
            + Conf.Instance("VI_2", 52, 90, "10.77.0.102/24", "preempt_delay 2") + Conf.Instance("VI_3", 53, 90, "fd77::103/64\n", "").Replace("fd77::103/64", "fe80::103/64\n fd77::103/64", StringComparison.Ordinal);
        var daemon = Daemon.Start(segment, 1, which, configuration);
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("VRRP_Group(G) Syncing instances to MASTER state");
        var data = await daemon.Dump("USR1", "keepalived.data");
        return data.Replace(segment.Folder, "FOLDER", StringComparison.Ordinal);
    }

    private static async Task<string> Json(Which which)
    {
        using var segment = new Segment(1);
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, version: 2, interval: 1, inside: Conf.Password("secret12") + "\n" + "notify_master /usr/bin/true\n notify_fault \"/usr/bin/true x\"\n smtp_alert"));
        await daemon.BecomesMaster();
        return await daemon.Dump("36", "keepalived.json");
    }

    private static string[] Masked(string data) => [.. data.TrimEnd().Split('\n').Select(line => Descriptors().Replace(Times().Replace(line.TrimEnd(), "TIME"), "N"))];

    private static SortedDictionary<string, string> Flat(string json)
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("", JsonDocument.Parse(json).RootElement);
        return flat;

        void Add(string path, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var each in element.EnumerateObject()) Add($"{path}.{each.Name}", each.Value);
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                var index = 0;
                foreach (var each in element.EnumerateArray()) Add(path.Length == 0 ? $"{index++}" : $"{path}.{index++}", each);
            }
            else
            {
                flat[path] = element.ToString();
            }
        }
    }

    [GeneratedRegex(@"\d{9,10}\.\d{6} \([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();

    [GeneratedRegex(@"(?<=fd_in |fd_out = |fd_out )\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Descriptors();

    [GeneratedRegex(@"^ (nftables|libnftnl)|^   (Reset |Original |Not IPv6 forwarding|rp_filter|Gratuitous ARP interval)|^------< (Gratuitous ARP delays|GARP delay group)|^ GARP |^ Interfaces$|^  eth", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();
}
