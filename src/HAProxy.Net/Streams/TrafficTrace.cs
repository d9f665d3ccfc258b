using System.Globalization;
using System.Text;

namespace HAProxy.Net.Streams;

/// <summary>
/// What <c>-d</c> shows of the traffic, on standard output: a line for each connection, request line, header and end, as
/// <c>00000000:fe.clireq[000d:ffffffff]: GET / HTTP/1.1</c> with the number of the stream, the proxy, and the descriptors of both sides
/// (management.txt 3 "-d"; lines as measured on 2.6.12). Debugging only: every line is a string and a write.
/// </summary>
internal sealed class TrafficTrace(System.IO.Stream output)
{
    private readonly Lock _lock = new();

    public void Accepted(Stream stream, int listener, int client, ReadOnlySpan<byte> alpn)
    {
        var source = stream.Source.ToIPAddress() is { } address ? $"{address}:{stream.Source.Port}" : $"unix:{stream.Listener.Id}";
        var protocol = alpn.IsEmpty ? "<none>" : Encoding.ASCII.GetString(alpn);
        Write(stream, stream.Frontend.Name, string.Create(CultureInfo.InvariantCulture, $"accept({listener:x4})={client:x4} from [{source}] ALPN={protocol}"));
    }

    /// <param name="server">Its descriptor, or -1 while there is none.</param>
    public void Head(Stream stream, string proxy, string kind, int client, int server, Protocols.MessageHead head)
    {
        // HAProxy prints what it knows as int as eight digits, -1 included.
        var ends = string.Create(CultureInfo.InvariantCulture, $"[{client:x4}:{server:x4}]");
        var line = head.Status > 0
            ? $"HTTP/{head.Version / 10}.{head.Version % 10} {head.Status} {Encoding.Latin1.GetString(head.Reason)}"
            : $"{Encoding.Latin1.GetString(head.Method)} {Encoding.Latin1.GetString(head.Target)} HTTP/{head.Version / 10}.{head.Version % 10}";
        Write(stream, proxy, $"{kind}{(head.Status > 0 ? "rep" : "req")}{ends}: {line}");
        for (var i = 0; i < head.Count; i++)
        {
            if (!head.IsRemoved(i)) Write(stream, proxy, $"{kind}hdr{ends}: {Encoding.Latin1.GetString(head.Name(i))}: {Encoding.Latin1.GetString(head.Value(i))}");
        }
    }

    /// <summary>Both sides are closed, or wait for the next request.</summary>
    public void Ended(Stream stream, string proxy, int client, int server)
    {
        var ends = string.Create(CultureInfo.InvariantCulture, $"[{(ushort)client:x4}:{(ushort)server:x4}]");
        Write(stream, proxy, "clicls" + ends);
        if (server >= 0) Write(stream, proxy, "srvcls" + ends);
        Write(stream, proxy, "closed" + ends);
    }

    private void Write(Stream stream, string proxy, string text)
    {
        var line = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stream.Id:x8}:{proxy}.{text}\n"));
        lock (_lock)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
