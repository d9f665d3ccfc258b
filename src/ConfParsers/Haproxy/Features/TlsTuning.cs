using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>global <c>tune.ssl.*</c> (configuration.txt 3.2). Sizes in bytes unless said otherwise.</summary>
public sealed record TlsTuning
{
    /// <summary>Bits of the Diffie-Hellman parameters that OpenSSL makes up.</summary>
    public int DefaultDhParam { get; init; } = 2048;

    /// <summary>Blocks of the session cache, about 200 bytes each; 0: none.</summary>
    public int CacheBlocks { get; init; } = 20000;

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The session cache is not shared.</summary>
    public bool PrivateCache { get; init; }

    /// <summary>Longest record while a connection is new; 0: no limit.</summary>
    public int MaxRecord { get; init; }

    /// <summary>Longest record at all; 0: no limit.</summary>
    public int HardMaxRecord { get; init; }

    /// <summary>Generated certificates that are remembered.</summary>
    public int ContextCacheSize { get; init; } = 1000;

    /// <summary>Bytes kept of a ClientHello for fetches.</summary>
    public int CaptureBufferSize { get; init; }

    /// <summary>Secrets of sessions are kept for fetches (NSS key log).</summary>
    public bool KeyLog { get; init; }
}

/// <summary>The keywords <c>tune.ssl.*</c> of the global section (configuration.txt 3.2).</summary>
internal static class TlsTuningKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("tune.ssl.cachesize", "<number>", Positive((g, n) => g.TlsTuning = g.TlsTuning with { CacheBlocks = n })) { Listed = true, Manual = "3.2" },
        new("tune.ssl.default-dh-param", "<number>", DefaultDhParam) { Listed = true, Manual = "3.2" },
        new("tune.ssl.force-private-cache", "", Switch((g, on) => g.TlsTuning = g.TlsTuning with { PrivateCache = on })) { Listed = true, Manual = "3.2" },
        new("tune.ssl.lifetime", "<timeout>", Lifetime) { Listed = true, Manual = "3.2" },
        new("tune.ssl.maxrecord", "<number>", Positive((g, n) => g.TlsTuning = g.TlsTuning with { MaxRecord = n })) { Listed = true, Manual = "3.2" },
        new("tune.ssl.hard-maxrecord", "<number>", Positive((g, n) => g.TlsTuning = g.TlsTuning with { HardMaxRecord = n })) { Listed = true, Manual = "3.2", Since = "2.6" },
        new("tune.ssl.ssl-ctx-cache-size", "<number>", Positive((g, n) => g.TlsTuning = g.TlsTuning with { ContextCacheSize = n })) { Listed = true, Manual = "3.2" },
        new("tune.ssl.capture-buffer-size", "<number>", CaptureBuffer) { Listed = true, Manual = "3.2" },
        new("tune.ssl.capture-cipherlist-size", "<number>", OldCaptureBuffer) { Listed = true, Manual = "3.2" },
        new("tune.ssl.keylog", "{ on | off }", OnOff((g, on) => g.TlsTuning = g.TlsTuning with { KeyLog = on })) { Listed = true, Manual = "3.2" },
    ];

    private static void DefaultDhParam(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("an integer argument.", out var value)) return;

        // HAProxy compares without a sign: what is negative is large.
        var bits = unchecked((uint)Words.LooseInteger(value.Text));
        if (bits < 1024) words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' expects a value >= 1024.", at: value);
        else global.TlsTuning = global.TlsTuning with { DefaultDhParam = (int)Math.Min(bits, int.MaxValue) };
    }

    private static void Lifetime(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("ssl sessions <lifetime> in seconds as argument.", out var value)) return;
        var time = words.Time(value, "s", "s");
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime, $"timer overflow in argument '{value.Text}' to <{words.Keyword}> (maximum value is 2147483647 s or ~68 years).", at: value);
                break;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument to <{words.Keyword}>.", at: value);
                break;
            default:
                global.TlsTuning = global.TlsTuning with { Lifetime = time.Value };
                break;
        }
    }

    private static void OldCaptureBuffer(Words words, GlobalBuilder global)
    {
        words.Warning(DiagnosticKind.Deprecated,
            $"'{words.Keyword}' is deprecated and will be removed in version 2.7. Please use 'tune.ssl.capture-buffer-size' instead.", PlaceForm.ParsingTight, at: words[0]);
        CaptureBuffer(words, global);
    }

    private static void CaptureBuffer(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("an integer argument.", out var value)) return;
        var bytes = Words.LooseInt32(value.Text);
        if (bytes < 0)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' expects a positive numeric value.", at: value);
        }
        else if (global.CaptureBufferIsSet)
        {
            words.Alert(DiagnosticKind.Duplicate, $"'{words.Keyword}' is already configured.", at: words[0]);
        }
        else
        {
            global.CaptureBufferIsSet = true;
            global.TlsTuning = global.TlsTuning with { CaptureBufferSize = bytes };
        }
    }
}
