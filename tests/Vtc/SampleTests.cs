using System.Diagnostics;
using Testing;

namespace Vtc;

/// <summary>
/// Every sample of <c>samples/conf/haproxy</c> is a file both programs accept (<c>-c</c>), with the places it names put into a folder of
/// the test. What haproxy itself refuses since 2.5, and haproxy.net takes (docs/compatibility.md), is written its way for it.
/// </summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples()
    {
        var samples = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Binaries.Root, "samples/conf/haproxy"), "*.cfg").Order(StringComparer.Ordinal)) samples.Add(Path.GetFileName(file));
        return samples;
    }

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public Task The_real_haproxy_accepts(string sample) =>
        MustBeValid(sample, Binaries.RealHAProxy, text => text.Replace("nbproc 4", "nbthread 4", StringComparison.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public Task Haproxy_net_accepts(string sample)
    {
        var pending = Scenario.WhyPending("samples");
        Skip.If(pending is not null, $"samples: {pending}");
        return MustBeValid(sample, Binaries.HAProxyNet, text => text);
    }

    private static async Task MustBeValid(string sample, string? program, Func<string, string> itsWay)
    {
        Skip.If(program is null, "the haproxy binary of this run is not installed or not built");
        var folder = Directory.CreateTempSubdirectory("haproxy-samples-").FullName;
        try
        {
            var certificate = Path.Combine(folder, "cert.pem");
            var (made, said) = await Run("sh", "-c", $"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sample -keyout {certificate} -out {certificate}.crt && cat {certificate}.crt >> {certificate}");
            Skip.If(made != 0, $"openssl: {said}");

            var text = await File.ReadAllTextAsync(Path.Combine(Binaries.Root, "samples/conf/haproxy", sample));
            var placed = Path.Combine(folder, sample);
            await File.WriteAllTextAsync(placed, itsWay(text).Replace("/etc/ssl/cert.pem", certificate, StringComparison.Ordinal));

            var (exit, output) = await Run(program, "-c", "-f", placed);
            Assert.True(exit == 0, output);
            Assert.Contains("Configuration file is valid", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Exit, string Output)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
