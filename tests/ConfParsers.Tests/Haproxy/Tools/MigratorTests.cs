using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Migration;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy.Tools;

/// <summary>Old keywords become what took their place; the rest of the file is not touched.</summary>
public sealed class MigratorTests
{
    private const string Frame = "defaults\n mode http\n timeout connect 1s\n timeout client 1s\n timeout server 1s\nfrontend f\n bind :80\n";

    /// <summary>An old line and what takes its place; nothing where it is dropped.</summary>
    public static TheoryData<string, string> Lines { get; } = new()
    {
        { "clitimeout 5s", "timeout client 5s" },
        { "contimeout 4000", "timeout connect 4000" },
        { "srvtimeout 50s # slow", "timeout server 50s  # slow" },
        { "redispatch", "option redispatch" },
        { "option forceclose", "option httpclose" },
        { "option http-tunnel", "" },
        { "bind-process 1", "" },
        { "grace 5s", "" },
        { "monitor-net 10.0.0.0/8", "http-request return status 200 if { src 10.0.0.0/8 }" },
        { "block if { path /x }", "http-request deny if { path /x }" },
        { @"reqadd X-Proto:\ https if { ssl_fc }", "http-request add-header X-Proto https if { ssl_fc }" },
        { @"rspadd ""Set-Cookie: a=100%""", "http-response add-header Set-Cookie a=100%%" },
        { "reqidel ^X-Forwarded-For:.*", "http-request del-header X-Forwarded-For" },
        { "rspdel ^Server:", "http-response del-header Server" },
        { @"reqrep ^Host:\ www.(.*)$ Host:\ \1", @"http-request replace-header Host '^www.(.*)$' '\1'" },
        { @"reqirep ^Host:\ Www.(.*) Host:\ \1", @"http-request replace-header Host (?i)^Www.(.*) '\1'" },
        { @"rspirep ^Location:\ http://(.*) Location:\ https://\1", @"http-response replace-header Location (?i)^http://(.*) 'https://\1'" },
        { @"reqrep ^([^\ :]*)\ /static/(.*) \1\ /\2", @"http-request replace-uri ^/static/(.*) '/\1'" },
        { @"reqrep ^([^\ ]*)\ /a/(b|c)/(.*) ""\1 /\2/new/\3"" if { path_beg /a }", @"http-request replace-uri ^/a/(b|c)/(.*) '/\1/new/\2' if { path_beg /a }" },
        { @"reqideny ^User-Agent:\ *bad if { path /x }", @"http-request deny if { req.hdr(User-Agent) -m reg -i -- ^bad } { path /x }" },
        { "reqtarpit ^X-Bad:", "http-request tarpit if { req.hdr(X-Bad) -m found }" },
        { "rspdeny ^X-Secret:", "http-response deny if { res.hdr(X-Secret) -m found }" },
        { "timeout clitimeout 5s", "timeout client 5s" },
        { "no option http-tunnel", "" },
        { "no option forceclose", "" },
        { "option tcpsplice", "" },
        { "option independant-streams", "option independent-streams" },
        { "bind :81 process 2 name n", "bind :81 name n" },
        { "bind :81 process 1/1-2", "bind :81 thread 1-2" },
        { @"reqrep ^([^\ ]*\ /)foo[/]?(.*) \1\2", @"http-request replace-uri ^/foo[/]?(.*) '/\1'" },
        { @"rspirep ^(Set-Cookie:.*) \1;\ Secure", @"http-response replace-header Set-Cookie (?i)^(.*) '\1; Secure'" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_becomes_what_took_its_place(string before, string after)
    {
        var result = Migrate($"{Frame} {before}\n");
        var expected = after.Length == 0 ? Frame : $"{Frame} {after}\n";
        Assert.Equal(expected, result.Text);
        Assert.Single(result.Changes);
        Assert.Empty(result.Remaining);
    }

    [Theory]
    [InlineData("reqadd")]
    [InlineData("monitor-net")]
    [InlineData("appsession JSESSIONID len 52 timeout 3h")]
    [InlineData("reqsetbe ^Host:\\ x back")]
    [InlineData("option http_proxy")]
    [InlineData("reqpass ^X:")]
    [InlineData(@"reqrep ^([^\ ]*)\ /a(.*)\ HTTP/1.0 \1\ /b\2\ HTTP/1.1")]
    [InlineData(@"reqrep a.*b c")]
    [InlineData("reqdeny ^X: unless { path /x }")]
    public void What_has_no_equal_stays_and_is_named(string line)
    {
        var result = Migrate($"{Frame} {line}\n");
        Assert.Equal($"{Frame} {line}\n", result.Text);
        Assert.Empty(result.Changes);
        Assert.Equal(8, Assert.Single(result.Remaining).Place!.Value.Line);
    }

    [SkippableFact]
    public async Task The_real_one_refuses_each_old_line_and_accepts_the_new()
    {
        Skip.IfNot(await RealHaproxy.IsThere(), "haproxy 2.6.12 is not installed");
        foreach (var row in Lines)
        {
            var old = $"{Frame} {row[0]}\n";
            // What 2.6 still takes, with a warning.
            if (!((string)row[0]).Contains("process 1", StringComparison.Ordinal)) Assert.Equal(((string)row[0], 1), ((string)row[0], (await Ask(old)).Exit));
            var answer = await Ask(Migrate(old).Text);
            Assert.True(answer.Exit == 0, $"{row[0]}: {answer.Errors}");
        }

        static Task<Answer> Ask(string text) => RealHaproxy.Answer(new ConfigCase("old", ["-c", "-f", "haproxy.cfg"], [], ByteText.Encode(text), new Answer(0, "", "")));
    }

    [Theory]
    [InlineData("http", "http-request return status 200 if { src 10.0.0.0/8 }")]
    [InlineData("tcp", "tcp-request connection reject if { src 10.0.0.0/8 }")]
    public void A_monitored_network_is_answered_as_the_mode_says(string mode, string rule)
    {
        Assert.Equal($"listen l\n {rule}\n mode {mode}\n", Migrate($"listen l\n monitor-net 10.0.0.0/8\n mode {mode}\n").Text);
        Assert.Equal($"defaults\n mode {mode}\nlisten l\n {rule}\n", Migrate($"defaults\n mode {mode}\nlisten l\n monitor-net 10.0.0.0/8\n").Text);
    }

    [Fact]
    public void Cpus_of_processes_become_those_of_threads() =>
        Assert.Equal("global\n nbthread 2\n cpu-map 1/1 0\n cpu-map auto:1/1-2 0-1\n", Migrate("global\n nbproc 2\n cpu-map 1 0\n cpu-map auto:1-2 0-1\n").Text);

    [Fact]
    public void Processes_become_threads_and_addresses_bind_lines()
    {
        var result = Migrate("global\n\tnbproc 4 # cores\n\tstats bind-process 1\n\nlisten x :80,:81 name n\n\tmode http");
        Assert.Equal("global\n\tnbthread 4  # cores\n\nlisten x\n    bind :80,:81 name n\n\tmode http\n", result.Text);
        Assert.Equal(4, result.Changes.Count);
        Assert.Equal("global\n nbthread 2\n", Migrate("global\n nbthread 2\n nbproc 2\n").Text);
    }

    [Fact]
    public void What_was_migrated_is_not_refused_any_more()
    {
        var text = $"global\n nbproc 2\n{Frame} reqadd X:\\ y\n reqrep ^([^\\ ]*)\\ /a/(.*) \\1\\ /b/\\2\n block if {{ path /x }}\n clitimeout 4s\nlisten l :81\n monitor-net 10.0.0.0/8\n";
        Assert.Contains(Load(text).Diagnostics.Items, finding => finding.Kind == DiagnosticKind.Removed);
        var after = Load(Migrate(text).Text).Diagnostics.Items;
        Assert.DoesNotContain(after, finding => finding.Kind is DiagnosticKind.Removed or DiagnosticKind.UnknownKeyword);
    }

    [Fact]
    public void A_file_of_today_stays_as_it_is()
    {
        foreach (var name in ConfigCase.Names().Where(name => ConfigCase.Read(name).Recorded.Exit == 0))
        {
            var source = new SourceText(name, ConfigCase.Read(name).Config);
            var result = Migrator.Migrate(source);
            if (result.Changes.Count == 0) Assert.Equal(source.Bytes.ToArray(), ByteText.Encode(result.Text));
            Assert.All(result.Changes, change => Assert.Contains("process", change.Text, StringComparison.Ordinal));
        }
    }

    private static LoadResult Load(string text) => HaproxyConfig.Parse(text, options: new LoadOptions { Strict = true });

    private static MigrationResult Migrate(string text) => Migrator.Migrate(new SourceText("haproxy.cfg", ByteText.Encode(text)));
}
