using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>global <c>tune.*</c> about buffers, sockets and HTTP (configuration.txt 3.2), with HAProxy's defaults. Sizes in bytes.</summary>
public sealed record Tuning
{
    public int BufferSize { get; init; } = 16384;

    /// <summary>Kept free for rewriting; a head larger than BufferSize - MaxRewrite is refused. Negative: half a buffer, at most 1024.</summary>
    public int MaxRewrite { get; init; } = 1024;

    /// <summary>Buffers of the whole process; 0: no limit.</summary>
    public int BufferLimit { get; init; }

    /// <summary>Buffers kept for moments when the limit is reached.</summary>
    public int BufferReserve { get; init; } = 2;

    public int MaxHeaders { get; init; } = 101;

    /// <summary>Longest URI that a log line repeats.</summary>
    public int LogUriLength { get; init; } = 1024;

    /// <summary>Longest captured cookie.</summary>
    public int CookieLength { get; init; } = 63;

    public bool SharedIdlePool { get; init; } = true;

    /// <summary>Descriptors in percent above which idle server connections are closed rather than kept.</summary>
    public int PoolHighPercent { get; init; } = 25;

    public int PoolLowPercent { get; init; } = 20;

    /// <summary>Connections accepted at a time; -1: no limit.</summary>
    public int MaxAccept { get; init; } = 4;

    /// <summary>A read of this size is taken for all there is; 0: 10136.</summary>
    public int ReceiveEnough { get; init; }

    /// <summary>A stream without traffic for this long does not fill its pipes; null: 1 s.</summary>
    public TimeSpan? IdleTimer { get; init; }

    /// <summary>Socket buffers; 0: the system's.</summary>
    public int ClientReceiveBuffer { get; init; }

    public int ClientSendBuffer { get; init; }

    public int ServerReceiveBuffer { get; init; }

    public int ServerSendBuffer { get; init; }

    /// <summary>Pipes for splicing; 0: the system's.</summary>
    public int PipeSize { get; init; }

    /// <summary>Level of compression, 1 (fast)..9.</summary>
    public int CompressionLevel { get; init; } = 1;

    /// <summary>Results of pattern look-ups that are remembered; 0: none.</summary>
    public int PatternCacheEntries { get; init; } = 10000;

    /// <summary>Updates of stick tables that are sent to a peer at a time; 0: HAProxy's own 200.</summary>
    public int PeerUpdates { get; init; }

    /// <summary>Allocations that fail in percent; for tests of HAProxy itself.</summary>
    public int FailedAllocationsPercent { get; init; }

    /// <summary>GET, HEAD and DELETE of HTTP/1.0 may have a body.</summary>
    public bool PayloadWithAnyMethod { get; init; }

    /// <summary>A PROXY header of version 2 never says LOCAL, health checks included.</summary>
    public bool NeverSendLocal { get; init; }
}

/// <summary>The keywords <c>tune.*</c> of the global section about buffers, sockets and HTTP (configuration.txt 3.2).</summary>
internal static class TuningKeywords
{
    private const int BufferLimit = 256 << 20;

    public static readonly GlobalKeyword[] Rows =
    [
        new("h1-accept-payload-with-any-method", "", Switch((g, on) => g.Tuning = g.Tuning with { PayloadWithAnyMethod = on })) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("pp2-never-send-local", "", Switch((g, on) => g.Tuning = g.Tuning with { NeverSendLocal = on })) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("tune.fail-alloc", "<number>", Number((g, n) => g.Tuning = g.Tuning with { FailedAllocationsPercent = n }, 0, 100, null, "a numeric value between 0 and 100.")) { Listed = true, Manual = "3.2" },
        new("tune.idle-pool.shared", "{ on | off }", OnOff((g, on) => g.Tuning = g.Tuning with { SharedIdlePool = on })) { Listed = true, Manual = "3.2" },
        new("tune.peers.max-updates-at-once", "<number>", Number((g, n) => g.Tuning = g.Tuning with { PeerUpdates = n }, 1, int.MaxValue,
            "an integer argument greater than 0.", "an integer argument greater than 0.")) { Listed = true, Manual = "3.2", Since = "2.6" },
        new("tune.pool-high-fd-ratio", "<number>", Number((g, n) => g.Tuning = g.Tuning with { PoolHighPercent = n }, 0, 100,
            "an integer argument between 0 and 100.", "an integer argument between 0 and 100.")) { Listed = true, Manual = "3.2" },
        new("tune.pool-low-fd-ratio", "<number>", Number((g, n) => g.Tuning = g.Tuning with { PoolLowPercent = n }, 0, 100,
            "an integer argument between 0 and 100.", "an integer argument between 0 and 100.")) { Listed = true, Manual = "3.2" },
        new("tune.recv_enough", "<number>", Number((g, n) => g.Tuning = g.Tuning with { ReceiveEnough = n })) { Manual = "3.2" },
        new("tune.buffers.limit", "<number>", Number((g, n) => g.Tuning = g.Tuning with { BufferLimit = n })) { Manual = "3.2" },
        new("tune.buffers.reserve", "<number>", Number((g, n) => g.Tuning = g.Tuning with { BufferReserve = n })) { Manual = "3.2" },
        new("tune.bufsize", "<number>", Number((g, n) => g.Tuning = g.Tuning with { BufferSize = RoundUp(n) }, 1, int.MaxValue - 15, "an integer argument.", "a positive integer argument.")) { Manual = "3.2" },
        new("tune.maxaccept", "<number>", MaxAccept) { Manual = "3.2" },
        new("tune.maxrewrite", "<number>", Number((g, n) => g.Tuning = g.Tuning with { MaxRewrite = n }, 0, int.MaxValue, "an integer argument.", "a positive integer argument.")) { Manual = "3.2" },
        new("tune.idletimer", "<timeout>", IdleTimer) { Manual = "3.2" },
        new("tune.rcvbuf.client", "<number>", Number((g, n) => g.Tuning = g.Tuning with { ClientReceiveBuffer = n }, g => g.Tuning.ClientReceiveBuffer)) { Manual = "3.2" },
        new("tune.rcvbuf.server", "<number>", Number((g, n) => g.Tuning = g.Tuning with { ServerReceiveBuffer = n }, g => g.Tuning.ServerReceiveBuffer)) { Manual = "3.2" },
        new("tune.sndbuf.client", "<number>", Number((g, n) => g.Tuning = g.Tuning with { ClientSendBuffer = n }, g => g.Tuning.ClientSendBuffer)) { Manual = "3.2" },
        new("tune.sndbuf.server", "<number>", Number((g, n) => g.Tuning = g.Tuning with { ServerSendBuffer = n }, g => g.Tuning.ServerSendBuffer)) { Manual = "3.2" },
        new("tune.pipesize", "<number>", Number((g, n) => g.Tuning = g.Tuning with { PipeSize = n })) { Manual = "3.2" },
        new("tune.http.cookielen", "<number>", Number((g, n) => g.Tuning = g.Tuning with { CookieLength = n })) { Manual = "3.2" },
        new("tune.http.logurilen", "<number>", Number((g, n) => g.Tuning = g.Tuning with { LogUriLength = n })) { Manual = "3.2" },
        new("tune.http.maxhdr", "<number>", Number((g, n) => g.Tuning = g.Tuning with { MaxHeaders = n }, 1, 32767, "an integer argument.", "a numeric value between 1 and 32767")) { Manual = "3.2" },
        new("tune.comp.maxlevel", "<number>", Number((g, n) => g.Tuning = g.Tuning with { CompressionLevel = n }, 1, 9,
            "a numeric value between 1 and 9", "a numeric value between 1 and 9")) { Manual = "3.2" },
        new("tune.pattern.cache-size", "<number>", PatternCache) { Manual = "3.2" },
        new("tune.chksize", "<number>", (w, _) => w.Alert(DiagnosticKind.Removed,
            "option 'tune.chksize' is not supported any more (tune.bufsize is used instead).", PlaceForm.ParsingTight, at: w[0])) { Suggested = null, Manual = "3.2" },
    ];

    /// <summary>HAProxy's own client speaks HTTP, so that HTTP is always in use.</summary>
    public static void Check(GlobalBuilder global)
    {
        if (global.Tuning.BufferSize < BufferLimit) return;
        global.Context.Diagnostics.Alert(DiagnosticKind.OutOfRange, null, PlaceForm.None,
            $"global.tune.bufsize must be below 256 MB when HTTP is in use (current value = {global.Tuning.BufferSize}).");
    }

    /// <summary>HAProxy keeps buffers in multiples of two pointers.</summary>
    private static int RoundUp(int bytes) => (int)(((long)bytes + 15) & ~15L & int.MaxValue);

    private static void MaxAccept(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        if (global.MaxAcceptIsSet)
        {
            words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
            return;
        }

        if (!words.NextArg("an integer argument.", out var value)) return;
        var number = Words.LooseInteger(value.Text);
        if (number > int.MaxValue)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' expects -1 or an integer from 0 to INT_MAX.", at: value);
            return;
        }

        global.MaxAcceptIsSet = number != 0;
        global.Tuning = global.Tuning with { MaxAccept = (int)Math.Max(number, -1) };
    }

    private static void IdleTimer(Words words, GlobalBuilder global)
    {
        const string Range = "a timer value between 0 and 65535 ms.";
        if (!words.AtMost(1) || !words.NextArg(Range, out var value)) return;
        var time = words.Time(value);
        if (time.Fault == TimeFault.Overflow)
        {
            words.Alert(DiagnosticKind.BadTime, $"timer overflow in argument <{value.Text}> to <{words.Keyword}>, maximum value is 65535 ms.", PlaceForm.ParsingTight, at: value);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument to <{words.Keyword}>.", PlaceForm.ParsingTight, at: value);
        }
        else if (time.Value.TotalMilliseconds > 65535)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' expects {Range}", at: value);
        }
        else
        {
            global.Tuning = global.Tuning with { IdleTimer = time.Value };
        }
    }

    private static void PatternCache(Words words, GlobalBuilder global)
    {
        var entries = Words.LooseInt32(words.Current.Text);
        if (words.HasMore && entries >= 0) global.Tuning = global.Tuning with { PatternCacheEntries = entries };
        else words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' expects a positive numeric value");
    }
}
