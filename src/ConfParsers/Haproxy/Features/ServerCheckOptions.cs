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
        new("port", "<port>", (w, s) => Port(w, s, n => s.Check = s.Check with { Port = n })) { Manual = "5.2" },
        new("inter", "<delay>", (w, s) => Delay(w, s, t => s.Check = s.Check with { Interval = t })) { Manual = "5.2" },
        new("fastinter", "<delay>", (w, s) => Delay(w, s, t => s.Check = s.Check with { FastInterval = t })) { Manual = "5.2" },
        new("downinter", "<delay>", (w, s) => Delay(w, s, t => s.Check = s.Check with { DownInterval = t })) { Manual = "5.2" },
        new("rise", "<count>", (w, s) => Threshold(w, s, n => s.Check = s.Check with { Rise = n })) { Manual = "5.2" },
        new("fall", "<count>", (w, s) => Threshold(w, s, n => s.Check = s.Check with { Fall = n })) { Manual = "5.2" },
        new("check-alpn", "<protocols>", (w, s) => TlsServerKeywords.Protocols(w, s, "ALPN", v => s.Check = s.Check with { Alpn = v })) { Manual = "5.2", Since = "1.9" },
        new("check-proto", "<name>", (w, s) => ServerConnectionKeywords.Protocol(w, s, p => s.Check = s.Check with { Protocol = p })) { Manual = "5.2", Since = "2.0" },
        new("check-send-proxy", "", (_, s) => s.Check = s.Check with { SendProxy = true }) { Manual = "5.2" },
        new("no-check-send-proxy", "", (_, s) => s.Check = s.Check with { SendProxy = false }) { Manual = "5.2", Since = "2.0" },
        new("check-sni", "<sni>", (w, s) => TlsServerKeywords.Text(w, s, "SNI", v => s.Check = s.Check with { ServerName = v })) { Manual = "5.2", Since = "1.8" },
        new("check-ssl", "", (_, s) => s.CheckSsl = true) { Manual = "5.2" },
        new("no-check-ssl", "", (_, s) => s.CheckSsl = false) { Manual = "5.2" },
        new("check-via-socks4", "", (_, s) => s.Check = s.Check with { ViaSocks4 = true }) { Manual = "5.2", Since = "2.0" },
        new("agent-check", "", (_, s) => s.AgentEnabled = true) { Manual = "5.2" },
        new("no-agent-check", "", (_, s) => s.AgentEnabled = false) { Manual = "5.2" },
        new("agent-addr", "<addr>", AgentAddress) { Manual = "5.2" },
        new("agent-inter", "<delay>", (w, s) => Delay(w, s, t => s.Agent = s.Agent with { Interval = t })) { Manual = "5.2" },
        new("agent-port", "<port>", (w, s) => Port(w, s, n => s.Agent = s.Agent with { Port = n })) { Manual = "5.2" },
        new("agent-send", "<string>", (w, s) => ServerOptionKeywords.Text(w, s, "a string", v => s.Agent = s.Agent with { Send = v })) { Manual = "5.2" },
    ];

    private static void Address(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'addr' expects <ipv4|ipv6> as argument..", out var text)) return;
        const EndpointRules Rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(text, Rules, server.Context!.Surroundings, out var fault);
        if (address is null) server.Fault(words, $"'addr' : {fault.TrimEnd('\n')}.", DiagnosticKind.BadAddress);
        else server.Check = server.Check with { Address = address, Port = address.PortLow != 0 ? address.PortLow : server.Check.Port };
    }

    /// <summary>Only an address or host name, no port.</summary>
    private static void AgentAddress(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'agent-addr' expects an address as argument..", out var text)) return;
        var address = IPAddress.TryParse(text, out var literal) ? literal : server.Context!.Options.Resolve(text).FirstOrDefault();
        if (address is null) server.Fault(words, $"parsing agent-addr failed. Check if '{text}' is correct address..", DiagnosticKind.BadAddress);
        else server.Agent = server.Agent with { Address = address };
    }

    private static void Port(Words words, ServerBuilder server, Action<int> set)
    {
        if (ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' expects a port number as argument..", out var text)) set((int)Math.Clamp(Words.LooseInteger(text), 0, 65535));
    }

    private static void Delay(Words words, ServerBuilder server, Action<TimeSpan> set)
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
            set(time.Value);
        }
    }

    private static void Threshold(Words words, ServerBuilder server, Action<int> set)
    {
        if (!ServerOptionKeywords.Argument(words, server, $"'{words.Keyword}' expects an integer argument..", out var text)) return;
        var count = (int)Words.LooseInteger(text);
        if (count <= 0) server.Fault(words, $"'{words.Keyword}' has to be > 0..", DiagnosticKind.OutOfRange);
        else set(count);
    }
}
