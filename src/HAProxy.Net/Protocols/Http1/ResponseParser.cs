using static HAProxy.Net.Protocols.Http1.Http1Grammar;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>The head of an HTTP/1 response, bytes in, <see cref="MessageHead"/> out (RFC 9112 §4).</summary>
public static class ResponseParser
{
    /// <param name="request">The request it answers; it decides whether a body follows.</param>
    /// <inheritdoc cref="RequestParser.Parse"/>
    public static ParseStatus Parse(
        ReadOnlySpan<byte> input, MessageHead head, int maxHeaders, in Http1Message request, ref Http1Message message, out int consumed)
    {
        consumed = 0;
        head.Clear();
        message = default;
        var status = HeadParser.SkipEmptyLines(input, out var start);
        if (status != ParseStatus.Done) return status;
        var lineEnd = input[start..].IndexOf((byte)'\n');
        status = ReadLine(lineEnd < 0 ? input[start..] : input.Slice(start, lineEnd), lineEnd >= 0, head);
        if (status != ParseStatus.Done) return status;
        var position = start + lineEnd + 1;
        var parser = new HeadParser(head, maxHeaders);
        status = parser.ReadHeaders(input, ref position);
        if (status != ParseStatus.Done) return status;
        status = parser.FinishResponse(request, ref message);
        if (status != ParseStatus.Done) return status;
        if (head.Status == 101 && !request.Upgrade) return ParseStatus.Bad;
        message.CountedBytes = CountedBytes.OfResponse(head);
        consumed = position;
        return ParseStatus.Done;
    }

    private static ParseStatus ReadLine(ReadOnlySpan<byte> line, bool complete, MessageHead head)
    {
        if (!line.IsEmpty && line[^1] == '\r') line = line[..^1];
        if (line.Contains((byte)'\r')) return ParseStatus.Bad;
        var prefix = "HTTP/"u8;
        if (!line.StartsWith(prefix[..Math.Min(prefix.Length, line.Length)])) return ParseStatus.Bad;
        if (!complete) return ParseStatus.NeedMore;
        if (line.Length < 9 || !IsDigit(line[5]) || line[6] != '.' || !IsDigit(line[7]) || !IsBlank(line[8])) return ParseStatus.Bad;
        head.Version = (line[5] - '0') * 10 + (line[7] - '0');
        var at = 9;
        while (at < line.Length && IsBlank(line[at])) at++;
        var end = at;
        while (end < line.Length && IsDigit(line[end])) end++;
        if (end - at != 3 || line[at] == '0') return ParseStatus.Bad;
        head.Status = (line[at] - '0') * 100 + (line[at + 1] - '0') * 10 + (line[at + 2] - '0');
        if (end == line.Length) return ParseStatus.Done;
        if (!IsBlank(line[end])) return ParseStatus.Bad;
        while (end < line.Length && IsBlank(line[end])) end++;
        return head.SetReason(line[end..]) ? ParseStatus.Done : ParseStatus.Bad;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
