using System.Net;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of servers about health checks and agents (configuration.txt 5.2).</summary>
internal static class ServerCheckKeywords
{
    public static readonly ServerKeyword[] Rows =
    [
        new("check", "", (_, s) => s.CheckEnabled = true) { Manual = "5.2" },
        new("no-check", "", (_, s) => s.CheckEnabled = false) { Manual = "5.2" },
        new("addr", "<ipv4|ipv6>", Address) { Manual = "5.2" },
        new("port", "<port>", Port((s, n) => s.Check.Port = n)) { Manual = "5.2" },
        new("inter", "<delay>", Delay((s, t) => s.Check.Interval = t)) { Manual = "5.2" },
        new("fastinter", "<delay>", Delay((s, t) => s.Check.FastInterval = t)) { Manual = "5.2" },
        new("downinter", "<delay>", Delay((s, t) => s.Check.DownInterval = t)) { Manual = "5.2" },
        new("rise", "<count>", Threshold((s, n) => s.Check.Rise = n)) { Manual = "5.2" },
        new("fall", "<count>", Threshold((s, n) => s.Check.Fall = n)) { Manual = "5.2" },
        new("check-alpn", "<protocols>", TlsServerKeywords.Protocols("ALPN", (s, v) => s.Check.Alpn = v)) { Manual = "5.2", Since = "1.9" },
        new("check-proto", "<name>", ServerConnectionKeywords.Protocol((s, p) => s.Check.Protocol = p)) { Manual = "5.2", Since = "2.0" },
        new("check-send-proxy", "", (_, s) => s.Check.SendProxy = true) { Manual = "5.2" },
        new("no-check-send-proxy", "", (_, s) => s.Check.SendProxy = false) { Manual = "5.2", Since = "2.0" },
        new("check-sni", "<sni>", TlsServerKeywords.Text("SNI", (s, v) => s.Check.ServerName = v)) { Manual = "5.2", Since = "1.8" },
        new("check-ssl", "", CheckSsl) { Manual = "5.2" },
        new("no-check-ssl", "", (_, s) => s.CheckSsl = false) { Manual = "5.2" },
        new("check-via-socks4", "", (_, s) => s.Check.ViaSocks4 = true) { Manual = "5.2", Since = "2.0" },
        new("agent-check", "", (_, s) => s.AgentEnabled = true) { Manual = "5.2" },
        new("no-agent-check", "", (_, s) => s.AgentEnabled = false) { Manual = "5.2" },
        new("agent-addr", "<addr>", AgentAddress) { Manual = "5.2" },
        new("agent-inter", "<delay>", Delay((s, t) => s.Agent.Interval = t)) { Manual = "5.2" },
        new("agent-port", "<port>", Port((s, n) => s.Agent.Port = n)) { Manual = "5.2" },
        new("agent-send", "<string>", ServerOptionKeywords.Text("a string", (s, v) => s.Agent.Send = v)) { Manual = "5.2" },
    ];

    private static void CheckSsl(Words words, ServerBuilder server)
    {
        server.CheckSsl = true;
        server.Context!.Global.Tls.ApplyTo(server.Tls);
    }

    private static void Address(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'addr' expects <ipv4|ipv6> as argument..", out var text)) return;
        const EndpointRules Rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(text, Rules, server.Context.Surroundings, out var fault);
        if (address is null) server.Fault(words, $"'addr' : {fault.TrimEnd('\n')}.", DiagnosticKind.BadAddress);
        else (server.Check.Address, server.Check.Port) = (address, address.PortLow != 0 ? address.PortLow : server.Check.Port);
    }

    /// <summary>Only an address or host name, no port.</summary>
    private static void AgentAddress(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'agent-addr' expects an address as argument..", out var text)) return;
        if (server.Context.AddressOf(text) is { } address) server.Agent.Address = address;
        else server.Fault(words, $"parsing agent-addr failed. Check if '{text}' is correct address..", DiagnosticKind.BadAddress);
    }

    private static Action<Words, ServerBuilder> Port(Action<ServerBuilder, int> set) => (words, server) =>
    {
        if (ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' expects a port number as argument..", out var text)) set(server, (int)Math.Clamp(Words.LooseInteger(text), 0, 65535));
    };

    private static Action<Words, ServerBuilder> Delay(Action<ServerBuilder, TimeSpan> set) => (words, server) =>
    {
        var keyword = words.Keyword;
        if (!words.HasMore)
        {
            server.Fault(words, $"'{keyword}' expects a delay as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var value = words.Current;
        var time = ServerOptionKeywords.Time(words, server);
        if (time.Fault == TimeFault.Overflow)
        {
            server.Fault(words, $"timer overflow in argument <{value.Text}> to <{keyword}> of server {server.Options.Name}, maximum value is 2147483647 ms (~24.8 days)..", DiagnosticKind.BadTime);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            // HAProxy 2.6 names agent-inter for all of them, and tools compare.
            server.Fault(words, $"unexpected character '{time.Culprit}' in 'agent-inter' argument of server {server.Options.Name}..", DiagnosticKind.BadTime);
        }
        else if (time.Value == TimeSpan.Zero)
        {
            server.Fault(words, $"invalid value 0 for argument '{keyword}' of server {server.Options.Name}..", DiagnosticKind.OutOfRange);
        }
        else
        {
            set(server, time.Value);
        }
    };

    private static Action<Words, ServerBuilder> Threshold(Action<ServerBuilder, int> set) => (words, server) =>
    {
        if (!ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' expects an integer argument..", out var text)) return;
        var count = Words.LooseInt32(text);
        if (count <= 0) server.Fault(words, $"'{words.Keyword}' has to be > 0..", DiagnosticKind.OutOfRange);
        else set(server, count);
    };
}
