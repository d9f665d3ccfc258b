using static HAProxy.Net.Protocols.Http1.Http1Grammar;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>
/// The head of an HTTP/1 request, bytes in, <see cref="MessageHead"/> out (RFC 9112 §3). Parsing starts anew when bytes are
/// missing, so the same bytes give the same result however they were split.
/// </summary>
public static class RequestParser
{
    /// <param name="input">All that was received and not consumed.</param>
    /// <param name="head">Filled when Done; contents are undefined otherwise.</param>
    /// <param name="maxHeaders"><c>tune.http.maxhdr</c>: start line and headers together.</param>
    /// <param name="consumed">Bytes of the head when Done.</param>
    public static ParseStatus Parse(ReadOnlySpan<byte> input, MessageHead head, int maxHeaders, ref Http1Message message, out int consumed)
    {
        consumed = 0;
        head.Clear();
        message = default;
        var status = HeadParser.SkipEmptyLines(input, out var start);
        if (status != ParseStatus.Done) return status;
        var lineEnd = input[start..].IndexOf((byte)'\n');
        status = ReadLine(lineEnd < 0 ? input[start..] : input.Slice(start, lineEnd), lineEnd >= 0, head, ref message, out var lineLength);
        if (status != ParseStatus.Done) return status;
        message.LineStart = start;
        message.LineLength = lineLength;
        var position = start + lineEnd + 1;
        var parser = new HeadParser(head, maxHeaders);
        status = parser.ReadHeaders(input, ref position);
        if (status != ParseStatus.Done) return status;
        status = parser.FinishRequest(ref message);
        if (status != ParseStatus.Done) return status;
        if (!Authority.Check(head, message.IsConnect, parser.HostSlot)) return ParseStatus.Bad;
        message.CountedBytes = CountedBytes.OfRequest(head);
        consumed = position;
        return ParseStatus.Done;
    }

    private static ParseStatus ReadLine(ReadOnlySpan<byte> line, bool complete, MessageHead head, ref Http1Message message, out int length)
    {
        if (!line.IsEmpty && line[^1] == '\r') line = line[..^1];
        length = line.Length;
        var incomplete = complete ? ParseStatus.Bad : ParseStatus.NeedMore;
        if (line.Contains((byte)'\r')) return ParseStatus.Bad;
        var methodEnd = line.IndexOfAnyExcept(Token);
        if (methodEnd < 0) return incomplete;
        if (methodEnd == 0 || !IsBlank(line[methodEnd])) return ParseStatus.Bad;
        var method = line[..methodEnd];
        var at = SkipBlanks(line, methodEnd);
        var targetLength = line[at..].IndexOfAnyExcept(Target);
        // A line that ends here is HTTP/0.9, which is refused.
        if (targetLength < 0) return incomplete;
        if (targetLength == 0 || !IsBlank(line[at + targetLength])) return ParseStatus.Bad;
        var target = line.Slice(at, targetLength);
        at = SkipBlanks(line, at + targetLength);
        if (!complete) return ParseStatus.NeedMore;
        var version = line[at..];
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || !IsDigit(version[5]) || version[6] != '.' || !IsDigit(version[7])) return ParseStatus.Bad;
        head.Version = (version[5] - '0') * 10 + (version[7] - '0');
        message.IsHead = method.SequenceEqual("HEAD"u8);
        message.IsConnect = method.SequenceEqual("CONNECT"u8);
        // The preface of HTTP/2 (RFC 9113 §3.4), which this side does not speak, is no request.
        if (head.Version == 20 && method.SequenceEqual("PRI"u8)) return ParseStatus.Bad;
        if (!Authority.IsTarget(target, message.IsConnect)) return ParseStatus.Bad;
        return head.SetMethod(method) && head.SetTarget(target) ? ParseStatus.Done : ParseStatus.Bad;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length && IsBlank(line[at])) at++;
        return at;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
