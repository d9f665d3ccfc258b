using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// <c>http-request action [args] [if|unless condition]</c> and <c>http-response</c> (configuration.txt 4.2). This file reads the
/// frame of a rule; the actions are rows of <see cref="HttpActions"/>.
/// </summary>
internal static class HttpRuleKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("http-request", In.Everywhere, "<action> [options...] [{ if | unless } <condition>]", Request) { Manual = "4.2" },
        new("http-response", In.Everywhere, "<action> [options...] [{ if | unless } <condition>]", Response) { Manual = "4.2" },
    ];

    /// <summary>All actions of 2.6, in the order in which it lists them when it does not know one.</summary>
    private static readonly string[] RequestNames =
    [
        "wait-for-handshake", "ot-group", "set-log-level", "set-nice", "use-service", "sc-inc-gpc(*)", "sc-inc-gpc0(*)", "sc-inc-gpc1(*)",
        "sc-set-gpt(*)", "sc-set-gpt0(*)", "send-spoe-group", "do-resolve(*)", "cache-use", "add-acl(*)", "add-header", "allow", "auth",
        "capture", "del-acl(*)", "del-header", "del-map(*)", "deny", "disable-l7-retry", "early-hint", "normalize-uri", "redirect", "reject",
        "replace-header", "replace-path", "replace-pathq", "replace-uri", "replace-value", "return", "set-header", "set-map(*)", "set-method",
        "set-path", "set-pathq", "set-query", "set-uri", "strict-mode", "tarpit", "track-sc(*)", "set-timeout", "wait-for-body",
        "set-var-fmt(*)", "set-var(*)", "unset-var(*)", "set-dst", "set-dst-port", "set-mark", "set-src", "set-src-port", "set-tos",
        "silent-drop", "set-priority-class", "set-priority-offset",
    ];

    private static readonly string[] ResponseNames =
    [
        "ot-group", "set-log-level", "set-nice", "sc-inc-gpc(*)", "sc-inc-gpc0(*)", "sc-inc-gpc1(*)", "sc-set-gpt(*)", "sc-set-gpt0(*)",
        "send-spoe-group", "cache-store", "add-acl(*)", "add-header", "allow", "capture", "del-acl(*)", "del-header", "del-map(*)", "deny",
        "redirect", "replace-header", "replace-value", "return", "set-header", "set-map(*)", "set-status", "strict-mode", "track-sc(*)",
        "wait-for-body", "set-var-fmt(*)", "set-var(*)", "unset-var(*)", "set-mark", "set-tos", "silent-drop",
    ];

    /// <summary>Reads a rule from its action on; null when it is faulty.</summary>
    public static HttpRule? ReadRequest(Words words, ProxyBuilder proxy) =>
        ReadRule(words, proxy, "http-request", RequestNames, HttpActions.Request, proxy.RequestRules, "http-request expression");

    private static void Request(Words words, ProxyBuilder proxy)
    {
        if (ReadRequest(words, proxy) is not { } rule) return;
        RuleOrder.Warn(words, proxy, RuleStage.Request);
        proxy.HttpRequest.Add(rule);
    }

    private static void Response(Words words, ProxyBuilder proxy)
    {
        var where = proxy.ResponseRules;
        if (ReadRule(words, proxy, "http-response", ResponseNames, HttpActions.Response, where, "http-response response") is { } rule) proxy.HttpResponse.Add(rule);
    }

    private static HttpRule? ReadRule(
        Words words, ProxyBuilder proxy, string keyword, string[] names, HttpAction[] rows, SamplePlaces where, string expression)
    {
        var word = words.Next();
        var row = Array.Find(rows, r => r.Matches(word.Text));
        if (row is null)
        {
            Unknown(words, keyword, names, word.Text);
            return null;
        }

        words.Use(KeywordKind.Action, $"{keyword} {row.Name.TrimEnd('(')}", word);
        var line = new ActionLine(words, proxy, keyword == "http-response", where, expression);
        var action = row.Read(line);
        if (action is null)
        {
            words.Alert(DiagnosticKind.BadValue,
                $"error detected in {proxy.TypeName} '{proxy.Name}' while parsing '{keyword} {word.Text}' rule : {line.Error}.");
            return null;
        }

        if (!words.HasMore) return new HttpRule(action, null, words.Line);
        if (words.Current.Text is not ("if" or "unless"))
        {
            words.Alert(DiagnosticKind.SurplusArgument,
                $"'{keyword} {word.Text}' expects either 'if' or 'unless' followed by a condition but found '{words.Current.Text}'.", PlaceForm.ParsingTight);
            return null;
        }

        var unless = words.Next().Text == "unless";
        var terms = words.Remaining.Select(w => w.Text).ToArray();
        var condition = ConditionReader.Read(unless, terms, proxy.Expressions(words.Line, where), out var error);
        if (condition is not null) return new HttpRule(action, condition, words.Line);
        words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing an '{keyword} {word.Text}' condition : {error}.");
        return null;
    }

    private static void Unknown(Words words, string keyword, string[] names, string word)
    {
        if (word.Length > 0 && Array.Exists(names, name => name.EndsWith("(*)", StringComparison.Ordinal) ? word.StartsWith(name[..^3], StringComparison.Ordinal) : name == word))
        {
            words.Alert(DiagnosticKind.Unsupported, $"'{keyword}' action '{word}' is known to HAProxy 2.6 but not built yet.", PlaceForm.ParsingTight, at: words[1]);
            return;
        }

        var list = string.Join(", ", names.Select(n => $"'{n}'"));
        words.Alert(DiagnosticKind.UnknownKeyword, $"'{keyword}' expects {list}, but got '{word}'{(word.Length == 0 ? " (missing argument)" : "")}.",
            PlaceForm.ParsingTight, at: words[1]);
    }
}
