using static HAProxy.Net.Protocols.Http1.Http1Grammar;

namespace HAProxy.Net.Protocols.Http1;

public enum ChunkStep : byte
{
    /// <summary>More bytes are needed; what was consumed is done with.</summary>
    NeedMore,

    /// <summary>Payload.</summary>
    Data,

    /// <summary>The end: the last chunk and the trailers, which come raw, without their final empty line.</summary>
    End,

    Bad,
}

/// <summary>
/// Takes the chunked coding off (RFC 9112 §7.1), streaming: feed it what was received, it says what the first bytes are. Sizes have at
/// most 52 bits; extensions are dropped; line ends may be bare LF, as HAProxy takes them.
/// </summary>
public struct ChunkDecoder
{
    private enum State : byte
    {
        Size,
        Data,
        DataEnd,
        Trailers,
    }

    private State _state;
    private long _left;

    /// <param name="consumed">Bytes to drop from the input after use of <paramref name="data"/>, which lies within them.</param>
    public ChunkStep Read(ReadOnlySpan<byte> input, out int consumed, out ReadOnlySpan<byte> data)
    {
        consumed = 0;
        data = default;
        while (true)
        {
            var rest = input[consumed..];
            if (rest.IsEmpty) return ChunkStep.NeedMore;
            switch (_state)
            {
                case State.Size:
                    var step = ReadSize(rest, out var length);
                    if (step != ChunkStep.Data) return step;
                    consumed += length;
                    _state = _left == 0 ? State.Trailers : State.Data;
                    break;
                case State.Data:
                    data = rest[..(int)Math.Min(_left, rest.Length)];
                    _left -= data.Length;
                    consumed += data.Length;
                    if (_left == 0) _state = State.DataEnd;
                    return ChunkStep.Data;
                case State.DataEnd:
                    if (rest[0] == '\r')
                    {
                        if (rest.Length == 1) return ChunkStep.NeedMore;
                        if (rest[1] != '\n') return ChunkStep.Bad;
                        consumed += 2;
                    }
                    else if (rest[0] == '\n')
                    {
                        consumed++;
                    }
                    else
                    {
                        return ChunkStep.Bad;
                    }

                    _state = State.Size;
                    break;
                default:
                    step = ReadTrailers(rest, out var trailers, out length);
                    if (step != ChunkStep.End) return step;
                    data = rest[..trailers];
                    consumed += length;
                    return ChunkStep.End;
            }
        }
    }

    private ChunkStep ReadSize(ReadOnlySpan<byte> input, out int length)
    {
        length = 0;
        long size = 0;
        var at = 0;
        while (at < input.Length)
        {
            var digit = HexValue(input[at]);
            if (digit < 0) break;
            if (size >> 48 != 0) return ChunkStep.Bad;
            size = (size << 4) | (uint)digit;
            at++;
        }

        if (at == input.Length) return ChunkStep.NeedMore;
        if (at == 0) return ChunkStep.Bad;
        while (at < input.Length && IsBlank(input[at])) at++;
        if (at == input.Length) return ChunkStep.NeedMore;
        if (input[at] == ';')
        {
            var end = input[at..].IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0) return ChunkStep.NeedMore;
            at += end;
        }

        if (input[at] == '\r')
        {
            at++;
            if (at == input.Length) return ChunkStep.NeedMore;
        }

        if (input[at] != '\n') return ChunkStep.Bad;
        length = at + 1;
        _left = size;
        return ChunkStep.Data;
    }

    private static ChunkStep ReadTrailers(ReadOnlySpan<byte> input, out int trailers, out int length)
    {
        trailers = 0;
        length = 0;
        while (true)
        {
            var rest = input[trailers..];
            if (rest.IsEmpty) return ChunkStep.NeedMore;
            if (rest[0] == '\n')
            {
                length = trailers + 1;
                return ChunkStep.End;
            }

            if (rest[0] == '\r')
            {
                if (rest.Length == 1) return ChunkStep.NeedMore;
                if (rest[1] != '\n') return ChunkStep.Bad;
                length = trailers + 2;
                return ChunkStep.End;
            }

            var status = HeadParser.SplitLine(rest, out _, out _, out var consumed, out _);
            if (status == ParseStatus.NeedMore) return ChunkStep.NeedMore;
            if (status != ParseStatus.Done) return ChunkStep.Bad;
            trailers += consumed;
        }
    }

    private static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
