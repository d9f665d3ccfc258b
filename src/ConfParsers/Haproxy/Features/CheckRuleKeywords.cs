using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>A step of <c>http-check</c> or <c>tcp-check</c>.</summary>
/// <param name="Name">With <c>(</c> at its end when a variable follows in parentheses.</param>
internal sealed record CheckStep(string Name, string Arguments, Func<CheckLine, CheckRule?> Read) : Keyword(Name, Arguments)
{
    public bool Matches(string word) => Name.EndsWith('(') ? word.StartsWith(Name[..^1], StringComparison.Ordinal) : word == Name;
}

/// <summary>The keywords <c>http-check</c> and <c>tcp-check</c>: finds the step's row, reads it, and keeps the steps in a possible order.</summary>
internal static class CheckRuleKeywords
{
    private const string ConnectArguments = "[ default ] [ port <expr> ] [ addr <ip> ] [ send-proxy ] [ via-socks4 ] [ ssl ] [ sni <sni> ] [ alpn <alpn> ] [ linger ] [ proto <name> ] [ comment <msg> ]";

    public static readonly ProxyKeyword[] Rows =
    [
        new("http-check", In.BackSide, "<step> [<arguments>]", HttpCheck) { Listed = true, Manual = "4.2", Misplaced = Misplaced.Binder },
        new("tcp-check", In.BackSide, "<step> [<arguments>]", TcpCheck) { Listed = true, Manual = "4.2", Since = "1.5", Misplaced = Misplaced.Binder },
    ];

    private static readonly CheckStep[] Both =
    [
        new("comment", "<string>", Comment) { Manual = "4.2" },
        new("connect", ConnectArguments, CheckConnects.Read) { Manual = "4.2" },
        new("expect", "[ min-recv <int> ] [ comment <msg> ] [ ok-status <st> ] [ error-status <st> ] [ tout-status <st> ] [ on-success <fmt> ] [ on-error <fmt> ] [ status-code <expr> ] [!] <match> <pattern>", CheckExpects.Read) { Manual = "4.2" },
        new("set-var-fmt(", "(<var-name>) <fmt>", SetVariable) { Manual = "4.2" },
        new("set-var(", "(<var-name>) <expr>", SetVariable) { Manual = "4.2" },
        new("unset-var(", "(<var-name>)", SetVariable) { Manual = "4.2" },
    ];

    public static readonly CheckStep[] Http =
    [
        ..Both,
        new("send", "[ meth <method> ] [ { uri <uri> | uri-lf <fmt> } ] [ ver <version> ] [ hdr <name> <fmt> ]* [ { body <string> | body-lf <fmt> } ] [ comment <msg> ]", CheckSends.Request) { Manual = "4.2" },
    ];

    public static readonly CheckStep[] Tcp =
    [
        ..Both,
        new("send", "<data> [ comment <msg> ]", CheckSends.Bytes) { Manual = "4.2" },
        new("send-lf", "<fmt> [ comment <msg> ]", CheckSends.Bytes) { Manual = "4.2" },
        new("send-binary", "<hexstring> [ comment <msg> ]", CheckSends.Bytes) { Manual = "4.2" },
        new("send-binary-lf", "<hexfmt> [ comment <msg> ]", CheckSends.Bytes) { Manual = "4.2" },
    ];

    private static void HttpCheck(Words words, ProxyBuilder proxy)
    {
        var able = Capability.Check(words, proxy, In.BackSide, "http-check");
        var what = words.Next();
        if (what.Text is "disable-on-404" or "send-state")
        {
            if (!words.End()) return;
            words.Use(KeywordKind.Check, "http-check " + what.Text, what);
            proxy.Check = what.Text == "send-state" ? proxy.Check with { SendState = true } : proxy.Check with { DisableOn404 = true };
            if (!able) WarnOfNothing(words);
            return;
        }

        if (Read(words, proxy, "http-check", Http, what.Text) is { } rule) HealthCheckSteps.Add(words, proxy, rule);
    }

    private static void TcpCheck(Words words, ProxyBuilder proxy)
    {
        var able = Capability.Check(words, proxy, In.BackSide, "tcp-check");
        var what = words.Next();
        if (Read(words, proxy, "tcp-check", Tcp, what.Text) is not { } rule) return;
        HealthCheckSteps.Add(words, proxy, rule);
        if (!able && !words.Failed) WarnOfNothing(words);
    }

    /// <summary>What HAProxy 2.6 prints where a keyword warned by itself and leaves no text (measured).</summary>
    private static void WarnOfNothing(Words words) => words.Warning(DiagnosticKind.WrongSection, "(null)", at: words[0]);

    private static CheckRule? Read(Words words, ProxyBuilder proxy, string kind, CheckStep[] steps, string word)
    {
        var step = Array.Find(steps, s => s.Matches(word));
        if (step is null)
        {
            words.Alert(DiagnosticKind.UnknownKeyword, kind == "http-check"
                ? $"'http-check' only supports 'disable-on-404', 'send-state', 'comment', 'connect', 'send', 'expect', 'set-var-fmt(*)', 'set-var(*)', 'unset-var(*)'. but got '{word}'"
                : $"'tcp-check' only supports 'comment', 'connect', 'send', 'send-binary', 'expect', 'set-var-fmt(*)', 'set-var(*)', 'unset-var(*)'. but got '{word}'", at: words[1]);
            return null;
        }

        words.Use(KeywordKind.Check, $"{kind} {step.Name.TrimEnd('(')}", words[1]);
        if (step.Name == "connect" && !HealthCheckSteps.MayConnect(words, proxy, kind)) return null;
        var rule = step.Read(new CheckLine(words, proxy, kind, word));
        if (rule is null) HealthCheckSteps.Forget(proxy, kind);
        return rule;
    }

    private static CheckRule? Comment(CheckLine line)
    {
        if (!line.Words.HasMore) return line.Fail(DiagnosticKind.MissingArgument, "expects a string as argument");
        return new CheckRule.CommentOnly(line.Words.Line) { Comment = line.Words.Next().Text };
    }

    private static CheckRule? SetVariable(CheckLine line)
    {
        const string accepted = "Expects 'set-var(<var-name>)', 'set-var-fmt(<var-name>)' or 'unset-var(<var-name>)'";
        var word = line.Step;
        var open = word.IndexOf('(', StringComparison.Ordinal);
        var action = open < 0 ? word : word[..open];
        if (open < 0) return line.Fail(DiagnosticKind.Syntax, $"'{action}' : invalid or incomplete action '{word}'. {accepted}");
        if (!word.EndsWith(')')) return line.Fail(DiagnosticKind.Syntax, $"'{action}' : incomplete argument after action '{word}'. {accepted}");

        if (ArgumentReader.ReadVariable(word[(open + 1)..^1], out var error) is not { } variable) return line.Fail(DiagnosticKind.BadValue, $"'{action}' : {error}");
        var words = line.Words;
        if (action == "unset-var") return new CheckRule.UnsetVariable(variable, words.Line);

        var text = words.Next().Text;
        if (action == "set-var-fmt")
        {
            // One of the places that HAProxy keeps for all formats of a proxy.
            line.Proxy.LogStylePlace = words.Line;
            return LogFormatReader.Read(text, line.Context, out error) is { } format
                ? new CheckRule.SetVariable(variable, null, format, words.Line)
                : line.Fail(DiagnosticKind.BadFormat, $"'{action}' : {error}");
        }

        var reading = SampleReader.Read(text, line.Context);
        return reading.Expression is { } value
            ? new CheckRule.SetVariable(variable, value, null, words.Line)
            : line.Fail(DiagnosticKind.BadExpression, $"'{action}' : {reading.Error}");
    }
}
