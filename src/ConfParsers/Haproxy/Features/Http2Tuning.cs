using ConfParsers.Haproxy.Catalog;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>global <c>tune.h2.*</c> (configuration.txt 3.2; RFC 9113 §6.5.2). Sizes in bytes.</summary>
public sealed record Http2Tuning
{
    public int HeaderTableSize { get; init; } = 4096;

    public int InitialWindowSize { get; init; } = 65535;

    public int MaxConcurrentStreams { get; init; } = 100;

    public int MaxFrameSize { get; init; } = 16384;

    /// <summary>WebSockets over HTTP/2 (RFC 8441) are not offered, for clients that get them wrong.</summary>
    public bool WithoutWebSockets { get; init; }
}

/// <summary>The keywords of the global section about HTTP/2 (configuration.txt 3.1, 3.2).</summary>
internal static class Http2TuningKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("tune.h2.header-table-size", "<number>", Number((g, n) => g.Http2 = g.Http2 with { HeaderTableSize = n }, 4096, 65536, null, "a numeric value between 4096 and 65536.")) { Listed = true, Manual = "3.2" },
        new("tune.h2.initial-window-size", "<number>", Positive((g, n) => g.Http2 = g.Http2 with { InitialWindowSize = n }, required: false)) { Listed = true, Manual = "3.2" },
        new("tune.h2.max-concurrent-streams", "<number>", Positive((g, n) => g.Http2 = g.Http2 with { MaxConcurrentStreams = n }, required: false)) { Listed = true, Manual = "3.2" },
        new("tune.h2.max-frame-size", "<number>", Number((g, n) => g.Http2 = g.Http2 with { MaxFrameSize = n }, 16384, 16777215, null, "a numeric value between 16384 and 16777215.")) { Listed = true, Manual = "3.2" },
        new("h2-workaround-bogus-websocket-clients", "", Switch((g, on) => g.Http2 = g.Http2 with { WithoutWebSockets = on })) { Suggested = null, Manual = "3.1", Since = "2.5" },
    ];
}
