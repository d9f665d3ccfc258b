using System.Text.Json;
using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>What signals write: the layouts of the real keepalived, because people's tools read them.</summary>
public sealed partial class DumpTests
{
    [SkippableTheory]
    [InlineData(nameof(DumpConfigurations.Groups))]
    [InlineData(nameof(DumpConfigurations.Trackers))]
    [InlineData(nameof(DumpConfigurations.Strict))]
    [InlineData(nameof(DumpConfigurations.Routes))]
    [InlineData(nameof(DumpConfigurations.Authenticated))]
    public async Task The_dumps_of_both_programs_say_the_same(string name)
    {
        Segment.SkipWithoutMeans();
        var real = await Dumps(Which.Real, DumpConfigurations.All[name]);
        var ours = await Dumps(Which.Ours, DumpConfigurations.All[name]);
        // What the original says of its inner life and of other programs' settings it changed has no counterpart.
        Assert.Equal(string.Join('\n', Masked(real.Data).Where(line => !Inner().IsMatch(line))), string.Join('\n', Masked(ours.Data).Where(line => !Inner().IsMatch(line))));
        Assert.Equal(string.Join('\n', Masked(real.Parent).Where(line => !Inner().IsMatch(line) && !Unset().IsMatch(line))), string.Join('\n', Masked(ours.Parent).Where(line => !Inner().IsMatch(line) && !Unset().IsMatch(line))));
        var (left, right) = (real.Json, ours.Json);
        Assert.Equal(left.Keys, right.Keys);
        string[] differ = [.. left.Keys.Where(key => left[key] != right[key]).Where(key => !Moving().IsMatch(key))];
        Assert.All(differ, key => Assert.EndsWith("auth_data", key, StringComparison.Ordinal));
        Assert.All(differ, key => Assert.Equal("********", right[key]));
        Assert.Equal(Numbers().Replace(real.Statistics, "N"), Numbers().Replace(ours.Statistics, "N"));
        Assert.Equal(real.Mode, ours.Mode);
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

    private static async Task<(string Data, string Parent, SortedDictionary<string, string> Json, string Statistics, UnixFileMode Mode)> Dumps(Which which, string configuration)
    {
        using var segment = new Segment(1);
        segment.AddSecondLink();
        Conf.WriteScript(segment, "chk.sh", "exit 0");
        File.WriteAllText(Path.Combine(segment.Folder, "number"), "3");
        var daemon = Daemon.Start(segment, 1, which, configuration.Replace("FOLDER", segment.Folder, StringComparison.Ordinal));
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("(VI_2) Entering MASTER STATE");
        await daemon.Log.Has("(VI_2) Sending/queueing gratuitous ARPs");
        var data = await daemon.Dump("USR1", "keepalived.data");
        using var written = new FileAwaiter(daemon.Folder, "keepalived_parent.data");
        await written.Contains("umask");
        return (Own(data), Own(File.ReadAllText(Path.Combine(daemon.Folder, "keepalived_parent.data"))), Flat(await daemon.Dump("36", "keepalived.json"), Own), await daemon.Dump("USR2", "keepalived.stats"),
            File.GetUnixFileMode(Path.Combine(daemon.Folder, "keepalived.data")));

        string Own(string text) => text.Replace(segment.Folder, "FOLDER", StringComparison.Ordinal);
    }

    private static string[] Masked(string data) => [.. data.TrimEnd().Split('\n').Select(line => Installed().Replace(Descriptors().Replace(Times().Replace(line.TrimEnd(), "TIME"), "N"), ""))];

    /// <param name="own">Of each text what does not depend on the run.</param>
    private static SortedDictionary<string, string> Flat(string json, Func<string, string> own)
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
                flat[path] = Installed().Replace(own(element.ToString()), "");
            }
        }
    }

    [GeneratedRegex(@"\d{9,10}\.\d{6} \([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();

    [GeneratedRegex(@"(?<=fd_in |fd_out = |fd_out )\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Descriptors();

    [GeneratedRegex(@"^ (libnftnl|GARP next|GNA next)|^   (Reset |Original |Not IPv6 forwarding|rp_filter|index = |Password = )|^   Multicast address ff02", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();

    /// <summary>The parent's file of 2.2.7 shows the number that stands for "not said".</summary>
    [GeneratedRegex(@"^ Gratuitous ARP lower priority|^ (Global|VRRP) notify fifo script", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unset();

    /// <summary>Whether the original has heard of its own route depends on the moment.</summary>
    [GeneratedRegex(@" \[installed ifindex \d+\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Installed();

    [GeneratedRegex(@"advert_sent$|last_transition$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Moving();

    [GeneratedRegex(@"(?<=Sent: )[1-9]\d*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
