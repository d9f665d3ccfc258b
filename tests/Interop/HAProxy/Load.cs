using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Interop.HAProxy;

/// <summary>Clients that ask without pause, a connection for each request, until they are stopped; what is not a 200 is a lost request.</summary>
internal sealed class Load
{
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private int _answered;

    public Load(int port, int clients = 8) => _clients = [.. Enumerable.Range(0, clients).Select(_ => Task.Run(() => Ask(port)))];

    public ConcurrentQueue<string> Lost { get; } = new();

    public int Answered => _answered;

    /// <summary>Waits until so many more have been answered, so that a reload has traffic before and after it.</summary>
    public async Task Pass(int requests)
    {
        var goal = Answered + requests;
        while (Answered < goal && Lost.IsEmpty) await Task.Yield();
    }

    public async Task Stop()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task Ask(int port)
    {
        var buffer = new byte[1024];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await socket.SendAsync(Request);
                var length = 0;
                while (await socket.ReceiveAsync(buffer.AsMemory(length)) is var read and > 0) length += read;
                if (buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8)) Interlocked.Increment(ref _answered);
                else Lost.Enqueue("answered: " + Encoding.ASCII.GetString(buffer, 0, Math.Min(length, 60)));
            }
            catch (SocketException e)
            {
                Lost.Enqueue(e.SocketErrorCode.ToString());
            }
        }
    }
}
