using System.Text;
using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Checks;

/// <summary>
/// The bytes of <c>option httpchk</c>: the request as HAProxy sends it and the verdict on what came back. No sockets.
/// (configuration.txt 4.2 "option httpchk", "http-check send", "http-check expect")
/// </summary>
public sealed class HttpCheck
{
    /// <summary>A status line and its headers longer than this are no answer to a check.</summary>
    private const int MaxReply = 16384;

    private readonly StatusExpectation? _expect;

    public HttpCheck(HealthCheck check)
    {
        _expect = check.Expect;
        var text = new StringBuilder();
        text.Append(check.Method).Append(' ').Append(check.Uri).Append(' ').Append(check.Version).Append("\r\n");
        foreach (var (name, value) in check.Headers) text.Append(name.ToLowerInvariant()).Append(": ").Append(value).Append("\r\n");
        if (check.Body.Length > 0) text.Append("content-length: ").Append(check.Body.Length).Append("\r\n");
        if (check.Version != "HTTP/1.0") text.Append("connection: close\r\n");
        text.Append("\r\n");
        Request = [.. Encoding.UTF8.GetBytes(text.ToString()), .. check.Body];
    }

    public byte[] Request { get; }

    /// <summary>Judges what has been received so far.</summary>
    /// <param name="received">Everything from the server, from the first byte.</param>
    /// <param name="ended">The server has finished sending.</param>
    /// <param name="status">The verdict; meaningful when true is returned.</param>
    /// <param name="code">HTTP status, or 0.</param>
    /// <param name="info">The reason phrase of a wrong status; otherwise empty.</param>
    /// <returns>False when more bytes are needed.</returns>
    public bool Judge(ReadOnlySpan<byte> received, bool ended, out CheckStatus status, out int code, out string info)
    {
        status = CheckStatus.L7Response;
        code = 0;
        info = "";
        var line = received.IndexOf((byte)'\n');
        if (line >= 0 && !IsStatusLine(received[..line], out code))
        {
            code = 0;
            return true;
        }

        // As HAProxy: the whole head must have come before the status counts.
        if (line < 0 || !EndsHead(received)) return ended || received.Length >= MaxReply;
        if (IsExpected(code))
        {
            status = CheckStatus.L7Ok;
            return true;
        }

        status = CheckStatus.L7Status;
        var reason = received[..line].TrimEnd((byte)'\r');
        info = reason.Length > 13 ? Encoding.UTF8.GetString(reason[13..]) : "";
        return true;
    }

    private bool IsExpected(int code)
    {
        if (_expect is null) return code is >= 200 and < 400;
        foreach (var (low, high) in _expect.Ranges)
        {
            if (code >= low && code <= high) return !_expect.Negated;
        }

        return _expect.Negated;
    }

    private static bool EndsHead(ReadOnlySpan<byte> received) =>
        received.IndexOf("\r\n\r\n"u8) >= 0 || received.IndexOf("\n\n"u8) >= 0;

    // RFC 9112 §4: HTTP-version SP 3DIGIT SP reason
    private static bool IsStatusLine(ReadOnlySpan<byte> line, out int code)
    {
        code = 0;
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || !char.IsAsciiDigit((char)line[7]) || line[8] != ' ') return false;
        for (var i = 9; i < 12; i++)
        {
            if (!char.IsAsciiDigit((char)line[i])) return false;
            code = code * 10 + (line[i] - '0');
        }

        return line.Length == 12 || line[12] is (byte)' ' or (byte)'\r';
    }
}
