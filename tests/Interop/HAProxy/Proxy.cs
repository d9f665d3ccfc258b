using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Daemon.Linux;
using Testing;

namespace Interop.HAProxy;

/// <summary>The real haproxy or ours as a child process: its lines on standard error can be awaited, and it is killed at the end.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Proxy(Process process) => _process = process;

    public int Id => _process.Id;

    public IReadOnlyCollection<string> Lines => _lines;

    public static string Program(string which)
    {
        var program = which == "real" ? Binaries.RealHAProxy : Binaries.HAProxyNet;
        Skip.If(program is null, which == "real" ? "the real haproxy is not installed" : "haproxy.net is not built");
        return program;
    }

    public static Proxy Start(string which, params string[] arguments) => StartWith(which, variable: null, arguments);

    /// <param name="variable">One variable of its environment, name and value.</param>
    public static Proxy StartWith(string which, KeyValuePair<string, string>? variable, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program(which)) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        if (variable is { } set) start.Environment[set.Key] = set.Value;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var proxy = new Proxy(new Process { StartInfo = start });
        proxy._process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                proxy._closed.TrySetResult();
                return;
            }

            proxy._lines.Enqueue(line.Data);
            proxy._more.Release();
        };
        proxy._process.Start();
        proxy._process.BeginErrorReadLine();
        proxy._process.BeginOutputReadLine();
        return proxy;
    }

    /// <summary>Waits for a line that has not been waited for yet, and takes all before it.</summary>
    public async Task<string> Line(string part, int occurrence = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var found = _lines.Where(line => line.Contains(part, StringComparison.Ordinal)).Skip(occurrence - 1).FirstOrDefault();
            if (found is not null) return found;
            try
            {
                await _more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"no line '{part}' ({occurrence}) within:\n{string.Join('\n', _lines)}", e);
            }
        }
    }

    public void Signal(int signal) => _ = Processes.Kill(Id, signal);

    /// <summary>Its exit code; 128 + signal when a signal ended it. All its lines are there then.</summary>
    public async Task<int> Exit()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks a stats socket.</summary>
    public static async Task<string> Ask(string path, string command)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\n"));
        socket.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Until the master hears signals: the real one starts itself anew after a load, and for that moment a signal would end it.</summary>
    public static async Task MasterAnswers(string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                if ((await Ask(path, "show proc")).Contains("# workers", StringComparison.Ordinal)) return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Until something listens there: what a start makes reachable can be asked for by nothing else.</summary>
    public static async Task Reachable(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Processes.Kill(Id, 15);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    /// <summary>A folder with a configuration: one frontend on a port of its own, one origin, a stats socket that hands listeners over.</summary>
    public static Setting Configure(int originPort, string global = "")
    {
        var folder = Directory.CreateTempSubdirectory("haproxy").FullName;
        var port = FreePort();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            global
                stats socket {folder}/stats.sock level admin expose-fd listeners
                nbthread 2
            {global}
            defaults
                mode http
                timeout connect 5s
                timeout client 10s
                timeout server 10s
            frontend fe
                bind 127.0.0.1:{port}
                default_backend be
            backend be
                server s1 127.0.0.1:{originPort}

            """);
        File.WriteAllText(Path.Combine(folder, "haproxy.cfg"), text);
        return new Setting(folder, port);
    }
}

internal sealed record Setting(string Folder, int Port) : IDisposable
{
    public string File => Path.Combine(Folder, "haproxy.cfg");

    public string StatsSocket => Path.Combine(Folder, "stats.sock");

    public string MasterSocket => Path.Combine(Folder, "master.sock");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
