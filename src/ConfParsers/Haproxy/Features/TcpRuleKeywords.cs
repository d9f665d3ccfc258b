using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>How long content rules wait for data (configuration.txt 4.2 "tcp-request inspect-delay").</summary>
public sealed record InspectDelays
{
    public TimeSpan? Request { get; init; }

    public TimeSpan? Response { get; init; }
}

/// <summary><c>tcp-request connection|session|content action</c>, <c>tcp-response content action</c>, and the inspect delays (configuration.txt 4.2).</summary>
internal static class TcpRuleKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("tcp-request", In.Everywhere, "{ connection | session | content } <action> [{ if | unless } <condition>] | inspect-delay <timeout>", Request) { Listed = true, Manual = "4.2" },
        new("tcp-response", In.Everywhere, "content <action> [{ if | unless } <condition>] | inspect-delay <timeout>", Response) { Listed = true, Manual = "4.2" },
    ];

    private static string Subject(ProxyBuilder proxy) => $"{proxy.TypeName} '{proxy.Name}'";

    private static void Request(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"missing argument for 'tcp-request' in {Subject(proxy)}");
            return;
        }

        var kind = words.Next();
        var set = kind.Text switch
        {
            "connection" => RuleSets.TcpConnection,
            "session" => RuleSets.TcpSession,
            "content" => RuleSets.TcpContent,
            _ => RuleSets.None,
        };
        if (set == RuleSets.None && kind.Text != "inspect-delay")
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"'tcp-request' expects 'inspect-delay', 'connection', or 'content' in {Subject(proxy)} (got '{kind.Text}')", at: kind);
            return;
        }

        var name = $"tcp-request {kind.Text}";
        if (proxy.IsDefaults && proxy.Name.Length == 0)
        {
            words.Alert(DiagnosticKind.WrongSection, $"{name} is not allowed in anonymous 'defaults' sections", at: kind);
            return;
        }

        if (set is RuleSets.TcpConnection or RuleSets.TcpSession && !proxy.HasFrontend)
        {
            words.Alert(DiagnosticKind.WrongSection, $"{name} is not allowed because {proxy.TypeName} {proxy.Name} is not a frontend", at: kind);
            return;
        }

        switch (set)
        {
            case RuleSets.None:
                if (Delay(words, proxy, name, proxy.Inspect.Request) is { } delay) proxy.Inspect = proxy.Inspect with { Request = delay };
                break;
            case RuleSets.TcpConnection:
                Read(words, proxy, set, proxy.TcpConnection);
                break;
            case RuleSets.TcpSession:
                Read(words, proxy, set, proxy.TcpSession);
                break;
            default:
                Read(words, proxy, set, proxy.TcpContent);
                break;
        }
    }

    private static void Response(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"missing argument for 'tcp-response' in {Subject(proxy)}");
            return;
        }

        var kind = words.Next();
        if (kind.Text is not ("inspect-delay" or "content"))
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"'tcp-response' expects 'inspect-delay' or 'content' in {Subject(proxy)} (got '{kind.Text}')", at: kind);
            return;
        }

        var name = $"tcp-response {kind.Text}";
        if (!proxy.HasBackend || (proxy.IsDefaults && proxy.Name.Length == 0))
        {
            words.Alert(DiagnosticKind.WrongSection, $"{name} is only allowed in 'backend' sections or 'defaults' section with a name", at: kind);
            return;
        }

        if (kind.Text == "content") Read(words, proxy, RuleSets.TcpResponse, proxy.TcpResponse);
        else if (Delay(words, proxy, name, proxy.Inspect.Response) is { } delay) proxy.Inspect = proxy.Inspect with { Response = delay };
    }

    private static TimeSpan? Delay(Words words, ProxyBuilder proxy, string name, TimeSpan? before)
    {
        var expected = $"'{name}' expects a positive delay in milliseconds, in {Subject(proxy)}";
        var text = words.HasMore ? words.Next() : words.Current;
        if (text.IsEmpty)
        {
            words.Alert(DiagnosticKind.MissingArgument, expected);
            return null;
        }

        var time = words.Time(text);
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime, $"{expected} (timer overflow in '{text.Text}', maximum value is 2147483647 ms or ~24.8 days)", at: text);
                return null;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"{expected} (unexpected character '{time.Culprit}')", at: text);
                return null;
        }

        // The first one counts, also that of a defaults section.
        if ((before ?? TimeSpan.Zero) == TimeSpan.Zero) return time.Value;
        words.Warning(DiagnosticKind.Duplicate, $"ignoring {name} (was already defined) in {Subject(proxy)}", at: words[0]);
        return null;
    }

    private static void Read(Words words, ProxyBuilder proxy, RuleSets set, List<TcpRule> rules)
    {
        var name = RuleSetNames.Of(set);
        var word = words.Next();
        if ((RuleActionKeywords.Find(set, word.Text) ?? LuaNames.Action(proxy.Context, set, word.Text)) is not { } row)
        {
            Unknown(words, proxy, set, word.Text);
            return;
        }

        words.Use(KeywordKind.Action, row.UseIn(set), word);
        var where = RuleSetNames.PlacesOf(set, proxy);
        var line = new ActionLine(words, proxy, set == RuleSets.TcpResponse, where, RuleSetNames.ExpressionOf(set)) { Set = set, Word = word.Text };
        if (row.Read(line) is not { } action)
        {
            // Only track-sc says where it stands; the others leave it to their words.
            words.Alert(DiagnosticKind.BadValue, row.Name == "track-sc" ? $"'{name} {word.Text}' : {line.Error}" : line.Error, at: line.At);
            return;
        }

        Condition? condition = null;
        if (words.HasMore)
        {
            if (!RuleConditions.Follows(words))
            {
                words.Alert(DiagnosticKind.SurplusArgument, $"'{name} {word.Text}' only accepts 'if' or 'unless', in {Subject(proxy)} (got '{words.Current.Text}')");
                return;
            }

            var form = words.Current.Text;
            condition = RuleConditions.Read(words, proxy, where, out var error, name, WarnOfOrder);
            if (condition is null)
            {
                words.Alert(DiagnosticKind.BadCondition, $"'{name} {word.Text}' : error detected in {Subject(proxy)} while parsing '{form}' condition : {error}");
                return;
            }
        }

        if (condition is null) WarnOfOrder();
        if (set != RuleSets.TcpResponse) proxy.OwnTcpSets |= set;
        rules.Add(new TcpRule(action, condition, words.Line));

        void WarnOfOrder()
        {
            if (set == RuleSets.TcpResponse) return;
            RuleOrder.Warn(words, proxy, set switch { RuleSets.TcpConnection => RuleStage.Connection, RuleSets.TcpSession => RuleStage.Session, _ => RuleStage.Content });
        }
    }

    private static void Unknown(Words words, ProxyBuilder proxy, RuleSets set, string word)
    {
        // The words of the language itself stand first, and the counters by number.
        var list = RuleActionKeywords.Of(set).Select(row => row is { Name: "track-sc" } ? "'track-sc0' ... 'track-sc2'" : $"'{row.Listed}'");
        words.Alert(DiagnosticKind.UnknownKeyword, $"'{RuleSetNames.Of(set)}' expects {string.Join(", ", list)} in {Subject(proxy)} (got '{word}'){RuleActionKeywords.Suggestion(set, word)}{(set == RuleSets.TcpResponse ? "" : "\n")}", at: words[2]);
    }
}
