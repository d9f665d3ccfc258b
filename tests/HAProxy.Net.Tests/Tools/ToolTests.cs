using System.Diagnostics;
using System.Text.Json;
using Testing;

namespace HAProxy.Net.Tests.Tools;

/// <summary>The tools beside the proxy, as a user calls them: the built program, its output and its exit code.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ToolTests : IDisposable
{
    private const string Sound = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n\nlisten l\n    bind 127.0.0.1:26001\n    server s 127.0.0.1:26002 check\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("tools").FullName;

    [SkippableFact]
    public async Task Fmt_prints_writes_and_checks()
    {
        Write("a.cfg", "global\n  daemon # x\n");
        Assert.Equal((0, "global\n    daemon  # x\n"), await Run("fmt", "a.cfg"));
        Assert.Equal((1, "a.cfg\n"), await Run("fmt", "--check", "a.cfg"));
        File.SetUnixFileMode(Path.Combine(_folder, "a.cfg"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal((0, ""), await Run("fmt", "-w", "a.cfg"));
        Assert.Equal((0, ""), await Run("fmt", "--check", "a.cfg"));
        Assert.Equal("global\n    daemon  # x\n", await File.ReadAllTextAsync(Path.Combine(_folder, "a.cfg")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "a.cfg")));
        Assert.Equal(["a.cfg"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [SkippableFact]
    public async Task Migrate_ends_with_1_when_something_remains()
    {
        Write("a.cfg", "global\n nbproc 4\n");
        Write("b.cfg", "frontend f\n reqpass x\n");
        Assert.Equal((0, "global\n nbthread 4\n"), await Run("migrate", "a.cfg"));
        Assert.Equal((1, "frontend f\n reqpass x\n"), await Run("migrate", "b.cfg"));
        // 2.6 refuses what was no good in its own day either.
        Write("c.cfg", "global\n nbproc 4\n maxconn 5 6\n");
        Assert.Equal((1, "global\n nbthread 4\n maxconn 5 6\n"), await Run("migrate", "c.cfg"));
    }

    [SkippableFact]
    public async Task Lint_names_its_rules_in_every_format()
    {
        Write("a.cfg", Sound.Replace("check", "check weight", StringComparison.Ordinal));
        var (code, text) = await Run("lint", "a.cfg");
        Assert.Equal(1, code);
        Assert.Contains("warning[value-missing]: 'weight' without a number is weight 0", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Run("lint", "--format=json", "a.cfg")).Output);
        Assert.Contains(json.RootElement.GetProperty("diagnostics").EnumerateArray(), finding => finding.GetProperty("rule").GetString() == "value-missing");
        Write("b.cfg", Sound);
        Assert.Equal((0, ""), await Run("lint", "b.cfg"));
    }

    [SkippableFact]
    public async Task A_check_tells_the_same_verdict_in_every_format()
    {
        Write("good.cfg", Sound);
        Write("bad.cfg", "global\n maxcon 5\n");
        Write("none.cfg", "global\n");
        foreach (var (file, code) in ((string, int)[])[("good.cfg", 0), ("bad.cfg", 1), ("none.cfg", 2)])
        {
            Assert.Equal(code, (await Run("-c", "-f", file)).Code);
            Assert.Equal(code, (await Run("-c", "--explain", "-f", file)).Code);
            var (jsonCode, json) = await Run("-c", "--format=json", "-f", file);
            using var parsed = JsonDocument.Parse(json);
            Assert.Equal((code, code != 1), (jsonCode, parsed.RootElement.GetProperty("valid").GetBoolean()));
            var (sarifCode, sarif) = await Run("-c", "--format=sarif", "-f", file);
            Assert.Equal(code, sarifCode);
            JsonDocument.Parse(sarif).Dispose();
        }

        Assert.Equal(1, (await Run("-c", "--format=xml", "-f", "good.cfg")).Code);
    }

    [SkippableFact]
    public async Task Dump_prints_the_model()
    {
        Write("a.cfg", Sound + "    http-request set-header X %[src,ipmask(24)] if { path_beg /a }\n");
        var (code, output) = await Run("dump", "a.cfg");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var proxy = json.RootElement.GetProperty("proxies")[0];
        Assert.Equal(5000, proxy.GetProperty("timeouts").GetProperty("connect").GetDouble());
        var rule = proxy.GetProperty("httpRequest")[0];
        Assert.Equal(("setHeader", "X", "a.cfg:10"), (
            rule.GetProperty("action").GetProperty("is").GetString(), rule.GetProperty("action").GetProperty("name").GetString(), rule.GetProperty("place").GetString()));
        Write("b.cfg", "nonsense\n");
        Assert.Equal((1, ""), await Run("dump", "b.cfg"));
    }

    [SkippableFact]
    public async Task Completion_and_manual_page_speak_of_every_option()
    {
        var (_, bash) = await Run("completion", "bash");
        var (_, fish) = await Run("completion", "fish");
        var (_, page) = await Run("man");
        foreach (var option in (string[])["-sf", "-Ws", "--strict", "-x"])
        {
            Assert.Contains(option, bash, StringComparison.Ordinal);
            Assert.Contains(option.TrimStart('-'), fish, StringComparison.Ordinal);
            Assert.Contains("\\fB" + option.Replace("-", "\\-", StringComparison.Ordinal) + "\\fR", page, StringComparison.Ordinal);
        }

        Assert.Contains("\\fBtimeout\\fR <kind> <timeout>", page, StringComparison.Ordinal);
        Write("script", bash);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-n", Path.Combine(_folder, "script")]))!;
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }

    [SkippableTheory]
    [InlineData("--format = j", "json")]
    [InlineData("-c --format = ", "text json sarif")]
    [InlineData("lint --format =", "text json sarif")]
    [InlineData("dump --format = ", "json")]
    [InlineData("lint --f", "--format=")]
    [InlineData("fmt -", "-w --check")]
    [InlineData("migrate -", "-w")]
    [InlineData("--e", "--explain")]
    [InlineData("-c -n ", "")]
    [InlineData("-f n", "n.cfg")]
    [InlineData("lint n", "n.cfg")]
    [InlineData("completion z", "zsh")]
    [InlineData("mi", "migrate")]
    public async Task Bash_completes(string typed, string offered)
    {
        var (_, script) = await Run("completion", "bash");
        Write("n.cfg", "");
        Write("try", $"{script}\ncompopt() {{ :; }}\nCOMP_WORDS=(haproxy.net {string.Join(' ', typed.Split(' ').Select(word => $"'{word}'"))})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n_haproxy_net\necho \"${{COMPREPLY[@]}}\"\n");
        Assert.Equal((0, offered + "\n"), await Start("bash", "try"));
    }

    [SkippableFact]
    public async Task The_manual_page_says_each_option_once()
    {
        var entries = (await Run("man")).Output.Split(".TP\n").Skip(1).Select(entry => entry.Split('\n')).ToArray();
        var options = entries.Select(entry => entry[0]).Where(head => head.StartsWith(@"\fB\-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(options.Length, options.Distinct().Count());
        Assert.All(entries, entry => Assert.DoesNotMatch(@"^(\\&)?\\-", entry[1]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        Skip.If(Binaries.HAProxyNet is null, "haproxy.net is not built");
        return await Start(Binaries.HAProxyNet, arguments);
    }

    private async Task<(int Code, string Output)> Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
