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

/// <summary>What becomes of request headers whose names hold other characters than letters, digits and hyphens.</summary>
public enum HeaderNameRestriction
{
    Preserve,
    Delete,

    /// <summary>The request is refused with 403.</summary>
    Reject,
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

    /// <summary><c>option originalto</c>.</summary>
    public ForwardFor? OriginalTo { get; init; }

    /// <summary><c>option accept-invalid-http-request</c>.</summary>
    public bool AcceptInvalidRequest { get; init; }

    /// <summary><c>option accept-invalid-http-response</c>.</summary>
    public bool AcceptInvalidResponse { get; init; }

    /// <summary><c>option checkcache</c>: an answer that may be cached and sets a cookie is refused.</summary>
    public bool CheckCache { get; init; }

    /// <summary><c>option disable-h2-upgrade</c>: no HTTP/2 on a clear connection without ALPN.</summary>
    public bool DisableH2Upgrade { get; init; }

    /// <summary><c>option h1-case-adjust-bogus-client</c>: header names in the case of the global map.</summary>
    public bool AdjustCaseForClients { get; init; }

    /// <summary><c>option h1-case-adjust-bogus-server</c>.</summary>
    public bool AdjustCaseForServers { get; init; }

    /// <summary><c>option http-no-delay</c>: small pieces are sent at once.</summary>
    public bool NoDelay { get; init; }

    /// <summary><c>option http-pretend-keepalive</c>: servers are not told that the connection will be closed.</summary>
    public bool PretendKeepAlive { get; init; }

    /// <summary><c>option idle-close-on-response</c>: a stopping process closes an idle connection with its next answer only.</summary>
    public bool IdleCloseOnResponse { get; init; }

    /// <summary><c>option http-restrict-req-hdr-names</c>; null: not set, which is preserve but for FastCGI.</summary>
    public HeaderNameRestriction? NameRestriction { get; init; }

    /// <summary><c>http-send-name-header</c>: the request header that tells the server its name.</summary>
    public string? SendNameHeader { get; init; }

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
        new("http-send-name-header", In.BackSide, "[ <header> ]", SendName) { Manual = "4.2" },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("forwardfor", In.Everywhere, "[ except <network> ] [ header <name> ] [ if-none ]", ForwardFor) { Manual = "4.2" },
        new("httpclose", In.Everywhere, "", (w, p, on) => Connection(p, ConnectionMode.Close, on)) { Switch = true, Listed = false, Manual = "4.2" },
        new("http-server-close", In.Everywhere, "", (w, p, on) => Connection(p, ConnectionMode.ServerClose, on)) { Switch = true, Listed = false, Manual = "4.2" },
        new("http-keep-alive", In.Everywhere, "", (w, p, on) => Connection(p, ConnectionMode.KeepAlive, on)) { Switch = true, Listed = false, Manual = "4.2" },
        new("http-ignore-probes", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { IgnoreProbes = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("http-use-proxy-header", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { UseProxyHeader = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("http-buffer-request", In.Everywhere, "", (_, p, on) => p.Http = p.Http with { BufferRequest = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("accept-invalid-http-request", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { AcceptInvalidRequest = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("accept-invalid-http-response", In.BackSide, "", (_, p, on) => p.Http = p.Http with { AcceptInvalidResponse = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("checkcache", In.BackSide, "", (_, p, on) => p.Http = p.Http with { CheckCache = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("disable-h2-upgrade", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { DisableH2Upgrade = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("h1-case-adjust-bogus-client", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { AdjustCaseForClients = on }) { Switch = true, Manual = "4.2" },
        new("h1-case-adjust-bogus-server", In.BackSide, "", (_, p, on) => p.Http = p.Http with { AdjustCaseForServers = on }) { Switch = true, Manual = "4.2" },
        new("http-no-delay", In.Everywhere, "", (_, p, on) => p.Http = p.Http with { NoDelay = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("http-pretend-keepalive", In.BackSide, "", (_, p, on) => p.Http = p.Http with { PretendKeepAlive = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("idle-close-on-response", In.FrontSide, "", (_, p, on) => p.Http = p.Http with { IdleCloseOnResponse = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
        new("http-restrict-req-hdr-names", In.Everywhere, "{ preserve | delete | reject }", RestrictNames) { Suggested = null, Manual = "4.2", Since = "2.6" },
        new("originalto", In.Everywhere, "[ except <network> ] [ header <name> ]", OriginalTo) { Suggested = "original-to", Manual = "4.2" },
    ];

    private static readonly FrozenDictionary<string, HeaderNameRestriction> Restrictions = new Dictionary<string, HeaderNameRestriction>(StringComparer.Ordinal)
    {
        ["preserve"] = HeaderNameRestriction.Preserve,
        ["delete"] = HeaderNameRestriction.Delete,
        ["reject"] = HeaderNameRestriction.Reject,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, HttpReuse> Reuses = new Dictionary<string, HttpReuse>(StringComparer.Ordinal)
    {
        ["never"] = HttpReuse.Never,
        ["safe"] = HttpReuse.Safe,
        ["aggressive"] = HttpReuse.Aggressive,
        ["always"] = HttpReuse.Always,
    }.ToFrozenDictionary(StringComparer.Ordinal);

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

    private static void SendName(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'http-send-name-header' requires a header string.");
            return;
        }

        proxy.Http = proxy.Http with { SendNameHeader = words.Next().Text };
    }

    private static void RestrictNames(Words words, ProxyBuilder proxy, bool on)
    {
        const string accepted = "option 'http-restrict-req-hdr-names' expects 'preserve', 'reject' or 'delete' option.";
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "missing parameter. " + accepted);
            return;
        }

        var option = words.Keyword;
        words.Keyword = "option";
        if (!words.AtMost(2)) return;
        words.Keyword = option;
        if (!words.Choice(Restrictions, $"invalid parameter '{words.Current.Text}'. {accepted}", out var restriction)) return;
        words.Use(KeywordKind.Value, $"http-restrict-req-hdr-names {words[2].Text}", words[2]);
        proxy.Http = proxy.Http with { NameRestriction = restriction };
    }

    private static void ForwardFor(Words words, ProxyBuilder proxy, bool on)
    {
        if (AddressHeader(words, proxy, "x-forwarded-for", "'except', 'header' and 'if-none'", hasIfNone: true) is { } header) proxy.Http = proxy.Http with { ForwardFor = header };
    }

    private static void OriginalTo(Words words, ProxyBuilder proxy, bool on)
    {
        if (AddressHeader(words, proxy, "x-original-to", "'except' and 'header'", hasIfNone: false) is { } header) proxy.Http = proxy.Http with { OriginalTo = header };
    }

    private static ForwardFor? AddressHeader(Words words, ProxyBuilder proxy, string header, string accepted, bool hasIfNone)
    {
        (IPAddress Address, int PrefixLength)? except = null;
        var ifNone = false;
        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "except":
                    if (Network(proxy, words.Next().Text) is not { } network)
                    {
                        words.Alert(DiagnosticKind.BadAddress, $"'{words.Keyword} except' expects <address>[/mask] as argument.", at: option);
                        return null;
                    }

                    except = network;
                    break;
                case "header":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword} header' expects <header_name> as argument.", at: option);
                        return null;
                    }

                    header = words.Next().Text;
                    break;
                case "if-none" when hasIfNone:
                    ifNone = true;
                    break;
                default:
                    words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' only supports optional values: {accepted}.", at: option);
                    return null;
            }
        }

        return new ForwardFor(header, except, ifNone);
    }

    /// <summary>A network whose address may be the name of a host.</summary>
    private static (IPAddress Address, int PrefixLength)? Network(ProxyBuilder proxy, string text)
    {
        if (Grammar.NetworkText.Parse(text) is { } network) return network;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        // Numbers as only the resolver of .NET takes them, such as 0x10, are no host.
        if (host.Length == 0 || IPAddress.TryParse(host, out _) || proxy.Context.Options.Resolve(host) is not [var address, ..]) return null;
        return Grammar.NetworkText.Parse(slash < 0 ? address.ToString() : address + text[slash..]);
    }
}
