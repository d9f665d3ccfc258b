using System.Diagnostics;
using Keepalived.Net.CommandLine;
using Testing;

namespace Interop.Keepalived;

/// <summary>The files of samples/conf that belong to the running daemon: alert rules as promtool sees them, the unit as our command line does.</summary>
public sealed class SampleTests
{
    [SkippableTheory]
    [InlineData("check", "keepalived.rules.yml")]
    [InlineData("test", "keepalived.rules.test.yml")]
    public async Task Alert_rules_hold_what_they_promise(string verb, string file)
    {
        Skip.IfNot(File.Exists("/usr/bin/promtool"), "promtool (Debian package prometheus) is not installed");
        var start = new ProcessStartInfo("promtool", [verb, "rules", file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Binaries.Root, "samples/conf/prometheus"),
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, text);
    }

    [Fact]
    public void The_unit_starts_the_daemon_in_the_foreground()
    {
        var lines = File.ReadAllLines(Path.Combine(Binaries.Root, "samples/conf/systemd/keepalived.net.service"));
        var command = Assert.Single(lines, line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).Split(' ');
        var arguments = Arguments.Parse([.. command[1..].Where(word => !word.StartsWith('$'))]);
        Assert.Null(arguments.Fault);
        Assert.True(arguments.Options.DontFork);
        Assert.Contains("Type=notify", lines);
    }
}
