using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Failover;

/// <summary>A web server on port 8080 that answers every request with its name: what stands behind the user's <c>web_servers</c>.</summary>
internal static class Origin
{
    public static async Task<int> Run(string name)
    {
        var body = name + "\n";
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var listener = new TcpListener(IPAddress.Any, 8080);
        listener.Start(1024);
        while (true) _ = Serve(await listener.AcceptSocketAsync(), answer);
    }

    private static async Task Serve(Socket socket, byte[] answer)
    {
        using (socket)
        {
            var buffer = new byte[16384];
            var held = 0;
            try
            {
                while (true)
                {
                    var received = await socket.ReceiveAsync(buffer.AsMemory(held));
                    if (received == 0) return;
                    held += received;
                    int end;
                    while ((end = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8)) >= 0)
                    {
                        buffer.AsSpan(end + 4, held - end - 4).CopyTo(buffer);
                        held -= end + 4;
                        await socket.SendAsync(answer);
                    }
                }
            }
            catch (SocketException)
            {
                // The proxy went away; that is what is being measured.
            }
        }
    }
}
