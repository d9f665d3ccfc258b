using System.Globalization;
using System.Text;
using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Protocols;

namespace HAProxy.Net.Streams;

/// <summary>
/// HAProxy 2.6's built-in answers, byte for byte, with <c>errorfile</c>s in their place. Answers of the stream are written anew and so come in lower case; what a
/// parser refuses is answered by the raw message. (configuration.txt 4.2 "errorfile"; observed)
/// </summary>
public sealed class PlainReplies : OwnReplies
{
    private readonly Dictionary<int, Reply> _byStatus = [];

    /// <param name="files">Whole raw messages by status.</param>
    public PlainReplies((int Status, byte[] Message)[] files)
    {
        foreach (var (status, reason, text) in BuiltIn) _byStatus[status] = new Reply(Compose(status, reason, text), ofFile: false);
        foreach (var (status, message) in files) _byStatus[status] = new Reply(message, ofFile: true);
    }

    public override ReadOnlyMemory<byte> Raw(int status) => Of(status).Raw;

    public override void Fill(StreamContext stream, int status)
    {
        var reply = Of(status);
        var head = stream.Response;
        head.Clear();
        head.Version = reply.Version;
        head.Status = reply.Status;
        head.SetReason(reply.Reason);
        foreach (var (name, value) in reply.Headers) head.Add(name, value);
        stream.ReplyBody = reply.Body;
        stream.ReplyCloses = reply.Closes;
    }

    private Reply Of(int status) => _byStatus.TryGetValue(status, out var reply) ? reply : _byStatus[500];

    private static byte[] Compose(int status, string reason, string text)
    {
        var body = text.Length == 0 ? "" : $"<html><body><h1>{status} {reason}</h1>\n{text}\n</body></html>\n";
        var connection = status is 400 or 403 or 408 ? "Connection: close\r\n" : "";
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {reason}\r\nContent-length: {body.Length}\r\nCache-Control: no-cache\r\n");
        return Encoding.ASCII.GetBytes($"{head}{connection}Content-Type: text/html\r\n\r\n{body}");
    }

    private static readonly (int Status, string Reason, string Text)[] BuiltIn =
    [
        (200, "OK", "Service ready."),
        (400, "Bad request", "Your browser sent an invalid request."),
        (401, "Unauthorized", "You need a valid user and password to access this content."),
        (403, "Forbidden", "Request forbidden by administrative rules."),
        (404, "Not Found", "The resource could not be found."),
        (405, "Method Not Allowed", "A request was made of a resource using a request method not supported by that resource"),
        (407, "Unauthorized", "You need a valid user and password to access this content."),
        (408, "Request Time-out", "Your browser didn't send a complete request in time."),
        (410, "Gone", "The resource is no longer available and will not be available again."),
        (413, "Payload Too Large", "The request entity exceeds the maximum allowed."),
        (421, "Misdirected Request", "Request sent to a non-authoritative server."),
        (422, "Unprocessable Content", "The server cannot process the contained instructions."),
        (425, "Too Early", "Your browser sent early data."),
        (429, "Too Many Requests", "You have sent too many requests in a given amount of time."),
        (500, "Internal Server Error", "An internal server error occurred."),
        (501, "Not Implemented", "The server does not support the functionality required to fulfill the request."),
        (502, "Bad Gateway", "The server returned an invalid or incomplete response."),
        (503, "Service Unavailable", "No server is available to handle this request."),
        (504, "Gateway Time-out", "The server didn't respond in time."),
    ];

    /// <summary>Without error files. (Stands behind the table it is made from.)</summary>
    public static PlainReplies Default { get; } = new([]);

    private sealed class Reply
    {
        public Reply(byte[] raw, bool ofFile)
        {
            Raw = raw;
            var head = new MessageHead();
            head.Reset(new byte[raw.Length + 64], 101);
            var message = default(Http1Message);
            if (ResponseParser.Parse(raw, head, 101, default, ref message, out var consumed) != ParseStatus.Done)
            {
                throw new ArgumentException("an error message that is no HTTP response", nameof(raw));
            }

            Status = head.Status;
            Version = head.Version;
            Reason = head.Reason.ToArray();
            Headers = [.. Enumerable.Range(0, head.Count).Where(slot => !head.IsRemoved(slot)).Select(slot => (head.Name(slot).ToArray(), head.Value(slot).ToArray()))];
            Body = raw.AsMemory(consumed);
            // A file may say so, or leave the length out; of the messages that are built in these two do (measured).
            Closes = ofFile ? message.Body == BodyKind.UntilClose || (head.Version >= 11 && !message.KeepAlive) : head.Status is 400 or 408;
        }

        public ReadOnlyMemory<byte> Raw { get; }

        public int Status { get; }

        public int Version { get; }

        public bool Closes { get; }

        public byte[] Reason { get; }

        public (byte[] Name, byte[] Value)[] Headers { get; }

        public ReadOnlyMemory<byte> Body { get; }
    }
}
