using System.Diagnostics;
using Testing;

namespace Vtc;

/// <summary>
/// One <c>.vtc</c> file and its run by varnishtest, which starts the program named by HAPROXY_PROGRAM (man varnishtest, man vtc).
/// Exit codes of varnishtest: 0 passed, 77 skipped by a <c>feature</c> line, anything else failed.
/// </summary>
internal static class Scenario
{
    public static string Folder { get; } = Path.Combine(Binaries.Root, "tests/Vtc");

    /// <summary>Names without suffix, sorted: one (scenario, binary) pair is one test.</summary>
    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Folder, "*.vtc").Order(StringComparer.Ordinal)) names.Add(Path.GetFileNameWithoutExtension(file));
        return names;
    }

    /// <summary>Scenarios that haproxy.net does not pass yet: <c>name  reason</c> a line. The file is gone when there are none.</summary>
    public static string? WhyPending(string name)
    {
        var file = Path.Combine(Folder, "pending.txt");
        if (!File.Exists(file)) return null;
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith('#')) continue;
            var words = line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0] == name) return words.Length > 1 ? words[1] : "pending";
        }

        return null;
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> Turns = new(StringComparer.Ordinal);

    /// <summary>Runs it, and fails with varnishtest's log when it does not pass.</summary>
    public static async Task MustPass(string name, string? program)
    {
        Skip.If(Binaries.VarnishTest is null, "varnishtest is not installed (Debian package varnish)");
        Skip.If(program is null, "the haproxy binary of this run is not installed or not built");

        // Both binaries run at the same time, but not on the same scenario: some have addresses of their own.
        var turn = Turns.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync();
        int exit;
        string log;
        try
        {
            (exit, log) = await Run(name, program);
        }
        finally
        {
            turn.Release();
        }

        Skip.If(exit == 77, "varnishtest: a feature the scenario asks for is not there");
        Assert.True(exit == 0, $"{name} on {program}\n{log}");
    }

    private static async Task<(int ExitCode, string Log)> Run(string name, string program)
    {
        var start = new ProcessStartInfo(Binaries.VarnishTest!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-b", "4M", "-t", "60", Path.Combine(Folder, name + ".vtc")]) start.ArgumentList.Add(argument);
        start.Environment["HAPROXY_PROGRAM"] = program;
        start.Environment["VTC_FOLDER"] = Folder;

        using var process = Process.Start(start) ?? throw new InvalidOperationException("varnishtest did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
