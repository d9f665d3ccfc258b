using static HAProxy.Net.Protocols.Http1.Http1Grammar;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>Puts the chunked coding on (RFC 9112 §7.1), with sizes in upper-case hexadecimal as HAProxy writes them.</summary>
public static class ChunkWriter
{
    /// <summary>The longest size line: 13 digits and a line end.</summary>
    public const int MaxSizeLine = 16;

    /// <summary>Writes the line in front of a chunk's bytes, which are followed by CR LF.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteSize(long size, Span<byte> destination)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(size, destination, out var length, 'X');
        destination[length++] = (byte)'\r';
        destination[length++] = (byte)'\n';
        return length;
    }

    /// <summary>Writes last chunk, trailers with lower-case names, and the end.</summary>
    /// <param name="trailers">Raw lines from <see cref="ChunkDecoder"/>.</param>
    /// <param name="counted">Bytes the trailers count (see CountedBytes).</param>
    /// <returns>Bytes written, or -1 when the destination is too small.</returns>
    public static int WriteEnd(ReadOnlySpan<byte> trailers, Span<byte> destination, out int counted)
    {
        counted = CountedBytes.EndOfTrailers;
        if (destination.Length < 5) return -1;
        "0\r\n"u8.CopyTo(destination);
        var at = 3;
        while (!trailers.IsEmpty)
        {
            // A line at the very end has no successor to look at: the decoder has seen that it is complete.
            var end = trailers.IndexOf((byte)'\n') + 1;
            while (end < trailers.Length && IsBlank(trailers[end])) end += trailers[end..].IndexOf((byte)'\n') + 1;
            var colon = trailers.IndexOf((byte)':');
            var name = trailers[..colon];
            var value = TrimBlanks(trailers[(colon + 1)..end].TrimEnd("\r\n"u8));
            var start = at;
            at = HeadWriter.WriteHeader(name, value, destination, at);
            if (at < 0) return -1;
            var written = destination.Slice(start, name.Length);
            System.Text.Ascii.ToLowerInPlace(written, out _);
            var valueWritten = destination.Slice(start + name.Length + 2, value.Length);
            valueWritten.Replace((byte)'\r', (byte)' ');
            valueWritten.Replace((byte)'\n', (byte)' ');
            counted += name.Length + value.Length;
            trailers = trailers[end..];
        }

        if (destination.Length < at + 2) return -1;
        destination[at++] = (byte)'\r';
        destination[at++] = (byte)'\n';
        return at;
    }
}
