using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>Log timers from the moments of a stream (configuration.txt 8.4): -1 for a phase that was not reached.</summary>
internal static class LogTimers
{
    public static long Of(LogAlias alias, in StreamTimes t) => alias switch
    {
        LogAlias.Th => Handshake(t) - t.Accept,
        LogAlias.Ti => t.FirstByte < 0 ? 0 : t.FirstByte - Handshake(t),
        LogAlias.TR => t.Request < 0 || t.FirstByte < 0 ? -1 : t.Request - t.FirstByte,
        LogAlias.Tq => t.Request < 0 ? -1 : t.Request - t.Accept,
        LogAlias.Tw => t.Queued < 0 ? -1 : t.Queued - (t.Request < 0 ? Handshake(t) : t.Request),
        LogAlias.Tc => t.Connected < 0 ? -1 : t.Connected - t.Queued,
        LogAlias.Tr => t.Response < 0 || t.Connected < 0 ? -1 : t.Response - t.Connected,
        LogAlias.Td => t.Response < 0 ? -1 : t.Closed - t.Response,
        LogAlias.Tt => t.Closed - t.Accept,
        _ => t.Closed - (t.FirstByte < 0 ? Handshake(t) : t.FirstByte), // Ta, Tu
    };

    private static long Handshake(in StreamTimes t) => t.Handshake < 0 ? t.Accept : t.Handshake;
}
