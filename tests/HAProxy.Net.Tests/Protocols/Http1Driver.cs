using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Protocols;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Tests.Protocols;

/// <summary>Puts a message through the codec as a stream does: head in, head out, body taken apart and put together.</summary>
internal static class Http1Driver
{
    private const int MaxHeaders = 101;

    public static MessageHead NewHead()
    {
        var head = new MessageHead();
        head.Reset(new byte[16384], 2 * MaxHeaders);
        return head;
    }

    /// <summary>What is forwarded, or the status with which it is refused; "more" when the message is incomplete.</summary>
    public static string Forward(ReadOnlySpan<byte> input)
    {
        var head = NewHead();
        var message = default(Http1Message);
        var status = RequestParser.Parse(input, head, MaxHeaders, ref message, out var consumed);
        if (status != ParseStatus.Done) return Refusal(status, "400");
        var connection = message.Ambiguous || message.Upgrade || message.IsConnect ? ConnectionHeader.None : HeadWriter.Choose(head.Version, keepAlive: true);
        var output = new byte[40000];
        var length = HeadWriter.WriteRequest(head, connection, output);
        return Body(input[consumed..], message, output, length, "400");
    }

    public static string Answer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        var asked = NewHead();
        var question = default(Http1Message);
        Assert.Equal(ParseStatus.Done, RequestParser.Parse(request, asked, MaxHeaders, ref question, out _));
        var head = NewHead();
        var output = new byte[40000];
        var all = "";
        while (true)
        {
            var message = default(Http1Message);
            var status = ResponseParser.Parse(response, head, MaxHeaders, question, ref message, out var consumed);
            if (status != ParseStatus.Done) return all + Refusal(status, "502");
            response = response[consumed..];
            if (head.Status < 200)
            {
                all += RawCases.Text(output.AsSpan(0, HeadWriter.WriteResponse(head, ConnectionHeader.None, output)));
                continue;
            }

            var keep = question.KeepAlive && !question.Ambiguous && message.Body != BodyKind.UntilClose && !(message.Ambiguous && head.Version < 11);
            var version = Math.Min(head.Version, 11);
            var connection = HeadWriter.Choose(keep ? Math.Min(version, asked.Version) : version, keep);
            var length = HeadWriter.WriteResponse(head, connection, output);
            return all + Body(response, message, output, length, "502");
        }
    }

    private static string Body(ReadOnlySpan<byte> rest, in Http1Message message, byte[] output, int length, string refusal)
    {
        switch (message.Body)
        {
            case BodyKind.Length:
                rest[..(int)message.Length].CopyTo(output.AsSpan(length));
                return RawCases.Text(output.AsSpan(0, length + (int)message.Length));
            case BodyKind.UntilClose:
                rest.CopyTo(output.AsSpan(length));
                return RawCases.Text(output.AsSpan(0, length + rest.Length));
            case BodyKind.Chunked:
                return Chunked(rest, output, length, refusal);
            default:
                return RawCases.Text(output.AsSpan(0, length));
        }
    }

    private static string Chunked(ReadOnlySpan<byte> rest, byte[] output, int length, string refusal)
    {
        var decoder = default(ChunkDecoder);
        var payload = new List<byte>();
        while (true)
        {
            var step = decoder.Read(rest, out var consumed, out var data);
            rest = rest[consumed..];
            if (step == ChunkStep.Bad) return refusal;
            if (step == ChunkStep.NeedMore) return "more";
            if (step == ChunkStep.Data)
            {
                payload.AddRange(data);
                continue;
            }

            if (payload.Count > 0)
            {
                length += ChunkWriter.WriteSize(payload.Count, output.AsSpan(length));
                payload.CopyTo(output, length);
                length += payload.Count;
                "\r\n"u8.CopyTo(output.AsSpan(length));
                length += 2;
            }

            length += ChunkWriter.WriteEnd(data, output.AsSpan(length), out _);
            return RawCases.Text(output.AsSpan(0, length));
        }
    }

    private static string Refusal(ParseStatus status, string bad) => status switch
    {
        ParseStatus.NeedMore => "more",
        ParseStatus.UnknownCoding => "422",
        _ => bad,
    };
}
