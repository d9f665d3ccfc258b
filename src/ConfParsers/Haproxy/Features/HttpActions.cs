using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>An action of <c>http-request</c> or <c>http-response</c> (configuration.txt 4.2).</summary>
/// <param name="Name">As written; with <c>(</c> at its end when arguments follow in parentheses.</param>
/// <param name="Read">Takes the arguments; null with an error in the line when they are not good.</param>
internal sealed record HttpAction(string Name, string Arguments, Func<ActionLine, RuleAction?> Read)
{
    public bool Matches(string word) => Name.EndsWith('(') ? word.StartsWith(Name[..^1], StringComparison.Ordinal) && (word.Length == Name.Length - 1 || word[Name.Length - 1] == '(') : word == Name;
}

/// <summary>The line of which an action is read: its words, where the rule will run, and what went wrong.</summary>
internal sealed class ActionLine(Words words, ProxyBuilder proxy, bool isResponse, SamplePlaces where, string expression)
{
    public Words Words => words;

    public ProxyBuilder Proxy => proxy;

    public bool IsResponse => isResponse;

    /// <summary>HAProxy's words, without final period.</summary>
    public string Error { get; private set; } = "";

    public ExpressionContext Context { get; } = proxy.Expressions(words.Line, where, expression);

    /// <summary>Notes what is wrong and gives null, as an action does.</summary>
    public RuleAction? Fail(string error)
    {
        Error = error;
        return null;
    }

    public LogFormat? Format(string text)
    {
        var format = LogFormatReader.Read(text, Context, out var error);
        if (format is null) Error = error;
        return format;
    }

    /// <summary>True at the end of the arguments: the end of the line or the beginning of a condition.</summary>
    public bool AtCondition => !words.HasMore || words.Current.Text is "if" or "unless";
}

/// <summary>The actions that are built, one row each (configuration.txt 4.2 "http-request", "http-response").</summary>
internal static class HttpActions
{
    private static readonly HttpAction[] Both =
    [
        new("allow", "", _ => new RuleAction.Allow()),
        new("deny", "[ { status | deny_status } <code> ] [ content-type <type> ] [ { default-errorfiles | errorfile <file> | file <file> | lf-file <file> | string <str> | lf-string <fmt> } ] [ hdr <name> <fmt> ]*", HttpReplies.Deny),
        new("return", "[ status <code> ] [ content-type <type> ] [ { default-errorfiles | errorfile <file> | file <file> | lf-file <file> | string <str> | lf-string <fmt> } ] [ hdr <name> <fmt> ]*", HttpReplies.Return),
        new("redirect", "{ location <fmt> | prefix <fmt> | scheme <fmt> } [ code <code> ] [ drop-query ] [ append-slash ] [ ignore-empty ] [ set-cookie NAME[=value] ] [ clear-cookie NAME[=] ]", Redirects.Read),
        new("set-header", "<name> <fmt>", line => NameAndFormat(line) is { } h ? new RuleAction.SetHeader(h.Name, h.Format) : null),
        new("add-header", "<name> <fmt>", line => NameAndFormat(line) is { } h ? new RuleAction.AddHeader(h.Name, h.Format) : null),
        new("del-header", "<name> [ -m <meth> ]", DeleteHeader),
        new("set-var(", "(<var-name>) <expr>", VariableActions.Read),
        new("set-var-fmt(", "(<var-name>) <fmt>", VariableActions.Read),
        new("unset-var(", "(<var-name>)", VariableActions.Read),
    ];

    public static readonly HttpAction[] Request =
    [
        ..Both,
        new("auth", "[ realm <realm> ]", Auth),
        new("set-path", "<fmt>", line => OneFormat(line) is { } f ? new RuleAction.SetPath(f) : null),
        new("set-query", "<fmt>", line => OneFormat(line) is { } f ? new RuleAction.SetQuery(f) : null),
        new("set-uri", "<fmt>", line => OneFormat(line) is { } f ? new RuleAction.SetUri(f) : null),
        new("set-method", "<fmt>", line => OneFormat(line) is { } f ? new RuleAction.SetMethod(f) : null),
    ];

    public static readonly HttpAction[] Response =
    [
        ..Both,
        new("set-status", "<status> [ reason <str> ]", SetStatus),
    ];

    private static (string Name, LogFormat Format)? NameAndFormat(ActionLine line)
    {
        var name = line.Words.Next().Text;
        var text = line.Words.Next().Text;
        if (name.Length == 0 || text.Length == 0)
        {
            line.Fail("expects exactly 2 arguments");
            return null;
        }

        return line.Format(text) is { } format ? (name, format) : null;
    }

    private static LogFormat? OneFormat(ActionLine line)
    {
        var text = line.Words.Next().Text;
        if (text.Length > 0 && line.AtCondition) return line.Format(text);
        line.Fail("expects exactly 1 argument <format>");
        return null;
    }

    private static RuleAction? DeleteHeader(ActionLine line)
    {
        var name = line.Words.Next().Text;
        if (name.Length == 0) return line.Fail("expects at least 1 argument");
        if (!line.Words.Take("-m")) return new RuleAction.DeleteHeader(name, MatchMethod.String);
        if (!line.Words.HasMore) return line.Fail("-m flag expects exactly 1 argument");
        var method = line.Words.Next().Text;
        MatchMethod? match = method switch
        {
            "str" => MatchMethod.String,
            "beg" => MatchMethod.Beginning,
            "end" => MatchMethod.End,
            "sub" => MatchMethod.Substring,
            "reg" => MatchMethod.Regex,
            _ => null,
        };
        if (match is not { } known) return line.Fail($"-m with unsupported matching method '{method}'");
        if (known == MatchMethod.Regex && line.Context.CheckRegex?.Invoke(name, true) is { } fault) return line.Fail($"regex '{name}' is invalid ({fault})");
        return new RuleAction.DeleteHeader(name, known);
    }

    private static RuleAction? SetStatus(ActionLine line)
    {
        var text = line.Words.Next().Text;
        if (text.Length == 0) return line.Fail("expects 1 argument: <status>; or 3 arguments: <status> reason <fmt>");
        var status = Words.LooseInteger(text);
        if (status is < 100 or > 999) return line.Fail("expects an integer status code between 100 and 999");
        string? reason = null;
        if (line.Words.Current.Text == "reason" && !line.Words[line.Words.At + 1].IsEmpty)
        {
            line.Words.Next();
            reason = line.Words.Next().Text;
        }

        return new RuleAction.SetStatus((int)status, reason);
    }

    private static RuleAction? Auth(ActionLine line)
    {
        if (!line.Words.Take("realm")) return new RuleAction.Auth(null);
        return line.Words.HasMore ? new RuleAction.Auth(line.Words.Next().Text) : line.Fail("missing realm value.\n");
    }
}
