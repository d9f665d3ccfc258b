using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Interop.HAProxy;

/// <summary>
/// An origin whose answer the path names: <c>/404</c> that status, <c>/100</c> an interim response before 200, <c>/chunked</c>, <c>/big</c>, <c>/eof</c> a body until
/// the end, <c>/close</c> nothing, <c>/part</c> half a body, <c>/bad</c> no HTTP, <c>/hang</c> silence. A connection that begins with <c>raw</c> gets its bytes back, with <c>reset</c> a reset.
/// </summary>
internal sealed class ScriptedOrigin : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ScriptedOrigin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(128);
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task Serve(Socket connection)
    {
        using (connection)
        {
            try
            {
                var received = new List<byte>();
                while (await Receive(connection, received))
                {
                    if (StartsWith(received, "reset"))
                    {
                        connection.LingerState = new LingerOption(enable: true, 0);
                        return;
                    }

                    if (StartsWith(received, "raw"))
                    {
                        await connection.SendAsync(received.ToArray());
                        received.Clear();
                        continue;
                    }

                    while (TakeRequest(received) is { } path)
                    {
                        if (path == "/hang") break;
                        var (answer, goesOn) = AnswerTo(path);
                        await connection.SendAsync(Encoding.ASCII.GetBytes(answer));
                        if (!goesOn) return;
                    }
                }
            }
            catch (SocketException)
            {
                // The proxy has gone; what it makes of that is what the test looks at.
            }
        }
    }

    private static async Task<bool> Receive(Socket connection, List<byte> received)
    {
        var buffer = new byte[65536];
        var count = await connection.ReceiveAsync(buffer);
        received.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }

    private static bool StartsWith(List<byte> received, string word) => Encoding.ASCII.GetString([.. received]).StartsWith(word, StringComparison.Ordinal);

    /// <summary>Takes one whole request off; null while it is not complete.</summary>
    private static string? TakeRequest(List<byte> received)
    {
        var text = Encoding.ASCII.GetString([.. received]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        var total = end + 4;
        var length = text.IndexOf("content-length: ", StringComparison.OrdinalIgnoreCase);
        if (length >= 0 && length < end)
        {
            var value = text.AsSpan(length + 16);
            total += int.Parse(value[..value.IndexOf('\r')], CultureInfo.InvariantCulture);
        }
        else if (text.AsSpan(0, end).Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            var last = text.IndexOf("0\r\n\r\n", end, StringComparison.Ordinal);
            if (last < 0) return null;
            total = last + 5;
        }

        if (received.Count < total) return null;
        received.RemoveRange(0, total);
        return text.Split(' ')[1];
    }

    private static (string Answer, bool GoesOn) AnswerTo(string path) => path switch
    {
        "/close" => ("", false),
        "/bad" => ("nonsense\r\n\r\n", false),
        "/part" => ("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nabc", false),
        "/eof" => ("HTTP/1.0 200 OK\r\n\r\nuntil the end", false),
        "/chunked" => ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\n\r\n", true),
        "/big" => ("HTTP/1.1 200 OK\r\ncontent-length: 300000\r\n\r\n" + new string('x', 300000), true),
        "/100" => ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12345", true),
        "/204" or "/304" => ($"HTTP/1.1 {path[1..]} X\r\n\r\n", true),
        { Length: 4 } when int.TryParse(path.AsSpan(1), CultureInfo.InvariantCulture, out var status) => ($"HTTP/1.1 {status} X\r\ncontent-length: 5\r\n\r\n12345", true),
        _ => ("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12345", true),
    };
}
