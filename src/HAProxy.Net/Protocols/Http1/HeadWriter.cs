using System.Buffers.Text;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>The <c>connection</c> header that is added to a message on its way out.</summary>
public enum ConnectionHeader : byte
{
    None,
    Close,
    KeepAlive,
}

/// <summary>
/// Writes a head as HAProxy does: names in lower case, versions above 1.1 as 1.1, the connection header last. (RFC 9112 §2-§5)
/// </summary>
public static class HeadWriter
{
    /// <summary>Which connection header tells the receiver of a message what will happen to the connection: only the one its version does not imply.</summary>
    public static ConnectionHeader Choose(int version, bool keepAlive) => keepAlive
        ? version < 11 ? ConnectionHeader.KeepAlive : ConnectionHeader.None
        : version < 11 ? ConnectionHeader.None : ConnectionHeader.Close;

    /// <returns>Bytes written, or -1 when the destination is too small.</returns>
    public static int WriteRequest(MessageHead head, ConnectionHeader connection, Span<byte> destination)
    {
        var method = head.Method;
        var target = head.Target;
        if (destination.Length < method.Length + target.Length + 12) return -1;
        method.CopyTo(destination);
        var at = method.Length;
        destination[at++] = (byte)' ';
        target.CopyTo(destination[at..]);
        at += target.Length;
        destination[at++] = (byte)' ';
        at += WriteVersion(head.Version, destination[at..]);
        destination[at++] = (byte)'\r';
        destination[at++] = (byte)'\n';
        return WriteHeaders(head, connection, dropFraming: false, destination, at);
    }

    /// <inheritdoc cref="WriteRequest"/>
    public static int WriteResponse(MessageHead head, ConnectionHeader connection, Span<byte> destination)
    {
        var reason = head.Reason;
        if (destination.Length < reason.Length + 32) return -1;
        var at = WriteVersion(head.Version, destination);
        destination[at++] = (byte)' ';
        Utf8Formatter.TryFormat(head.Status, destination[at..], out var digits);
        at += digits;
        destination[at++] = (byte)' ';
        reason.CopyTo(destination[at..]);
        at += reason.Length;
        destination[at++] = (byte)'\r';
        destination[at++] = (byte)'\n';
        // RFC 9110 §8.6, RFC 9112 §6.1: neither length nor coding in 1xx and 204.
        return WriteHeaders(head, connection, dropFraming: head.Status is < 200 or 204, destination, at);
    }

    private static int WriteVersion(int version, Span<byte> destination)
    {
        if (version > 11) version = 11;
        "HTTP/"u8.CopyTo(destination);
        destination[5] = (byte)('0' + version / 10);
        destination[6] = (byte)'.';
        destination[7] = (byte)('0' + version % 10);
        return 8;
    }

    private static int WriteHeaders(MessageHead head, ConnectionHeader connection, bool dropFraming, Span<byte> destination, int at)
    {
        for (var slot = 0; slot < head.Count; slot++)
        {
            if (head.IsRemoved(slot)) continue;
            var name = head.Name(slot);
            if (dropFraming && (name.SequenceEqual("content-length"u8) || name.SequenceEqual("transfer-encoding"u8))) continue;
            at = WriteHeader(name, head.Value(slot), destination, at);
            if (at < 0) return -1;
        }

        at = connection switch
        {
            ConnectionHeader.Close => WriteHeader("connection"u8, "close"u8, destination, at),
            ConnectionHeader.KeepAlive => WriteHeader("connection"u8, "keep-alive"u8, destination, at),
            _ => at,
        };
        if (at < 0 || destination.Length < at + 2) return -1;
        destination[at++] = (byte)'\r';
        destination[at++] = (byte)'\n';
        return at;
    }

    internal static int WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, Span<byte> destination, int at)
    {
        if (destination.Length < at + name.Length + value.Length + 4) return -1;
        name.CopyTo(destination[at..]);
        at += name.Length;
        destination[at++] = (byte)':';
        destination[at++] = (byte)' ';
        value.CopyTo(destination[at..]);
        at += value.Length;
        destination[at++] = (byte)'\r';
        destination[at++] = (byte)'\n';
        return at;
    }
}
