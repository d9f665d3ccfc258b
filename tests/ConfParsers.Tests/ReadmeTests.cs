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

        var files = new InMemoryFiles().Add("haproxy.cfg", "backend b\n mode http\n timeout connect 1s\n timeout server 1s\n server s 127.0.0.1:80 weight 7\n");
        using var output = new StringWriter();
        Run(files, output);
        Assert.Equal("b/s weight 7, declared at haproxy.cfg:5\n", output.ToString());
    }

    private static void Run(IFiles files, TextWriter output)
    {
        var result = HaproxyConfig.Load(["haproxy.cfg"], files, environment: []);
        output.Write(Explanation.Render(result.Diagnostics.Items));

        foreach (var proxy in result.Model?.Proxies ?? [])
        {
            foreach (var server in proxy.Servers) output.WriteLine($"{proxy.Name}/{server.Name} weight {server.Weight}, declared at {server.Place}");
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
