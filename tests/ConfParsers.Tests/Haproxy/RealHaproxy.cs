using System.Diagnostics;
using System.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>The installed haproxy, which must give every recorded answer.</summary>
internal static class RealHaproxy
{
    private const string Program = "/usr/sbin/haproxy";

    /// <summary>Whether it is there, in the version that was recorded.</summary>
    public static async Task<bool> IsThere() =>
        File.Exists(Program) && (await Run("/", "-v")).Output.StartsWith("HAProxy version 2.6.12", StringComparison.Ordinal);

    public static Task Replay(IEnumerable<ConfigCase> cases) => Parallel.ForEachAsync(cases, async (wanted, _) =>
    {
        var folder = Directory.CreateTempSubdirectory("conftest");
        try
        {
            wanted.WriteTo(folder.FullName);
            var (exit, output, errors) = await Run(folder.FullName, wanted.Arguments);
            Assert.Equal((wanted.Name, wanted.Errors), (wanted.Name, errors));
            Assert.Equal((wanted.Name, wanted.Exit, wanted.Output), (wanted.Name, exit, output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    private static async Task<(int Exit, string Output, string Errors)> Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach (var (key, value) in ConfigCase.Environment) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var lines = errors.Replace($"({process.Id})", "(pid)", StringComparison.Ordinal).Split('\n')
            .Where(l => !l.Contains("haproxy version is", StringComparison.Ordinal) && !l.Contains("path to executable is", StringComparison.Ordinal));
        return (process.ExitCode, await output, string.Join('\n', lines));
    }
}
