namespace HAProxy.Net.Protocols.Http1;

/// <summary>
/// Bytes as HAProxy counts them in <c>bin</c>, <c>bout</c>, <c>%U</c> and <c>%B</c> of HTTP: the size of its internal form (HTX),
/// found by observing 2.6.12. A start line counts 20 bytes and its three parts, each header its name and value, the end of the headers
/// and the end of trailers 1 byte each, a body its bytes without chunk framing.
/// </summary>
internal static class CountedBytes
{
    private const int StartLine = 20;

    public const int EndOfTrailers = 1;

    private const int Version = 8;

    public static int OfRequest(MessageHead head) => StartLine + head.Method.Length + head.Target.Length + Version + OfHeaders(head);

    public static int OfResponse(MessageHead head) => StartLine + Version + 3 + head.Reason.Length + OfHeaders(head);

    private static int OfHeaders(MessageHead head)
    {
        var sum = 1;
        for (var slot = 0; slot < head.Count; slot++)
        {
            if (!head.IsRemoved(slot)) sum += head.Name(slot).Length + head.Value(slot).Length;
        }

        return sum;
    }
}
