using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Daemon.Linux;
using Testing;

namespace Interop.HAProxy;

/// <summary><c>-d</c> shows the traffic: each stream's lines are those of the real one, but for descriptors, ports and which side's end is told first.</summary>
public sealed partial class TrafficTraceTests
{
    private const int Terminate = 15;

    [SkippableFact]
    public async Task Both_programs_show_the_same_lines_of_every_stream()
    {
        var real = await Trace("real");
        var ours = await Trace("ours");
        Assert.NotEmpty(real);
        Assert.Equal(real, ours);
    }

    private static async Task<string[]> Trace(string which)
    {
        using var setting = Proxy.Configure(1);
        var port = setting.Port;
        var folder = setting.Folder;
        var file = Path.Combine(folder, "trace.cfg");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 5s
                timeout server 5s
            frontend fe
                bind 127.0.0.1:{port}
                http-request deny if {"{"} path /deny {"}"}
                default_backend be
            backend be
                server s1 unix@{folder}/origin
            listen o
                bind unix@{folder}/origin
                http-request return status 200 content-type text/plain string origin

            """));
        using var process = Process.Start(new ProcessStartInfo(Proxy.Program(which), ["-d", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await Proxy.Reachable(port);
        foreach (var request in (string[])["GET /a HTTP/1.1\r\nHost: x\r\nX-Mixed: Value\r\nConnection: close\r\n\r\n", "POST /b?c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", "GET /deny HTTP/1.0\r\n\r\n"])
        {
            using var client = new TcpClient("127.0.0.1", port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            using var answer = new MemoryStream();
            await client.GetStream().CopyToAsync(answer);
        }

        _ = Processes.Kill(process.Id, Terminate);
        await process.WaitForExitAsync();
        await errors;
        // Numbers of streams depend on who asked whether the port is there.
        return
        [
            .. (await output).Split('\n').Where(line => Head().IsMatch(line)).GroupBy(line => line[..8], StringComparer.Ordinal)
                .Where(stream => stream.Any(line => line.Contains("req[", StringComparison.Ordinal)))
                .Select(stream => string.Join('\n', stream.Select(Masked).Where(line => !line.Contains("cls[", StringComparison.Ordinal)).Concat(stream.Select(Masked).Where(line => line.Contains("cls[", StringComparison.Ordinal)).Order(StringComparer.Ordinal)))),
        ];
    }

    private static string Masked(string line) => Ends().Replace(Accept().Replace(line[9..], "accept(L)=C from [ADDRESS]"), match => match.Groups["server"].Value is "ffffffff" or "ffff" ? $"[C:{match.Groups["server"].Value}]" : "[C:S]");

    [GeneratedRegex("^[0-9a-f]{8}:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"\[[0-9a-f]{4}:(?<server>[0-9a-f]{4,8})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ends();

    [GeneratedRegex(@"accept\([0-9a-f]{4}\)=[0-9a-f]{4} from \[[^\]]*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Accept();
}
