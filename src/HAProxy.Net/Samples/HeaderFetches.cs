using HAProxy.Net.Protocols;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>
/// Header fetches (configuration.txt 7.3.6 "req.hdr" and its kin). The second argument is the occurrence: positive from the
/// first, negative from the last; without it ACLs see every value and everything else the last one.
/// </summary>
internal static class HeaderFetches
{
    private const int MaxFromEnd = 10;

    public static bool RequestValue(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Find(stream.Request, operands, whole: false, ref cursor, ref sample);

    public static bool ResponseValue(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Find(stream.Response, operands, whole: false, ref cursor, ref sample);

    /// <summary><c>hdr</c>: the request's header in request rules, the response's in response rules.</summary>
    public static bool EitherValue(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.InRequest ? RequestValue(stream, operands, ref cursor, ref sample) : ResponseValue(stream, operands, ref cursor, ref sample);

    public static bool RequestLine(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Find(stream.Request, operands, whole: true, ref cursor, ref sample);

    public static bool ResponseLine(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Find(stream.Response, operands, whole: true, ref cursor, ref sample);

    public static bool RequestCount(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Count(stream.Request, operands, whole: false, ref sample);

    public static bool ResponseCount(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Count(stream.Response, operands, whole: false, ref sample);

    public static bool RequestLineCount(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Count(stream.Request, operands, whole: true, ref sample);

    public static bool ResponseLineCount(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Count(stream.Response, operands, whole: true, ref sample);

    public static bool RequestAddress(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Address(stream.Request, operands, ref cursor, ref sample);

    public static bool ResponseAddress(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Address(stream.Response, operands, ref cursor, ref sample);

    public static bool RequestNumber(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Number(stream.Request, operands, ref cursor, ref sample);

    public static bool ResponseNumber(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Number(stream.Response, operands, ref cursor, ref sample);

    private static bool Find(MessageHead head, Operands operands, bool whole, ref FetchCursor cursor, ref Sample sample)
    {
        if (operands.Count == 0) return false;
        var values = new HeaderValues(head, operands.Text(0), whole);
        var occurrence = (int)operands.Number(1);
        ReadOnlyMemory<byte> value;
        if (occurrence == 0 && cursor.Iterating)
        {
            if (cursor.More) values.Resume(cursor.Slot, cursor.Offset);
            cursor.More = values.Next(out value);
            cursor.Slot = values.Slot;
            cursor.Offset = values.Offset;
            if (!cursor.More) return false;
            sample.SetString(value);
            return true;
        }

        cursor.More = false;
        if (occurrence > 0)
        {
            while (values.Next(out value))
            {
                if (--occurrence > 0) continue;
                sample.SetString(value);
                return true;
            }

            return false;
        }

        var fromEnd = occurrence == 0 ? 1 : -occurrence;
        var total = 0;
        while (values.Next(out _)) total++;
        if (fromEnd > total || fromEnd > MaxFromEnd) return false;
        values = new HeaderValues(head, operands.Text(0), whole);
        for (var skip = total - fromEnd; skip > 0; skip--) values.Next(out _);
        values.Next(out value);
        sample.SetString(value);
        return true;
    }

    private static bool Count(MessageHead head, Operands operands, bool whole, ref Sample sample)
    {
        var values = new HeaderValues(head, operands.Text(0), whole);
        var count = 0;
        while (values.Next(out _)) count++;
        sample.SetInteger(count);
        return true;
    }

    /// <summary>The next value that is an address; an IPv4 address may be followed by a port.</summary>
    private static bool Address(MessageHead head, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        while (Find(head, operands, whole: false, ref cursor, ref sample))
        {
            if (Casts.To(ref sample, ConfParsers.Haproxy.Expressions.SampleType.Address)) return true;
            if (!cursor.More) break;
        }

        return false;
    }

    /// <summary>
    /// The value as a 32-bit number in HAProxy's way: an optional minus sign, then every byte up to <c>'9'</c> counts as a digit,
    /// so that <c>"+12"</c> is -488 (measured); overflow wraps.
    /// </summary>
    private static bool Number(MessageHead head, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (!Find(head, operands, whole: false, ref cursor, ref sample)) return false;
        var text = sample.Bytes.Span;
        var negative = !text.IsEmpty && text[0] == (byte)'-';
        var value = 0;
        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            if (digit > 9) break;
            value = unchecked(value * 10 + digit);
        }

        sample.SetInteger(negative ? -value : value);
        return true;
    }
}
