using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>How a proxy treats its TCP connections (configuration.txt 4.2 "option tcpka", "option splice-auto", ...).</summary>
public sealed record TcpConnections
{
    /// <summary>Keep-alive probes towards clients: <c>option clitcpka</c> and <c>clitcpka-*</c>.</summary>
    public TcpKeepAlive Clients { get; init; } = new();

    /// <summary>Keep-alive probes towards servers: <c>option srvtcpka</c> and <c>srvtcpka-*</c>.</summary>
    public TcpKeepAlive Servers { get; init; } = new();

    /// <summary><c>option nolinger</c>: closed by RST, nothing lingers.</summary>
    public bool NoLinger { get; init; }

    /// <summary><c>option independent-streams</c>: what is sent does not refresh the timeout of what is received.</summary>
    public bool IndependentStreams { get; init; }

    /// <summary><c>option splice-auto</c>: splicing where it seems to pay.</summary>
    public bool SpliceAuto { get; init; }

    public bool SpliceRequest { get; init; }

    public bool SpliceResponse { get; init; }

    /// <summary><c>option tcp-smart-accept</c>: no ACK before there is something to answer.</summary>
    public bool SmartAccept { get; init; }

    /// <summary><c>option tcp-smart-connect</c>: the handshake's ACK goes with the first data.</summary>
    public bool SmartConnect { get; init; }
}

/// <summary>TCP keep-alive of one side; 0 leaves a value to the kernel.</summary>
/// <param name="Count">Probes without answer before the connection is given up.</param>
/// <param name="Idle">Whole seconds of silence before the first probe.</param>
/// <param name="Interval">Whole seconds between two probes.</param>
public sealed record TcpKeepAlive(bool Enabled = false, int Count = 0, TimeSpan Idle = default, TimeSpan Interval = default);

/// <summary>The keywords and options about TCP connections.</summary>
internal static class TcpConnectionKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("clitcpka-cnt", In.FrontSide, "<count>", (w, p) => Count(w, p, In.FrontSide)) { Listed = true, Manual = "4.2", Since = "2.2", Misplaced = Misplaced.Binder },
        new("clitcpka-idle", In.FrontSide, "<timeout>", (w, p) => Time(w, p, In.FrontSide, (k, t) => k with { Idle = t })) { Listed = true, Manual = "4.2", Since = "2.2", Misplaced = Misplaced.Binder },
        new("clitcpka-intvl", In.FrontSide, "<timeout>", (w, p) => Time(w, p, In.FrontSide, (k, t) => k with { Interval = t })) { Listed = true, Manual = "4.2", Since = "2.2", Misplaced = Misplaced.Binder },
        new("srvtcpka-cnt", In.BackSide, "<count>", (w, p) => Count(w, p, In.BackSide)) { Listed = true, Manual = "4.2", Since = "2.2", Misplaced = Misplaced.Binder },
        new("srvtcpka-idle", In.BackSide, "<timeout>", (w, p) => Time(w, p, In.BackSide, (k, t) => k with { Idle = t })) { Listed = true, Manual = "4.2", Since = "2.2", Misplaced = Misplaced.Binder },
        new("srvtcpka-intvl", In.BackSide, "<timeout>", (w, p) => Time(w, p, In.BackSide, (k, t) => k with { Interval = t })) { Listed = true, Manual = "4.2", Since = "2.2", Misplaced = Misplaced.Binder },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("tcpka", In.Everywhere, "", TcpKa) { Manual = "4.2" },
        Switch("clitcpka", In.FrontSide, (t, on) => t with { Clients = t.Clients with { Enabled = on } }),
        Switch("srvtcpka", In.BackSide, (t, on) => t with { Servers = t.Servers with { Enabled = on } }),
        Switch("nolinger", In.Everywhere, (t, on) => t with { NoLinger = on }),
        Switch("independent-streams", In.Everywhere, (t, on) => t with { IndependentStreams = on }),
        Switch("splice-auto", In.Everywhere, (t, on) => t with { SpliceAuto = on }),
        Switch("splice-request", In.Everywhere, (t, on) => t with { SpliceRequest = on }),
        Switch("splice-response", In.Everywhere, (t, on) => t with { SpliceResponse = on }),
        Switch("tcp-smart-accept", In.FrontSide, (t, on) => t with { SmartAccept = on }),
        Switch("tcp-smart-connect", In.BackSide, (t, on) => t with { SmartConnect = on }),
    ];

    private static OptionKeyword Switch(string name, In sections, Func<TcpConnections, bool, TcpConnections> with) =>
        new(name, sections, "", (_, p, on) => p.Tcp = with(p.Tcp, on)) { Switch = true, Manual = "4.2" };

    private static void TcpKa(Words words, ProxyBuilder proxy, bool on)
    {
        if (!words.End()) return;
        if (proxy.HasFrontend) proxy.Tcp = proxy.Tcp with { Clients = proxy.Tcp.Clients with { Enabled = true } };
        if (proxy.HasBackend) proxy.Tcp = proxy.Tcp with { Servers = proxy.Tcp.Servers with { Enabled = true } };
    }

    private static void Count(Words words, ProxyBuilder proxy, In side)
    {
        if (!words.NextArg("an integer value", out var value)) return;
        if (BasedNumber.Read(value.Text, out var count) is { } culprit)
        {
            words.Alert(DiagnosticKind.BadNumber, $"'{words.Keyword}' : unexpected character '{culprit}' in integer value '{value.Text}'", at: value);
            return;
        }

        Set(words, proxy, side, keepAlive => keepAlive with { Count = count });
    }

    private static void Time(Words words, ProxyBuilder proxy, In side, Func<TcpKeepAlive, TimeSpan, TcpKeepAlive> with)
    {
        if (!words.NextArg("an integer value", out var value)) return;
        var time = words.Time(value, "s", "s");
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime,
                    $"timer overflow in argument '{value.Text}' to '{words.Keyword}' (maximum value is 2147483647 ms or ~24.8 days)", at: value);
                return;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument to <{words.Keyword}>.\n", at: value);
                return;
        }

        Set(words, proxy, side, keepAlive => with(keepAlive, time.Value));
    }

    private static void Set(Words words, ProxyBuilder proxy, In side, Func<TcpKeepAlive, TcpKeepAlive> with)
    {
        Capability.WarnIgnored(words, proxy, side, words.Keyword);
        proxy.Tcp = side == In.FrontSide
            ? proxy.Tcp with { Clients = with(proxy.Tcp.Clients) }
            : proxy.Tcp with { Servers = with(proxy.Tcp.Servers) };
    }
}
