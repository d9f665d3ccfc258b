using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Actions that decide what becomes of a connection or message, and when (configuration.txt 4.2).</summary>
internal static class FlowActions
{
    public static RuleAction? Allow(ActionLine line) => new RuleAction.Allow();

    public static RuleAction? Reject(ActionLine line) => new RuleAction.Reject();

    public static RuleAction? Close(ActionLine line) => new RuleAction.Close();

    public static RuleAction? SilentDrop(ActionLine line) => new RuleAction.SilentDrop();

    public static RuleAction? DisableRetry(ActionLine line) => new RuleAction.DisableRetry();

    public static RuleAction? WaitForHandshake(ActionLine line) => new RuleAction.WaitForHandshake();

    public static RuleAction? ExpectProxy(ActionLine line)
    {
        var name = RuleSetNames.Of(line.Set);
        if (line.Words.Current.Text != "layer4") return line.Fail($"'{name} {line.Word}' only supports 'layer4' in {line.Proxy.TypeName} '{line.Proxy.Name}' (got '{line.Words.Current.Text}')");
        return line.Set == RuleSets.TcpConnection
            ? new RuleAction.ExpectProxy(line.Words.Next().Text == "layer4" && line.Word == "expect-netscaler-cip")
            : line.Fail($"'{line.Word} layer4' is not allowed in '{name}' rules in {line.Proxy.TypeName} '{line.Proxy.Name}'");
    }

    public static RuleAction? SwitchMode(ActionLine line)
    {
        const string Name = "'tcp-request switch-mode'";
        var words = line.Words;
        if (!words.HasMore) return line.Fail($"{Name} expects a mode as argument.");
        var mode = words.Next().Text;
        if (!line.Proxy.HasFrontend) return line.Fail($"{Name} not allowed because {line.Proxy.TypeName} '{line.Proxy.Name}' has no frontend capability");
        if (mode != "http") return line.Fail($"{Name} expects a valid mode (got '{mode}').");
        if (!words.Take("proto")) return new RuleAction.SwitchToHttp(null);
        if (!words.HasMore) return line.Fail($"{Name}: 'proto' expects a protocol as argument.");
        var protocol = words.Next().Text;
        return MuxProtocols.Of(protocol) is { } mux
            ? new RuleAction.SwitchToHttp(mux)
            : line.Fail($"{Name}: 'proto' expects a valid MUX protocol, if specified (got '{protocol}')");
    }

    public static RuleAction? Auth(ActionLine line)
    {
        if (!line.Words.Take("realm")) return new RuleAction.Auth(null);
        return line.Words.HasMore ? new RuleAction.Auth(line.Words.Next().Text) : line.Fail("missing realm value.\n");
    }

    public static RuleAction? StrictMode(ActionLine line)
    {
        if (!line.Words.HasMore) return line.Fail("expects exactly 1 arguments");
        var text = line.Words.Next().Text;
        return text is "on" or "off" ? new RuleAction.StrictMode(text == "on") : line.Fail($"Unexpected value '{text}'. Only 'on' and 'off' are supported");
    }

    public static RuleAction? WaitForBody(ActionLine line)
    {
        const string Form = "expects time <time> [ at-least <bytes> ]";
        var words = line.Words;
        TimeSpan? time = null;
        uint atLeast = 0;
        while (words.Current.Text is "time" or "at-least" && words.HasMore)
        {
            var what = words.Next().Text;
            if (!words.HasMore) return line.Fail($"missing argument for '{what}'");
            var text = words.Next();
            if (what == "at-least")
            {
                if (!Grammar.SizeText.TryParse(text.Text, out atLeast, out var culprit)) return line.Fail($"unexpected character '{culprit}'");
                continue;
            }

            var read = words.Time(text);
            if (read.Fault == Grammar.TimeFault.Overflow) return line.Fail("time overflow (maximum value is 2147483647 ms or ~24.8 days)");
            if (read.Fault == Grammar.TimeFault.BadCharacter) return line.Fail($"unexpected character '{read.Culprit}'");
            time = read.Value;
        }

        return time is { } wait ? new RuleAction.WaitForBody(wait, atLeast) : line.Fail(Form);
    }

    public static RuleAction? SetTimeout(ActionLine line)
    {
        var (kind, value) = (line.Words.Next().Text, line.Words.Current);
        if (kind.Length == 0 || value.IsEmpty) return line.Fail("expects exactly 2 arguments");
        if (!line.Proxy.HasBackend) return line.Fail($"proxy '{line.Proxy.Name}' has no backend capability");
        if (kind is not ("server" or "tunnel")) return line.Fail($"'set-timeout' rule supports 'server'/'tunnel' (got '{kind}')");

        var time = Grammar.TimeText.Parse(value.Text);
        if (time.Fault == Grammar.TimeFault.Overflow)
        {
            return line.Fail($"timer overflow in argument '{value.Text}' to rule 'set-timeout {kind}' (maximum value is 2147483647 ms or ~24.8 days)");
        }

        if (time.Fault == Grammar.TimeFault.BadCharacter)
        {
            // No place is asked for: a sample that is not there leaves the timeout as it is.
            if (line.Sample(places: SamplePlaces.Everywhere) is { } sample) return new RuleAction.SetTimeout(kind == "tunnel", default, sample);
            return line.Fail($"unexpected character '{time.Culprit}' in rule 'set-timeout {kind}'");
        }

        line.Words.Time(line.Words.Next());
        return time.Value == TimeSpan.Zero
            ? line.Fail($"null value is not valid for a 'set-timeout {kind}' rule")
            : new RuleAction.SetTimeout(kind == "tunnel", time.Value, null);
    }
}
