using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Net.Process;

namespace Keepalived.Net.Status;

/// <summary>
/// Answers <c>GET /metrics</c>, in the parent and beside its loop, only where <c>--metrics</c> asked for it. One request a connection; a
/// client that says nothing is dropped. (RFC 9112)
/// </summary>
public sealed class MetricsServer : IDisposable
{
    private const int MaxRequest = 8192;
    private const int Backlog = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket listener;
    private readonly Mailbox mailbox;
    private readonly Func<string> metrics;

    /// <param name="metrics">Called on the loop.</param>
    /// <exception cref="SocketException">The address is not ours, or taken.</exception>
    public MetricsServer(IPEndPoint where, Mailbox mailbox, Func<string> metrics)
    {
        this.mailbox = mailbox;
        this.metrics = metrics;
        listener = new Socket(where.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        listener.Bind(where);
        listener.Listen(Backlog);
        _ = Accept();
    }

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                _ = Serve(await listener.AcceptAsync());
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return;
            }
            catch (SocketException)
            {
                // That client is gone; the next one may stay.
            }
        }
    }

    private async Task Serve(Socket client)
    {
        using var owned = client;
        using var end = new CancellationTokenSource(Patience);
        try
        {
            var answer = await Answer(await ReadRequestLine(client, end.Token));
            for (var sent = 0; sent < answer.Length;) sent += await client.SendAsync(answer.AsMemory(sent), end.Token);
            client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client went away, or dawdled.
        }
    }

    private static async Task<string> ReadRequestLine(Socket client, CancellationToken end)
    {
        var buffer = new byte[MaxRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(length), end);
            if (read == 0) break;
            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0) break;
        }

        var text = Encoding.Latin1.GetString(buffer, 0, length);
        var line = text.IndexOf("\r\n", StringComparison.Ordinal);
        return line < 0 ? "" : text[..line];
    }

    private async Task<byte[]> Answer(string requestLine) => requestLine.Split(' ') switch
    {
        ["GET", var path, ['H', 'T', 'T', 'P', '/', '1', ..]] when path is "/metrics" || path.StartsWith("/metrics?", StringComparison.Ordinal) =>
            Response("200 OK", MetricsText.ContentType, await mailbox.Ask(metrics)),
        ["GET", _, _] => Response("404 Not Found", "text/plain", "only /metrics\n"),
        [_, _, _] => Response("405 Method Not Allowed", "text/plain", "only GET\n"),
        _ => Response("400 Bad Request", "text/plain", "no request\n"),
    };

    private static byte[] Response(string status, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"), .. bytes];
    }
}
