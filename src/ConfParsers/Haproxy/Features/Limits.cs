using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>maxconn</c>, <c>fullconn</c>, <c>backlog</c>, <c>retries</c>, <c>option redispatch</c> ... of a proxy.</summary>
public sealed record ProxyLimits
{
    /// <summary>Frontend's concurrent connections; 0: the process's.</summary>
    public int MaxConn { get; init; }

    public int FullConn { get; init; }

    public int Backlog { get; init; }

    /// <summary>Connection attempts after the first, default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>0: off. N greater than 0: every Nth retry; negative -N: from the Nth-last on; plain <c>option redispatch</c> is -1 (the last retry).</summary>
    public int RedispatchInterval { get; init; }

    /// <summary>New sessions per second; 0: no limit.</summary>
    public int RateLimitSessions { get; init; }

    public bool SocketStats { get; init; }

    /// <summary><c>option contstats</c>: sums of long transfers grow while they last.</summary>
    public bool ContinuousStats { get; init; }

    public bool AbortOnClose { get; init; }

    public bool Persist { get; init; }

    public bool AllBackups { get; init; }
}

/// <summary>The keywords that limit a proxy's connections and attempts (configuration.txt 4.2).</summary>
internal static class LimitKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("maxconn", In.FrontSide, "<conns>", (w, p) => Number(w, p, (l, n) => l with { MaxConn = n })) { Manual = "4.2", Instead = "fullconn" },
        new("fullconn", In.BackSide, "<conns>", (w, p) => Number(w, p, (l, n) => l with { FullConn = n })) { Manual = "4.2", Instead = "maxconn" },
        new("backlog", In.FrontSide, "<conns>", (w, p) => Number(w, p, (l, n) => l with { Backlog = n })) { Manual = "4.2" },
        new("retries", In.BackSide, "<value>", Retries) { Manual = "4.2" },
        new("rate-limit", In.FrontSide, "sessions <rate>", RateLimit) { Listed = true, Manual = "4.2", Misplaced = Misplaced.Binder },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("redispatch", In.BackSide, "[<interval>]", Redispatch) { Manual = "4.2" },
        new("abortonclose", In.BackSide, "", (_, p, on) => p.Limits = p.Limits with { AbortOnClose = on }) { Switch = true, Manual = "4.2" },
        new("persist", In.BackSide, "", (_, p, on) => p.Limits = p.Limits with { Persist = on }) { Switch = true, Manual = "4.2" },
        new("allbackups", In.BackSide, "", (_, p, on) => p.Limits = p.Limits with { AllBackups = on }) { Switch = true, Manual = "4.2" },
        new("contstats", In.FrontSide, "", (_, p, on) => p.Limits = p.Limits with { ContinuousStats = on }) { Switch = true, Manual = "4.2" },
        new("socket-stats", In.FrontSide, "", (_, p, on) => p.Limits = p.Limits with { SocketStats = on }) { Switch = true, Manual = "4.2" },
    ];

    private static void Number(Words words, ProxyBuilder proxy, Func<ProxyLimits, int, ProxyLimits> with)
    {
        if (!words.NextArg("an integer argument.", out var value)) return;
        if (!words.End()) return;
        proxy.Limits = with(proxy.Limits, Words.LooseInt32(value.Text));
    }

    private static void Retries(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("an integer argument (dispatch counts for one).", out var value)) return;
        if (!words.End()) return;
        proxy.Limits = proxy.Limits with { Retries = Words.LooseInt32(value.Text) };
    }

    private static void RateLimit(Words words, ProxyBuilder proxy)
    {
        if (!words.Take("sessions"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'rate-limit' only supports 'sessions' (got '{words.Current.Text}')");
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'rate-limit sessions' expects expects an integer value (in sessions/second)");
            return;
        }

        var value = words.Next();
        if (BasedNumber.Read(value.Text, out var rate) is { } culprit)
        {
            words.Alert(DiagnosticKind.BadNumber, $"'rate-limit sessions' : unexpected character '{culprit}' in integer value '{value.Text}'", at: value);
            return;
        }

        if (!proxy.HasFrontend)
        {
            Capability.WarnIgnored(words, proxy, In.FrontSide, "rate-limit sessions");
            return;
        }

        if (!proxy.IsDefaults && proxy.RateLimitIsSet) words.Warning(DiagnosticKind.Duplicate, "overwriting rate-limit sessions which was already specified", at: words[0]);
        proxy.RateLimitIsSet = true;
        proxy.Limits = proxy.Limits with { RateLimitSessions = rate };
    }

    private static void Redispatch(Words words, ProxyBuilder proxy, bool on)
    {
        if (!on)
        {
            proxy.Limits = proxy.Limits with { RedispatchInterval = 0 };
            return;
        }

        var interval = -1;
        if (words.HasMore) interval = Words.LooseInt32(words.Next().Text);
        proxy.Limits = proxy.Limits with { RedispatchInterval = interval };
    }
}
