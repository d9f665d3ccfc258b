using System.Runtime.CompilerServices;
using ConfParsers.Haproxy;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Tests;

/// <summary>The README's example is code that runs: its lines are those of this test.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_this_code_and_runs()
    {
        var text = ThisSource();
        foreach (var line in Example())
        {
            // The test reads and writes elsewhere; everything else is the same.
            if (line.StartsWith("using ", StringComparison.Ordinal)) Assert.Contains(line, text, StringComparison.Ordinal);
            else if (line.Length > 0) Assert.Contains(line.Replace("FileSystem.Instance", "files", StringComparison.Ordinal).Replace("Console.", "output.", StringComparison.Ordinal).Trim(), text, StringComparison.Ordinal);
        }

        var files = new InMemoryFiles().Add("haproxy.cfg", """
            frontend f
                bind :80
                timeout client 1s
                default_backend b
            backend b
                timeout connect 2s
                timeout server 1m
                stick-table type ip size 1k expire 30m
                stick on src
                server s 127.0.0.1:80 weight 7 check inter 500ms

            """);
        using var output = new StringWriter();
        Run(files, output);
        Assert.Equal("""
            f leads to 1 servers of b, declared at haproxy.cfg:5
            b waits 2000 ms for a server
            b/s weight 7, checked every 0.5 s
            b keeps clients in b: 1024 entries for 00:30:00

            """, output.ToString());
    }

    private static void Run(IFiles files, TextWriter output)
    {
        var result = HaproxyConfig.Load(["haproxy.cfg"], files, environment: []);
        output.Write(Explanation.Render(result.Diagnostics.Items));

        foreach (var proxy in result.Model?.Proxies ?? [])
        {
            // A name that a line says is a reference: Target is the very backend, table or section that it means.
            if (proxy.DefaultBackend?.Target is { } backend) output.WriteLine($"{proxy.Name} leads to {backend.Servers.Length} servers of {backend.Name}, declared at {backend.Place}");
            // Times are TimeSpan whatever unit was written, sizes are bytes.
            if (proxy.Timeouts.Connect is { } patience) output.WriteLine($"{proxy.Name} waits {patience.TotalMilliseconds} ms for a server");
            foreach (var server in proxy.Servers) output.WriteLine($"{proxy.Name}/{server.Name} weight {server.Weight}, checked every {server.Check?.Interval.TotalSeconds ?? 0} s");
            foreach (var table in proxy.StickRules.Select(rule => rule.Table.Target)) output.WriteLine($"{proxy.Name} keeps clients in {table?.Name}: {table?.Size} entries for {table?.Expire}");
        }
    }

    private static string[] Example([CallerFilePath] string file = "")
    {
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "../../README.md"));
        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        return readme[start..readme.IndexOf("```\n", start, StringComparison.Ordinal)].Split('\n');
    }

    private static string ThisSource([CallerFilePath] string file = "") => File.ReadAllText(file);
}
