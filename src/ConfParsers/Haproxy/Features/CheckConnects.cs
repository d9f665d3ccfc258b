using ConfParsers.Grammar;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of <c>http-check connect</c> and <c>tcp-check connect</c> (configuration.txt 4.2).</summary>
internal static class CheckConnects
{
    public static CheckRule? Read(CheckLine line)
    {
        var words = line.Words;
        var connect = new CheckRule.Connect(words.Line);
        while (words.HasMore)
        {
            var option = words.Next().Text;
            switch (option)
            {
                case "default": connect = connect with { UsesServerDefaults = true }; break;
                case "ssl":
                    connect = connect with { Ssl = true };
                    line.Proxy.ChecksOverTls = true;
                    break;
                case "send-proxy": connect = connect with { SendProxy = true }; break;
                case "via-socks4": connect = connect with { ViaSocks4 = true }; break;
                case "linger": connect = connect with { Linger = true }; break;
                case "port":
                    if (!Port(line, ref connect)) return null;
                    break;
                case "addr":
                    if (!words.HasMore) return line.Fail(DiagnosticKind.MissingArgument, "'addr' expects <ipv4|ipv6> as argument.");
                    var rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;
                    var address = EndpointText.Parse(words.Next().Text, rules, line.Proxy.Context.Surroundings, out var fault);
                    if (address is null) return line.Fail(DiagnosticKind.BadAddress, $"'addr' : {fault}.");
                    connect = connect with { Address = address };
                    break;
                case "sni":
                    if (line.Text(option, ".") is not { } sni) return null;
                    connect = connect with { Sni = sni };
                    break;
                case "comment":
                    if (line.Text(option, ".") is not { } comment) return null;
                    connect = connect with { Comment = comment };
                    break;
                case "alpn":
                    if (!words.HasMore) return line.Fail(DiagnosticKind.MissingArgument, "'alpn' : missing the comma-delimited ALPN protocol suite");
                    connect = connect with { Alpn = words.Next().Text.Split(',') };
                    break;
                case "proto":
                    if (!words.HasMore) return line.Fail(DiagnosticKind.MissingArgument, "'proto' expects a MUX protocol as argument.");
                    var name = words.Next().Text;
                    if (MuxProtocols.Of(name) is not { } protocol) return line.Fail(DiagnosticKind.BadValue, $"'proto' : unknown MUX protocol '{name}'.");
                    var kind = line.IsHttp ? "http" : "tcp";
                    if (!MuxProtocols.Usable(protocol, line.IsHttp ? ProxyMode.Http : ProxyMode.Tcp, toServer: true)) return line.Fail(DiagnosticKind.Conflict, $"'proto' : invalid MUX protocol '{name}' for {kind}-check");
                    connect = connect with { Protocol = protocol };
                    break;
                default:
                    return line.Fail(DiagnosticKind.UnknownKeyword, "expects 'comment', 'port', 'addr', 'send-proxy', 'ssl', 'sni', 'alpn' or 'via-socks4', 'linger', 'default' "
                        + $"but got '{option}' as argument.");
            }
        }

        return connect;
    }

    private static bool Port(CheckLine line, ref CheckRule.Connect connect)
    {
        var words = line.Words;
        if (!words.HasMore)
        {
            line.Fail(DiagnosticKind.MissingArgument, "'port' expects a port number or a sample expression as argument.");
            return false;
        }

        var text = words.Next().Text;
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            var reading = SampleReader.Read(text, line.Context);
            if (reading.Expression is null) line.Fail(DiagnosticKind.BadExpression, $"error detected while parsing port expression : {reading.Error}");
            connect = connect with { PortExpression = reading.Expression };
            return reading.Expression is not null;
        }

        var port = Catalog.Words.LooseInt32(text);
        if (port is < 1 or > 65535)
        {
            line.Fail(DiagnosticKind.OutOfRange, $"expects a valid TCP port (from range 1 to 65535) or a sample expression, got {text}.");
            return false;
        }

        connect = connect with { Port = port };
        return true;
    }
}
