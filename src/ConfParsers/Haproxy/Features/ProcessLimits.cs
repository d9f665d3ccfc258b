using ConfParsers.Haproxy.Catalog;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>What the whole process may use (configuration.txt 3.2). 0 is no limit of the configuration's own.</summary>
public sealed record ProcessLimits
{
    /// <summary>File descriptors (<c>ulimit-n</c>); 0: computed from <c>maxconn</c>.</summary>
    public int Descriptors { get; init; }

    /// <summary>Upper bound of the computed number of descriptors.</summary>
    public int DescriptorHardLimit { get; init; }

    /// <summary>Pipes for splicing; 0: a quarter of <c>maxconn</c>.</summary>
    public int Pipes { get; init; }

    /// <summary>Connections a second.</summary>
    public int ConnectionRate { get; init; }

    /// <summary>Sessions a second.</summary>
    public int SessionRate { get; init; }

    /// <summary>TLS connections.</summary>
    public int TlsConnections { get; init; }

    /// <summary>TLS handshakes a second.</summary>
    public int TlsRate { get; init; }

    /// <summary>Memory of zlib in bytes, written in megabytes.</summary>
    public long ZlibBytes { get; init; }

    /// <summary>Input of compression in bytes a second, written in kilobytes of 1024.</summary>
    public long CompressionBytesRate { get; init; }

    /// <summary>Percent of the processor above which no response begins to be compressed.</summary>
    public int CompressionCpuPercent { get; init; } = 100;

    /// <summary>A start fails when a limit of the system is too low for the configuration.</summary>
    public bool Strict { get; init; } = true;
}

/// <summary>The keywords of the global section that limit the process (configuration.txt 3.1, 3.2).</summary>
internal static class ProcessLimitKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("maxsslconn", "<number>", Positive((g, n) => g.Limits = g.Limits with { TlsConnections = n })) { Listed = true, Manual = "3.2" },
        new("ulimit-n", "<number>", Number((g, n) => g.Limits = g.Limits with { Descriptors = n }, g => g.Limits.Descriptors)) { Manual = "3.1" },
        new("fd-hard-limit", "<number>", Number((g, n) => g.Limits = g.Limits with { DescriptorHardLimit = n }, g => g.Limits.DescriptorHardLimit)) { Suggested = null, Manual = "3.1", Since = "2.6" },
        new("maxconnrate", "<number>", Number((g, n) => g.Limits = g.Limits with { ConnectionRate = n }, g => g.Limits.ConnectionRate)) { Manual = "3.2" },
        new("maxsessrate", "<number>", Number((g, n) => g.Limits = g.Limits with { SessionRate = n }, g => g.Limits.SessionRate)) { Manual = "3.2" },
        new("maxsslrate", "<number>", Number((g, n) => g.Limits = g.Limits with { TlsRate = n }, g => g.Limits.TlsRate)) { Manual = "3.2" },
        new("maxcomprate", "<number>", Number((g, n) => g.Limits = g.Limits with { CompressionBytesRate = (long)n << 10 }, expects: "an integer argument in kb/s.")) { Manual = "3.2" },
        new("maxpipes", "<number>", Number((g, n) => g.Limits = g.Limits with { Pipes = n }, g => g.Limits.Pipes)) { Manual = "3.2" },
        new("maxzlibmem", "<number>", Number((g, n) => g.Limits = g.Limits with { ZlibBytes = (long)n << 20 })) { Manual = "3.2" },
        new("maxcompcpuusage", "<number>", Number((g, n) => g.Limits = g.Limits with { CompressionCpuPercent = n }, 0, 100,
            "an integer argument between 0 and 100.", "an integer argument between 0 and 100.")) { Manual = "3.2" },
        new("strict-limits", "", Switch((g, on) => g.Limits = g.Limits with { Strict = on })) { Negatable = true, Manual = "3.1" },
    ];
}
