using System.Collections.Frozen;
using System.Net;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

public enum ConnectionMode
{
    KeepAlive,
    ServerClose,
    Close,
}

public enum HttpReuse
{
    Never,
    Safe,
    Aggressive,
    Always,
}

/// <summary>HTTP behaviour of a proxy: connection mode, reuse, added headers, error bodies (configuration.txt 4.2).</summary>
public sealed record HttpOptions
{
    public ConnectionMode Connection { get; init; } = ConnectionMode.KeepAlive;

    public HttpReuse Reuse { get; init; } = HttpReuse.Safe;

    public ForwardFor? ForwardFor { get; init; }

    public bool IgnoreProbes { get; init; }

    public bool UseProxyHeader { get; init; }

    public bool BufferRequest { get; init; }

    /// <summary>Whole raw HTTP messages by status, from <c>errorfile</c>.</summary>
    public (int Status, byte[] Message)[] ErrorFiles { get; init; } = [];

    /// <summary><c>monitor-uri</c>.</summary>
    public string? MonitorUri { get; init; }
}

/// <summary><c>option forwardfor [except net] [header name] [if-none]</c></summary>
public sealed record ForwardFor(string Header, (IPAddress Address, int PrefixLength)? Except, bool IfNone);

/// <summary>The keywords and options about HTTP behaviour (configuration.txt 4.2).</summary>
internal static class HttpOptionKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("http-reuse", In.BackSide, "{ never | safe | aggressive | always }", Reuse) { Manual = "4.2" },
        new("monitor-uri", In.FrontSide, "<uri>", MonitorUri) { Manual = "4.2" },
        new("errorfile", In.Everywhere, "<code> <file>", ErrorFile) { Manual = "4.2" },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("forwardfor", In.Everywhere, "[ except <network> ] [ header <name> ] [ if-none ]", ForwardFor) { Manual = "4.2" },
        new("httpclose", In.Everywhere, "", (w, p, on) => Connection(p, ConnectionMode.Close, on)) { Switch = true, Manual = "4.2" },
        new("http-server-close", In.Everywhere, "", (w, p, on) => Connection(p, ConnectionMode.ServerClose, on)) { Switch = true, Manual = "4.2" },
        new("http-keep-alive", In.Everywhere, "", (w, p, on) => Connection(p, ConnectionMode.KeepAlive, on)) { Switch = true, Manual = "4.2" },
        new("http-ignore-probes", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { IgnoreProbes = on }) { Switch = true, Manual = "4.2" },
        new("http-use-proxy-header", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { UseProxyHeader = on }) { Switch = true, Manual = "4.2" },
        new("http-buffer-request", In.Everywhere, "", (_, p, on) => p.Http = p.Http with { BufferRequest = on }) { Switch = true, Manual = "4.2" },
    ];

    private static readonly FrozenDictionary<string, HttpReuse> Reuses = new Dictionary<string, HttpReuse>(StringComparer.Ordinal)
    {
        ["never"] = HttpReuse.Never,
        ["safe"] = HttpReuse.Safe,
        ["aggressive"] = HttpReuse.Aggressive,
        ["always"] = HttpReuse.Always,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Status codes of which HAProxy 2.6 keeps a message.</summary>
    private static readonly int[] Statuses = [200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 421, 422, 425, 429, 500, 501, 502, 503, 504];

    private static void Connection(ProxyBuilder proxy, ConnectionMode mode, bool on)
    {
        if (on) proxy.Http = proxy.Http with { Connection = mode };
        else if (proxy.Http.Connection == mode) proxy.Http = proxy.Http with { Connection = ConnectionMode.KeepAlive };
    }

    private static void Reuse(Words words, ProxyBuilder proxy)
    {
        if (!words.Choice(Reuses, "'http-reuse' only supports 'never', 'safe', 'aggressive', 'always'.", out var reuse)) return;
        words.Keyword = $"http-reuse {words[1].Text}";
        if (words.End()) proxy.Http = proxy.Http with { Reuse = reuse };
    }

    private static void MonitorUri(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("an URI.", out var uri)) return;
        if (words.End()) proxy.Http = proxy.Http with { MonitorUri = uri.Text };
    }

    private static void ErrorFile(Words words, ProxyBuilder proxy)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "errorfile : expects <status_code> and <file> as arguments.\n");
            return;
        }

        var status = (int)Math.Clamp(Words.LooseInteger(words.Next().Text), int.MinValue, int.MaxValue);
        var path = words.Next();
        if (System.Array.IndexOf(Statuses, status) < 0)
        {
            words.Alert(DiagnosticKind.OutOfRange, $"errorfile : status code '{status}' not handled.", at: words[1]);
            return;
        }

        if (!proxy.Context.Files.TryRead(path.Text, out var bytes, out var error))
        {
            words.Alert(DiagnosticKind.Unreadable, $"errorfile : error {(error == "Is a directory" ? "reading" : "opening")} file '{path.Text}'.", at: path);
            return;
        }

        if (!bytes.IsEmpty && !bytes.Span.StartsWith("HTTP/"u8))
        {
            words.Alert(DiagnosticKind.BadValue, $"errorfile : '{path.Text}': unable to parse headers (error offset: 0)", at: path);
            return;
        }

        proxy.Http = proxy.Http with { ErrorFiles = [.. proxy.Http.ErrorFiles.Where(e => e.Status != status), (status, bytes.ToArray())] };
    }

    private static void ForwardFor(Words words, ProxyBuilder proxy, bool on)
    {
        var header = "x-forwarded-for";
        (IPAddress Address, int PrefixLength)? except = null;
        var ifNone = false;
        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "except":
                    if (Grammar.NetworkText.Parse(words.Next().Text) is not { } network)
                    {
                        words.Alert(DiagnosticKind.BadAddress, "'option forwardfor except' expects <address>[/mask] as argument.", at: option);
                        return;
                    }

                    except = network;
                    break;
                case "header":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, "'option forwardfor header' expects <header_name> as argument.", at: option);
                        return;
                    }

                    header = words.Next().Text;
                    break;
                case "if-none":
                    ifNone = true;
                    break;
                default:
                    words.Alert(DiagnosticKind.BadValue, "'option forwardfor' only supports optional values: 'except', 'header' and 'if-none'.", at: option);
                    return;
            }
        }

        proxy.Http = proxy.Http with { ForwardFor = new ForwardFor(header, except, ifNone) };
    }
}
