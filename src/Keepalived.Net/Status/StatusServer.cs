using System.Net.Sockets;
using System.Text;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Status;

/// <summary>
/// The socket behind <c>keepalived.net status</c>: a line with a command in, text out, closed. Only its owner, root, may connect.
/// </summary>
public sealed class StatusServer : IDisposable
{
    private const int MaxCommand = 256;
    private const int Backlog = 8;
    private const uint OwnerOnly = 0b110_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string path;
    private readonly Mailbox mailbox;
    private readonly Func<string, string> execute;
    private readonly Action<string> answered;

    /// <param name="execute">Called on the loop with a command; its answer goes to the client.</param>
    /// <param name="answered">Called on the loop when the client has the answer.</param>
    /// <exception cref="SocketException">The path cannot be used.</exception>
    public StatusServer(string path, Mailbox mailbox, Func<string, string> execute, Action<string> answered)
    {
        this.path = path;
        this.mailbox = mailbox;
        this.execute = execute;
        this.answered = answered;
        // What a killed daemon left behind; the pid file has told that none runs.
        File.Delete(path);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        _ = Libc.Chmod(path, OwnerOnly);
        listener.Listen(Backlog);
        _ = Accept();
    }

    /// <summary>The answer of a running daemon.</summary>
    /// <exception cref="SocketException">None runs there, or it is not ours to ask.</exception>
    public static string Ask(string path, string command)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.UTF8.GetBytes(command + "\n"));
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        listener.Dispose();
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start replaces it.
        }
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                _ = Serve(await listener.AcceptAsync());
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
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
            var buffer = new byte[MaxCommand];
            var length = 0;
            while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf((byte)'\n') < 0)
            {
                var read = await client.ReceiveAsync(buffer.AsMemory(length), end.Token);
                if (read == 0) break;
                length += read;
            }

            var command = Encoding.UTF8.GetString(buffer, 0, length).Trim();
            var answer = Encoding.UTF8.GetBytes(await mailbox.Ask(() => execute(command)));
            for (var sent = 0; sent < answer.Length;) sent += await client.SendAsync(answer.AsMemory(sent), end.Token);
            client.Shutdown(SocketShutdown.Send);
            mailbox.Post(() => answered(command));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client went away, or dawdled.
        }
    }
}
