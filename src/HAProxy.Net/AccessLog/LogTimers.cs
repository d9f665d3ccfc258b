using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>Log timers from the moments of a stream (configuration.txt 8.4; edge cases measured on 2.6.12): -1 for a phase that was not reached.</summary>
internal static class LogTimers
{
    public static long Of(LogAlias alias, in StreamTimes t, bool isHttp) => alias switch
    {
        LogAlias.Th => Handshake(t) - t.Accept,
        LogAlias.Ti => Idle(t),
        LogAlias.TR => t.Request < 0 || t.FirstByte < 0 ? -1 : t.Request - t.FirstByte,
        LogAlias.Tq => t.Request < 0 ? -1 : t.Request - t.Accept,
        LogAlias.Tw => Queue(t, isHttp),
        LogAlias.Tc => t.Connected < 0 ? -1 : t.Connected - t.Queued,
        LogAlias.Tr => t.Response < 0 || t.Connected < 0 ? -1 : t.Response - t.Connected,
        LogAlias.Td => Data(t, isHttp),
        LogAlias.Tt => t.Closed - t.Accept,
        LogAlias.Tu => t.Closed - t.Accept - Idle(t),
        _ => t.Closed - Handshake(t) - Idle(t), // Ta
    };

    /// <summary>From the accept to the first byte of the request, UNIX milliseconds are added by the caller (<c>%tr</c>).</summary>
    public static long UntilFirstByte(in StreamTimes t) => Handshake(t) - t.Accept + Idle(t);

    private static long Handshake(in StreamTimes t) => t.Handshake < 0 ? t.Accept : t.Handshake;

    private static long Idle(in StreamTimes t) => t.FirstByte < 0 ? 0 : t.FirstByte - Handshake(t);

    private static long Queue(in StreamTimes t, bool isHttp)
    {
        if (t.Queued < 0) return -1;
        // Without a request, 2.6 counts from the accept, and one too many (observed: TCP mode never says 0).
        return isHttp ? t.Queued - t.Request : t.Queued - t.Accept + 1;
    }

    private static long Data(in StreamTimes t, bool isHttp)
    {
        var begin = isHttp ? t.Response : t.Connected;
        return begin < 0 ? -1 : t.Closed - begin;
    }
}
