using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Failover;

/// <summary>
/// Asks the virtual IP every 10 ms, each time over a new connection, and writes a line a request: when it started (microseconds of
/// CLOCK_MONOTONIC, the same for all processes of a machine) and whether the whole answer came within a second.
/// </summary>
internal static class Client
{
    private const int EveryUs = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static long NowUs => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public static async Task<int> Run(string address)
    {
        var target = new IPEndPoint(IPAddress.Parse(address), 80);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var next = NowUs; ; next += EveryUs)
        {
            while (NowUs < next) await ticks.WaitForNextTickAsync();
            _ = Ask(target, output);
        }
    }

    private static async Task Ask(IPEndPoint target, TextWriter output)
    {
        var started = NowUs;
        var good = false;
        try
        {
            using var end = new CancellationTokenSource(Patience);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(target, end.Token);
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n"u8.ToArray(), end.Token);
            var answer = new byte[4096];
            var length = 0;
            for (int received; (received = await socket.ReceiveAsync(answer.AsMemory(length), end.Token)) > 0;) length += received;
            good = answer.AsSpan(0, length).StartsWith("HTTP/1.1 200 "u8) && answer.AsSpan(0, length).IndexOf("\r\n\r\nweb"u8) > 0;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // A lost request.
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{started} {(good ? 1 : 0)}"));
    }
}
