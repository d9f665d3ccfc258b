using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Testing;

namespace Bench;

/// <summary>One of the two proxies: its process on its core, its ports, and what the kernel says it used.</summary>
internal sealed class Contestant(string name, string program, string configuration, int basePort, Dictionary<string, string> environment) : IDisposable
{
    private Process? _process;

    public string Name => name;

    public int HttpPort => basePort;

    public int TlsPort => basePort + 1;

    public int TcpPort => basePort + 2;

    /// <summary>Starts it on core 0 and returns the milliseconds to its first answered request.</summary>
    public double Start()
    {
        var start = new ProcessStartInfo("taskset") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", "0", program, "-db", "-f", configuration]) start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment) start.Environment[key] = value;
        start.Environment["BENCH_HTTP_PORT"] = HttpPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["BENCH_TLS_PORT"] = TlsPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["BENCH_TCP_PORT"] = TcpPort.ToString(CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        _process = Process.Start(start) ?? throw new InvalidOperationException(program);
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        while (!Answers("/idle", 4))
        {
            if (_process.HasExited) throw new InvalidOperationException($"{program} ended with {_process.ExitCode}: try {program} -db -f {configuration}");
            if (clock.Elapsed.TotalSeconds > 20) throw new TimeoutException($"{program} does not answer");
        }

        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Whether GET path is 200 with a body of the length, byte for byte the origin's (the 4 bytes of /idle aside).</summary>
    public bool Answers(string path, int length)
    {
        try
        {
            using var socket = Open(HttpPort);
            socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"));
            using var all = new MemoryStream();
            var buffer = new byte[65536];
            int got;
            while ((got = socket.Receive(buffer)) > 0) all.Write(buffer, 0, got);
            var bytes = all.ToArray();
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0 || !bytes.AsSpan().StartsWith("HTTP/1.1 200"u8)) return false;
            var body = bytes.AsSpan(end + 4);
            return body.Length == length && (path == "/idle" || body.SequenceEqual(Origin.Body(length)));
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Opens n keep-alive connections, one answered request on each, and leaves them open.</summary>
    public List<Socket> OpenIdle(int n)
    {
        var sockets = new List<Socket>(n);
        var request = "GET /idle HTTP/1.1\r\nHost: bench\r\n\r\n"u8.ToArray();
        var buffer = new byte[4096];
        for (var i = 0; i < n; i++)
        {
            var socket = Open(HttpPort);
            socket.Send(request);
            var length = 0;
            while (!buffer.AsSpan(0, length).EndsWith("idle"u8))
            {
                var got = socket.Receive(buffer.AsSpan(length));
                if (got == 0) throw new InvalidOperationException($"{name} closed idle connection {i}");
                length += got;
            }

            sockets.Add(socket);
        }

        return sockets;
    }

    public long CpuNanoseconds() => ProcessFigures.CpuNanoseconds(_process!.Id);

    public long ResidentBytes() => ProcessFigures.ResidentBytes(_process!.Id);

    public void Stop()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose() => Stop();

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
