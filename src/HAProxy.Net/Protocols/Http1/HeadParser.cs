using static HAProxy.Net.Protocols.Http1.Http1Grammar;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>
/// The header section of a request or response (RFC 9112 §5), read line by line into a <see cref="MessageHead"/>, with the headers
/// that decide about framing taken in on the way. What is refused and what is repaired follows HAProxy 2.6.12, observed with raw bytes;
/// tests/HAProxy.Net.Tests/Protocols keeps the cases.
/// </summary>
internal ref struct HeadParser
{
    private readonly MessageHead _head;
    private readonly int _maxHeaders;
    private int _count;
    private int _hostSlot = -1;
    private int _lengthSlot = -1;
    private long _length = -1;
    private bool _transferEncoding;
    private bool _codings;
    private bool _close;
    private bool _keepAlive;
    private bool _upgradeToken;
    private bool _upgradeHeader;
    private bool _webSocket;
    private bool _webSocketKey;

    public HeadParser(MessageHead head, int maxHeaders)
    {
        _head = head;
        _maxHeaders = maxHeaders;
    }

    public readonly int HostSlot => _hostSlot;

    /// <summary>Empty lines in front of a start line are skipped (RFC 9112 §2.2).</summary>
    public static ParseStatus SkipEmptyLines(ReadOnlySpan<byte> input, out int start)
    {
        start = 0;
        while (start < input.Length)
        {
            if (input[start] == '\n')
            {
                start++;
                continue;
            }

            if (input[start] != '\r') return ParseStatus.Done;
            if (start + 1 == input.Length) return ParseStatus.NeedMore;
            if (input[start + 1] != '\n') return ParseStatus.Bad;
            start += 2;
        }

        return ParseStatus.NeedMore;
    }

    /// <summary>Reads header lines up to and including the empty line.</summary>
    public ParseStatus ReadHeaders(ReadOnlySpan<byte> input, ref int position)
    {
        var at = position;
        while (true)
        {
            if (at == input.Length) return ParseStatus.NeedMore;
            var rest = input[at..];
            if (rest[0] == '\n')
            {
                position = at + 1;
                return ParseStatus.Done;
            }

            if (rest[0] == '\r')
            {
                if (rest.Length == 1) return ParseStatus.NeedMore;
                if (rest[1] != '\n') return ParseStatus.Bad;
                position = at + 2;
                return ParseStatus.Done;
            }

            var status = SplitLine(rest, out var name, out var value, out var consumed, out var folded);
            if (status != ParseStatus.Done) return status;
            // The limit counts the start line (tune.http.maxhdr).
            if (++_count >= _maxHeaders) return ParseStatus.Bad;
            status = folded ? TakeFolded(name, value) : Take(name, TrimBlanks(value));
            if (status != ParseStatus.Done) return status;
            at += consumed;
        }
    }

    /// <summary>Splits the header line the input begins with. A folded value (RFC 9112 §5.2) comes with its line ends.</summary>
    public static ParseStatus SplitLine(
        ReadOnlySpan<byte> input, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out int consumed, out bool folded)
    {
        name = value = default;
        consumed = 0;
        folded = false;
        var colon = input.IndexOfAnyExcept(Token);
        if (colon < 0) return ParseStatus.NeedMore;
        if (colon == 0 || input[colon] != ':') return ParseStatus.Bad;
        name = input[..colon];
        var line = colon + 1;
        var from = line;
        while (true)
        {
            var end = input[from..].IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0) return ParseStatus.NeedMore;
            end += from;
            var next = end + 1;
            if (input[end] == '\r')
            {
                if (next == input.Length) return ParseStatus.NeedMore;
                if (input[next] != '\n') return ParseStatus.Bad;
                next++;
            }

            if (next == input.Length) return ParseStatus.NeedMore;
            if (!IsBlank(input[next]))
            {
                value = input[line..end];
                consumed = next;
                return ParseStatus.Done;
            }

            folded = true;
            from = next;
        }
    }

    /// <summary>Sums up what the headers said; call it after <see cref="ReadHeaders"/>.</summary>
    public ParseStatus FinishRequest(ref Http1Message message)
    {
        var version = _head.Version;
        if (_codings) return ParseStatus.UnknownCoding;
        message.KeepAlive = !_close && (version >= 11 || _keepAlive);
        if (_transferEncoding)
        {
            message.Body = BodyKind.Chunked;
            // RFC 9112 §6.1: chunked wins over a length, which is removed, and the connection is not trusted any further.
            message.Ambiguous = version < 11 || _lengthSlot >= 0;
            if (_lengthSlot >= 0) _head.Remove(_lengthSlot);
        }
        else if (_length > 0)
        {
            message.Body = BodyKind.Length;
            message.Length = _length;
        }

        message.Upgrade = _upgradeToken && _upgradeHeader;
        if (message.Upgrade && message.Body != BodyKind.None)
        {
            // A request with a body is not upgraded: the server shall not see the wish.
            _head.RemoveAll("upgrade"u8);
            message.Upgrade = false;
        }

        if (message.Upgrade && _webSocket && !_webSocketKey) return ParseStatus.Bad;
        return ParseStatus.Done;
    }

    /// <inheritdoc cref="FinishRequest"/>
    /// <param name="request">What the request was: some responses have no body whatever they say.</param>
    public ParseStatus FinishResponse(in Http1Message request, ref Http1Message message)
    {
        if (_codings) return ParseStatus.Bad;
        var status = _head.Status;
        message.KeepAlive = !_close && (_head.Version >= 11 || _keepAlive);
        message.Upgrade = _upgradeToken;
        if (_transferEncoding && _lengthSlot >= 0) _head.Remove(_lengthSlot);
        if (status == 101 || (request.IsConnect && status is >= 200 and < 300)) message.Body = BodyKind.Tunnel;
        else if (status is < 200 or 204 or 304 || request.IsHead) message.Body = BodyKind.None;
        else if (_transferEncoding) message.Body = BodyKind.Chunked;
        else if (_length > 0) message.Body = BodyKind.Length;
        else message.Body = _length == 0 ? BodyKind.None : BodyKind.UntilClose;
        if (message.Body == BodyKind.Length) message.Length = _length;
        message.Ambiguous = _transferEncoding && (_head.Version < 11 || _lengthSlot >= 0);
        return ParseStatus.Done;
    }

    private ParseStatus Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when Is(name, "host"u8):
                return TakeHost(name, value);
            case 7 when Is(name, "upgrade"u8):
                _upgradeHeader = true;
                _webSocket = Is(value, "websocket"u8);
                break;
            case 10 when Is(name, "connection"u8):
                return TakeConnection(name, value);
            case 14 when Is(name, "content-length"u8):
                return TakeLength(name, value);
            case 17 when Is(name, "transfer-encoding"u8):
                if (!TakeCoding(value)) return ParseStatus.Bad;
                break;
            case 17 when Is(name, "sec-websocket-key"u8):
                _webSocketKey = true;
                break;
            default:
                break;
        }

        return _head.Add(name, value) ? ParseStatus.Done : ParseStatus.Bad;
    }

    /// <summary>Line ends of a folded value become blanks, one for one.</summary>
    private ParseStatus TakeFolded(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var copy = System.Buffers.ArrayPool<byte>.Shared.Rent(value.Length);
        value.CopyTo(copy);
        var unfolded = copy.AsSpan(0, value.Length);
        unfolded.Replace((byte)'\r', (byte)' ');
        unfolded.Replace((byte)'\n', (byte)' ');
        var status = Take(name, TrimBlanks(unfolded));
        System.Buffers.ArrayPool<byte>.Shared.Return(copy);
        return status;
    }

    private ParseStatus TakeHost(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_hostSlot >= 0) return Is(_head.Value(_hostSlot), value) ? ParseStatus.Done : ParseStatus.Bad;
        _hostSlot = _head.Count;
        return _head.Add(name, value) ? ParseStatus.Done : ParseStatus.Bad;
    }

    /// <summary><c>close</c> and <c>keep-alive</c> are this hop's and are taken out; other tokens pass.</summary>
    private ParseStatus TakeConnection(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> kept = stackalloc byte[512];
        var length = 0;
        var dropped = false;
        var list = value;
        var ended = false;
        while (NextElement(ref list, out var element, ref ended))
        {
            if (Is(element, "close"u8))
            {
                _close = dropped = true;
                continue;
            }

            if (Is(element, "keep-alive"u8))
            {
                _keepAlive = dropped = true;
                continue;
            }

            if (Is(element, "upgrade"u8)) _upgradeToken = true;
            if (length + element.Length + 1 > kept.Length) return ParseStatus.Bad;
            if (length > 0) kept[length++] = (byte)',';
            element.CopyTo(kept[length..]);
            length += element.Length;
        }

        if (!dropped) return _head.Add(name, value) ? ParseStatus.Done : ParseStatus.Bad;
        if (length == 0) return ParseStatus.Done;
        return _head.Add(name, kept[..length]) ? ParseStatus.Done : ParseStatus.Bad;
    }

    /// <summary>RFC 9110 §8.6: equal values, also as a list, are one; different ones are refused.</summary>
    private ParseStatus TakeLength(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var list = value;
        var ended = false;
        var firstLength = 0;
        while (NextElement(ref list, out var element, ref ended))
        {
            if (!TryParseLength(element, out var length)) return ParseStatus.Bad;
            if (_length >= 0 && _length != length) return ParseStatus.Bad;
            _length = length;
            if (firstLength == 0) firstLength = element.Length;
        }

        if (_lengthSlot >= 0) return ParseStatus.Done;
        _lengthSlot = _head.Count;
        return _head.Add(name, value[..firstLength]) ? ParseStatus.Done : ParseStatus.Bad;
    }

    /// <summary>Only <c>chunked</c> itself is understood, once, and last (RFC 9112 §6.1).</summary>
    private bool TakeCoding(ReadOnlySpan<byte> value)
    {
        if (_transferEncoding) return false;
        var list = value;
        var ended = false;
        while (NextElement(ref list, out var element, ref ended))
        {
            if (_transferEncoding) return false;
            if (Is(element, "chunked"u8)) _transferEncoding = true;
            else if (element.IsEmpty || element.ContainsAnyExcept(Token)) return false;
            else _codings = true;
        }

        return _transferEncoding;
    }
}
