using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// <c>http-request action [args] [if|unless condition]</c>, <c>http-response</c> and <c>http-after-response</c> (configuration.txt 4.2).
/// This file reads the frame of a rule; the actions are rows of <see cref="RuleActionKeywords"/>.
/// </summary>
internal static class HttpRuleKeywords
{
    private const string Arguments = "<action> [options...] [{ if | unless } <condition>]";

    public static readonly ProxyKeyword[] Rows =
    [
        new("http-request", In.Everywhere, Arguments, Request) { Manual = "4.2" },
        new("http-response", In.Everywhere, Arguments, (words, proxy) => Add(words, proxy, RuleSets.HttpResponse, proxy.HttpResponse)) { Manual = "4.2" },
        new("http-after-response", In.Everywhere, Arguments, (words, proxy) => Add(words, proxy, RuleSets.HttpAfterResponse, proxy.HttpAfterResponse)) { Manual = "4.2", Since = "2.2" },
    ];

    /// <summary>Reads a rule from its action on; null when it is faulty, and then HAProxy reads no further.</summary>
    public static HttpRule? ReadRequest(Words words, ProxyBuilder proxy) => Read(words, proxy, RuleSets.HttpRequest, out _);

    private static void Request(Words words, ProxyBuilder proxy)
    {
        if (Add(words, proxy, RuleSets.HttpRequest, proxy.HttpRequest)) RuleOrder.Warn(words, proxy, RuleStage.Request);
    }

    private static bool Add(Words words, ProxyBuilder proxy, RuleSets set, List<HttpRule> rules)
    {
        var keyword = RuleSetNames.Of(set);
        if (proxy.IsDefaults && proxy.Name.Length == 0)
        {
            words.Alert(DiagnosticKind.WrongSection, $"'{keyword}' not allowed in anonymous 'defaults' section.", at: words[0]);
            return false;
        }

        if ((proxy.EndedSets & set) != 0)
        {
            words.Warning(DiagnosticKind.Order, $"previous '{keyword}' action is final and has no condition attached, further entries are NOOP.", PlaceForm.ParsingTight, at: words[0]);
        }

        if (Read(words, proxy, set, out var isFinal) is not { } rule)
        {
            words.Abort();
            return false;
        }

        // Only the rule right before counts.
        if (isFinal && rule.Condition is null) proxy.EndedSets |= set;
        else proxy.EndedSets &= ~set;
        rules.Add(rule);
        return true;
    }

    private static HttpRule? Read(Words words, ProxyBuilder proxy, RuleSets set, out bool isFinal)
    {
        isFinal = false;
        var keyword = RuleSetNames.Of(set);
        var word = words.Next();
        if ((RuleActionKeywords.Find(set, word.Text) ?? LuaNames.Action(proxy.Context, set, word.Text)) is not { } row)
        {
            var list = string.Join(", ", RuleActionKeywords.Of(set).Select(action => $"'{action.Listed}'"));
            words.Alert(DiagnosticKind.UnknownKeyword,
                $"'{keyword}' expects {list}, but got '{word.Text}'{(word.Text.Length == 0 ? " (missing argument)" : "")}{RuleActionKeywords.Suggestion(set, word.Text)}", PlaceForm.ParsingTight, at: words[1]);
            return null;
        }

        if (row.IsExperimental && !proxy.Context.Uses.Has(KeywordKind.Global, "expose-experimental-directives"))
        {
            words.Alert(DiagnosticKind.Unsupported, $"'{row.Name}' action is experimental, must be allowed via a global 'expose-experimental-directives'", at: word);
            return null;
        }

        isFinal = row.IsFinal;
        words.Use(KeywordKind.Action, row.UseIn(set), word);
        var where = RuleSetNames.PlacesOf(set, proxy);
        var line = new ActionLine(words, proxy, set != RuleSets.HttpRequest, where, RuleSetNames.ExpressionOf(set)) { Set = set, Word = word.Text };
        if (row.Read(line) is not { } action)
        {
            words.Alert(DiagnosticKind.BadValue, $"{Failed()}{line.Error}.", at: line.At);
            return null;
        }

        if (!words.HasMore) return new HttpRule(action, null, words.Line);
        if (!RuleConditions.Follows(words))
        {
            words.Alert(DiagnosticKind.SurplusArgument,
                $"'{keyword} {word.Text}' expects either 'if' or 'unless' followed by a condition but found '{words.Current.Text}'.", PlaceForm.ParsingTight);
            return null;
        }

        if (RuleConditions.Read(words, proxy, where, out var error) is { } condition) return new HttpRule(action, condition, words.Line);

        // A redirection reads its condition itself.
        words.Alert(DiagnosticKind.BadCondition, action is RuleAction.Redirect
            ? $"{Failed()}error in condition: {error}."
            : $"error detected while parsing an '{keyword} {word.Text}' condition : {error}.");
        return null;

        string Failed() => $"error detected in {proxy.TypeName} '{proxy.Name}' while parsing '{keyword} {word.Text}' rule : ";
    }
}
