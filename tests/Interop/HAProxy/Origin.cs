using System.Net;
using System.Net.Sockets;

namespace Interop.HAProxy;

/// <summary>A web origin that answers every request with 200 and "ok", on a port of its own.</summary>
internal sealed class Origin : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"u8.ToArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Origin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await _listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Serve(connection);
        }
    }

    private static async Task Serve(Socket connection)
    {
        using (connection)
        {
            var buffer = new byte[4096];
            var filled = 0;
            try
            {
                while (await connection.ReceiveAsync(buffer.AsMemory(filled)) is var read and > 0)
                {
                    filled += read;
                    for (var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8); end >= 0; end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8))
                    {
                        buffer.AsSpan(end + 4, filled - end - 4).CopyTo(buffer);
                        filled -= end + 4;
                        await connection.SendAsync(Answer);
                    }
                }
            }
            catch (SocketException)
            {
                // The proxy reset an idle connection: nothing is owed to it.
            }
        }
    }
}
