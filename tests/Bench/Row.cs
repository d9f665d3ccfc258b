using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench;

/// <summary>One kind of load: what wrk is told, and what a run of it gave.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Bar">The ratio of CPU per request that must not be exceeded, or null: reported only.</param>
internal sealed partial record Row(string Key, string Name, int Connections, string Path, double? Bar)
{
    public bool NewConnections { get; init; }

    public bool Tcp { get; init; }

    public bool Tls { get; init; }

    public static Row[] All { get; } =
    [
        new("64", "64 connections, 64 B", 64, "/64", 0.9),
        new("512", "512 connections, 64 B", 512, "/64", 0.85),
        new("10k", "10 KB, 64 connections", 64, "/10240", null),
        new("1m", "1 MB, 16 connections", 16, "/1048576", null),
        new("new", "a connection per request", 64, "/64", 0.95) { NewConnections = true },
        new("tcp", "TCP, 64 B, 64 connections", 64, "/64", null) { Tcp = true },
        new("tcp1m", "TCP, 1 MB, 16 connections", 16, "/1048576", null) { Tcp = true },
        new("tls", "TLS keep-alive, 64 B, 64 connections", 64, "/64", null) { Tls = true },
    ];

    /// <summary>Runs wrk against it for the seconds given and reads what the proxy spent meanwhile.</summary>
    public Measure Run(Contestant contestant, LogReceiver log, double seconds)
    {
        var port = Tls ? contestant.TlsPort : Tcp ? contestant.TcpPort : contestant.HttpPort;
        var start = new ProcessStartInfo("wrk") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-t", "1", "-c", Text(Connections), "-d", Text((int)Math.Ceiling(seconds)) + "s", "--latency"]) start.ArgumentList.Add(argument);
        if (NewConnections)
        {
            start.ArgumentList.Add("-H");
            start.ArgumentList.Add("Connection: close");
        }

        start.ArgumentList.Add($"{(Tls ? "https" : "http")}://127.0.0.1:{Text(port)}{Path}");

        var cpu = contestant.CpuNanoseconds();
        var lines = log.Lines;
        using var wrk = Process.Start(start)!;
        var report = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        var used = contestant.CpuNanoseconds() - cpu;

        var requests = Number(Requests().Match(report));
        if (requests == 0) throw new InvalidOperationException($"{Name} on {contestant.Name}: no request was answered\n{report}");
        return new Measure(
            used / 1000.0 / requests,
            Number(PerSecond().Match(report)),
            Milliseconds(Percentile99().Match(report)),
            (long)requests,
            Errors().IsMatch(report) ? Errors().Match(report).Value.Trim() : "",
            log.Lines - lines);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Number(Match match) => match.Success ? double.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static double Milliseconds(Match match) => Number(match) * match.Groups["unit"].Value switch { "us" => 0.001, "s" => 1000, _ => 1 };

    [GeneratedRegex(@"(?<n>\d+) requests in", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+(?<n>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"99%\s+(?<n>[\d.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Percentile99();

    [GeneratedRegex(@"(Socket errors:.*|Non-2xx.*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Errors();
}

/// <param name="CpuMicroseconds">Of the proxy process, per request.</param>
/// <param name="Percentile99Ms">Latency in milliseconds that 99% of the requests stayed under.</param>
/// <param name="Errors">wrk's own line about socket errors or statuses, empty when all is well.</param>
/// <param name="LogLines">Lines received while it ran.</param>
internal sealed record Measure(double CpuMicroseconds, double RequestsPerSecond, double Percentile99Ms, long Requests, string Errors, long LogLines);
