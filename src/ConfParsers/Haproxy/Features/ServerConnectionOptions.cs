using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of servers about connections: where from, through what, what is sent first, how they are kept (configuration.txt 5.2).</summary>
internal static class ServerConnectionKeywords
{
    public static readonly ServerKeyword[] Rows =
    [
        new("max-reuse", "<count>", ServerOptionKeywords.Text("<value>", (s, v) => s.Options.MaxReuse = Words.LooseInt32(v))) { Manual = "5.2", Since = "2.3" },
        new("namespace", "<name>", Namespace) { Manual = "5.2", Since = "1.6" },
        new("pool-low-conn", "<max>", ServerOptionKeywords.Text("<value>", (s, v) => s.Options.PoolLowConn = Math.Max(0, Words.LooseInt32(v)))) { Manual = "5.2", Since = "2.3" },
        new("pool-max-conn", "<max>", PoolMaxConn) { Manual = "5.2", Since = "1.9" },
        new("pool-purge-delay", "<delay>", PoolPurgeDelay) { Manual = "5.2", Since = "1.9" },
        new("proto", "<name>", Protocol((s, p) => s.Options.Protocol = p)) { Manual = "5.2", Since = "1.8" },
        new("proxy-v2-options", "<option>[,<option>]*", ProxyOptions) { Manual = "5.2", Since = "1.8" },
        new("send-proxy", "", (_, s) => Header(s, ProxyHeader.Version1)) { Manual = "5.2" },
        new("no-send-proxy", "", (_, s) => NoHeader(s, ProxyHeader.Version1)) { Manual = "5.2" },
        new("send-proxy-v2", "", (_, s) => Header(s, ProxyHeader.Version2)) { Manual = "5.2" },
        new("no-send-proxy-v2", "", (_, s) => NoHeader(s, ProxyHeader.Version2)) { Manual = "5.2" },
        new("send-proxy-v2-ssl", "", (_, s) => Header(s, ProxyHeader.Version2, ProxyHeaderOptions.Ssl)) { Manual = "5.2" },
        new("no-send-proxy-v2-ssl", "", (_, s) => NoHeader(s, ProxyHeader.Version2, ProxyHeaderOptions.Ssl)) { Manual = "5.2" },
        new("send-proxy-v2-ssl-cn", "", (_, s) => Header(s, ProxyHeader.Version2, ProxyHeaderOptions.Ssl | ProxyHeaderOptions.CommonName)) { Manual = "5.2" },
        new("no-send-proxy-v2-ssl-cn", "", (_, s) => NoHeader(s, ProxyHeader.Version2, ProxyHeaderOptions.Ssl | ProxyHeaderOptions.CommonName)) { Manual = "5.2" },
        new("socks4", "<addr>:<port>", Socks4) { Manual = "5.2", Since = "2.0" },
        new("source", "<addr>[:<pl>[-<ph>]] [usesrc { <addr2>[:<port2>] | client | clientip | hdr_ip(<hdr>[,<occ>]) }] [interface <name>]", Source) { Manual = "5.2" },
        new("tcp-ut", "<delay>", TcpUserTimeout) { Manual = "5.2" },
        new("tfo", "", (_, s) => s.Options.FastOpen = true) { Manual = "5.2", Since = "2.0" },
        new("no-tfo", "", (_, s) => s.Options.FastOpen = false) { Manual = "5.2", Since = "2.0" },
        new("usesrc", "", (w, s) => s.Fault(w, "'usesrc' only allowed after a 'source' statement..", DiagnosticKind.Order)) { Manual = "5.2" },
        new("ws", "{ auto | h1 | h2 }", WebSocket) { Manual = "5.2", Since = "2.5" },
    ];

    public static Action<Words, ServerBuilder> Protocol(Action<ServerBuilder, MuxProtocol> set) => (words, server) =>
    {
        if (!ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' : missing value.", out var name)) return;
        if (MuxProtocols.Of(name) is { } protocol) set(server, protocol);
        else server.Fault(words, $"'{words.Keyword}' :  unknown MUX protocol '{name}'.");
    };

    private static void Header(ServerBuilder server, ProxyHeader version, ProxyHeaderOptions options = ProxyHeaderOptions.None)
    {
        server.Options.SendProxy |= version;
        server.Options.ProxyOptions |= options;
    }

    private static void NoHeader(ServerBuilder server, ProxyHeader version, ProxyHeaderOptions options = ProxyHeaderOptions.None)
    {
        server.Options.SendProxy &= ~version;
        server.Options.ProxyOptions &= ~options;
    }

    private static void Namespace(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'namespace' : expects <name> as argument.", out var name)) return;
        if (name == "*" || NetworkNamespaces.Exists(server.Context.Files, name)) server.Options.Namespace = name;
        else server.Fault(words, $"Cannot open namespace '{name}'.", DiagnosticKind.UnresolvedName);
    }

    private static void PoolMaxConn(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'pool-max-conn' expects <value> as argument..", out var text)) return;
        var number = Words.LooseInt32(text);
        if (number < -1) server.Fault(words, "'pool-max-conn' must be >= -1.", DiagnosticKind.OutOfRange);
        else server.Options.PoolMaxConn = number;
    }

    private static void PoolPurgeDelay(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            server.Fault(words, "'pool-purge-delay' expects <value> as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var value = words.Current;
        var time = ServerOptionKeywords.Time(words, server);
        if (time.Fault == TimeFault.Overflow) server.Fault(words, Overflow(value.Text, words.Keyword), DiagnosticKind.BadTime);
        else if (time.Fault == TimeFault.BadCharacter) server.Fault(words, $"unexpected character '{time.Culprit}' in argument to <pool-purge-delay>..", DiagnosticKind.BadTime);
        else server.Options.PoolPurgeDelay = time.Value;
    }

    private static void TcpUserTimeout(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            server.Fault(words, "'tcp-ut' : missing TCP User Timeout value.", DiagnosticKind.MissingArgument);
            return;
        }

        var value = words.Current;
        var time = ServerOptionKeywords.Time(words, server);
        if (time.Fault == TimeFault.Overflow) server.Fault(words, Overflow(value.Text, words.Keyword), DiagnosticKind.BadTime);
        else if (time.Fault == TimeFault.BadCharacter) server.Fault(words, "'tcp-ut' : expects a positive delay in milliseconds.", DiagnosticKind.BadTime);
        else server.Options.TcpUserTimeout = time.Value;
    }

    private static string Overflow(string value, string keyword) =>
        $"timer overflow in argument '{value}' to '{keyword}' (maximum value is 2147483647 ms or ~24.8 days).";

    private static void ProxyOptions(Words words, ServerBuilder server)
    {
        var options = server.Options.ProxyOptions;
        foreach (var name in words.Next().Text.Split(','))
        {
            ProxyHeaderOptions? option = name switch
            {
                "ssl" => ProxyHeaderOptions.Ssl,
                "cert-cn" => ProxyHeaderOptions.Ssl | ProxyHeaderOptions.CommonName,
                "ssl-cipher" => ProxyHeaderOptions.Ssl | ProxyHeaderOptions.Cipher,
                "cert-sig" => ProxyHeaderOptions.Ssl | ProxyHeaderOptions.SignatureAlgorithm,
                "cert-key" => ProxyHeaderOptions.Ssl | ProxyHeaderOptions.KeyAlgorithm,
                "authority" => ProxyHeaderOptions.Authority,
                "crc32c" => ProxyHeaderOptions.Checksum,
                "unique-id" => ProxyHeaderOptions.UniqueId,
                _ => null,
            };
            if (option is not { } known)
            {
                server.Fault(words, $"'{name}' : proxy v2 option not implemented.");
                return;
            }

            options |= known;
        }

        server.Options.ProxyOptions = options;
    }

    private static void Socks4(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'socks4' expects <addr>:<port> as argument..", out var text)) return;
        const EndpointRules Rules = EndpointRules.Port | EndpointRules.PortRequired | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(text, Rules, server.Context.Surroundings, out var fault);
        if (address is null) server.Fault(words, Indented($"'socks4 {text}' : {fault}") + ".", DiagnosticKind.BadAddress);
        else server.Options.Socks4 = address;
    }

    /// <summary>A message of HAProxy that has a line end of its own is set off from what stands before it.</summary>
    private static string Indented(string text)
    {
        return text.Contains('\n', StringComparison.Ordinal) ? "\n  " + text.Replace("\n", "\n  ", StringComparison.Ordinal) + "\n" : text;
    }

    private static void Source(Words words, ServerBuilder server)
    {
        const string Usage = "'source' expects <addr>[:<port>[-<port>]], and optionally 'usesrc' <addr>, and 'interface' <name> as argument..";
        if (!ServerOptionKeywords.Argument(words, server, Usage, out var text)) return;
        const EndpointRules Rules = EndpointRules.Port | EndpointRules.PortRange | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(text, Rules, server.Context.Surroundings, out var fault);
        if (address is null)
        {
            server.Fault(words, Indented($"'source {text}' : {fault}") + ".", DiagnosticKind.BadAddress);
            return;
        }

        server.Options.Source = address;
        while (words.HasMore && !words.Failed)
        {
            if (words.Take("usesrc")) UseSource(words, server);
            else if (words.Take("interface")) Interface(words, server);
            else break;
        }
    }

    private static void UseSource(Words words, ServerBuilder server)
    {
        words.Use(KeywordKind.Server, "usesrc", words[words.At - 1]);
        if (!words.HasMore)
        {
            SourceFault(words, server, "usesrc", "'usesrc' expects <addr>[:<port>], 'client', 'clientip', or 'hdr_ip(name,#)' as argument.", DiagnosticKind.MissingArgument);
            return;
        }

        var text = words.Next().Text;
        if (text is "client" or "clientip")
        {
            server.Options.UseSource = text == "client" ? new SourceAddress.Client() : new SourceAddress.ClientIp();
            return;
        }

        if (text.StartsWith("hdr_ip(", StringComparison.Ordinal))
        {
            var inside = text["hdr_ip(".Length..].Split(',', ')');
            var occurrence = inside.Length > 1 && inside[1].Length > 0 ? Words.LooseInt32(inside[1]) : -1;
            if (occurrence < -10)
            {
                SourceFault(words, server, "usesrc", "usesrc hdr_ip(name,num) does not support negative occurrences values smaller than 10.", DiagnosticKind.OutOfRange);
                return;
            }

            server.Options.UseSource = new SourceAddress.Header(inside[0].Trim(), occurrence);
            return;
        }

        const EndpointRules Rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(text, Rules, server.Context.Surroundings, out var fault);
        if (address is not null)
        {
            server.Options.UseSource = new SourceAddress.Fixed(address);
            return;
        }

        SourceFault(words, server, "usesrc", $"'usesrc {text}' : {fault}", DiagnosticKind.BadAddress);
    }

    private static void Interface(Words words, ServerBuilder server)
    {
        if (words.HasMore) server.Options.SourceInterface = words.Next().Text;
        else SourceFault(words, server, "interface", "'server' : missing interface name.", DiagnosticKind.MissingArgument);
    }

    private static void SourceFault(Words words, ServerBuilder server, string part, string text, DiagnosticKind kind)
    {
        server.Fault(words, text, kind);
        server.Fault(words, $"error encountered while processing '{part}'.", kind);
    }

    private static void WebSocket(Words words, ServerBuilder server)
    {
        WebSocketProtocol? protocol = words.Next().Text switch
        {
            "auto" => WebSocketProtocol.Auto,
            "h1" => WebSocketProtocol.H1,
            "h2" => WebSocketProtocol.H2,
            _ => null,
        };
        if (protocol is { } known) server.Options.WebSocket = known;
        else server.Fault(words, "'ws' has to be 'auto', 'h1' or 'h2'.");
    }
}
