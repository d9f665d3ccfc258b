using System.Collections.Frozen;
using System.Numerics;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Features.RuleSets;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Every action of every rule set, one row for all the sets that read it alike, in the order in which HAProxy lists them when it
/// does not know one (configuration.txt 4.2).
/// </summary>
internal static class RuleActionKeywords
{
    private const string Payload =
        "[ { default-errorfiles | errorfile <file> | errorfiles <name> | file <file> | lf-file <file> | string <str> | lf-string <fmt> } ] [ hdr <name> <fmt> ]*";

    private const string DenyArguments = "[ { status | deny_status } <code> ] [ content-type <type> ] " + Payload;

    private static readonly ActionKeyword[] Rows =
    [
        new("accept", "", Tcp, FlowActions.Allow) { BuiltIn = Tcp },
        new("close", "", TcpResponse, FlowActions.Close) { BuiltIn = Tcp },
        new("reject", "", Tcp, FlowActions.Reject) { BuiltIn = Tcp },
        new("capture", "<sample> len <length>", TcpRequest, CaptureActions.OfContent) { BuiltIn = Tcp },
        new("expect-proxy", "layer4", TcpRequest, FlowActions.ExpectProxy) { BuiltIn = Tcp },
        new("expect-netscaler-cip", "layer4", TcpRequest, FlowActions.ExpectProxy) { BuiltIn = Tcp },
        new("track-sc", "<key> [table <table>]", TcpRequest, StickCounterActions.Track) { BuiltIn = Tcp, IsPrefix = true },

        new("wait-for-handshake", "", HttpRequest, FlowActions.WaitForHandshake),
        new("ot-group", "<filter-id> <group-id>", Http | TcpContent | TcpResponse, ServiceActions.OpenTracingGroup),
        new("set-log-level", "<level>", HttpRequest | HttpResponse | TcpContent | TcpResponse, ConnectionActions.SetLogLevel),
        new("set-nice", "<nice>", HttpRequest | HttpResponse | TcpContent | TcpResponse, ConnectionActions.SetNice),
        new("switch-mode", "http [ proto <name> ]", TcpContent, FlowActions.SwitchMode),
        new("use-service", "<service-name>", HttpRequest | TcpContent, ServiceActions.UseService),

        new("sc-inc-gpc", "(<idx>,<sc-id>)", Counters, StickCounterActions.IncrementElement) { IsPrefix = true },
        new("sc-inc-gpc0", "(<sc-id>)", Counters, StickCounterActions.Increment) { IsPrefix = true },
        new("sc-inc-gpc1", "(<sc-id>)", Counters, StickCounterActions.Increment) { IsPrefix = true },
        new("sc-set-gpt", "(<idx>,<sc-id>) { <int> | <expr> }", Counters, StickCounterActions.SetElement) { IsPrefix = true },
        new("sc-set-gpt0", "(<sc-id>) { <int> | <expr> }", Counters, StickCounterActions.SetTag) { IsPrefix = true },
        new("send-spoe-group", "<engine-name> <group-name>", HttpRequest | HttpResponse | TcpContent | TcpResponse, ServiceActions.SendSpoeGroup),
        new("do-resolve", "(<var>,<resolvers>[,ipv4|ipv6]) <expr>", HttpRequest | TcpContent, ServiceActions.Resolve) { IsPrefix = true },
        new("cache-use", "<name>", HttpRequest, ServiceActions.UseCache),
        new("cache-store", "<name>", HttpResponse, ServiceActions.UseCache),

        new("add-acl", "(<file-name>) <key fmt>", HttpRequest | HttpResponse, PatternActions.Add) { IsPrefix = true },
        new("add-header", "<name> <fmt>", Http, HeaderActions.Add),
        new("allow", "", Http, FlowActions.Allow) { IsFinal = true },
        new("auth", "[ realm <realm> ]", HttpRequest, FlowActions.Auth) { IsFinal = true },
        new("capture", "<sample> { len <length> | id <id> }", HttpRequest, CaptureActions.OfRequest),
        new("capture", "<sample> id <id>", HttpResponses, CaptureActions.OfResponse),
        new("del-acl", "(<file-name>) <key fmt>", HttpRequest | HttpResponse, PatternActions.Delete) { IsPrefix = true },
        new("del-header", "<name> [ -m <meth> ]", Http, HeaderActions.Delete),
        new("del-map", "(<file-name>) <key fmt>", HttpRequest | HttpResponse, PatternActions.DeleteMap) { IsPrefix = true },
        new("deny", DenyArguments, HttpRequest | HttpResponse, HttpReplies.Deny) { IsFinal = true },
        new("disable-l7-retry", "", HttpRequest, FlowActions.DisableRetry),
        new("early-hint", "<name> <fmt>", HttpRequest, HeaderActions.EarlyHint),
        new("normalize-uri", "<normalizer> [ full | strict ]", HttpRequest, TargetActions.Normalize) { IsExperimental = true },
        new("redirect", "{ location <fmt> | prefix <fmt> | scheme <fmt> } [ code <code> ] [ drop-query ] [ append-slash ] [ ignore-empty ]"
            + " [ set-cookie NAME[=value] ] [ clear-cookie NAME[=] ]", HttpRequest | HttpResponse, Redirects.Read) { IsFinal = true },
        new("reject", "", HttpRequest, FlowActions.Reject),
        new("replace-header", "<name> <match-regex> <replace-fmt>", Http, HeaderActions.Replace),
        new("replace-path", "<match-regex> <replace-fmt>", HttpRequest, TargetActions.Replace),
        new("replace-pathq", "<match-regex> <replace-fmt>", HttpRequest, TargetActions.Replace),
        new("replace-uri", "<match-regex> <replace-fmt>", HttpRequest, TargetActions.Replace),
        new("replace-value", "<name> <match-regex> <replace-fmt>", Http, HeaderActions.Replace),
        new("return", "[ status <code> ] [ content-type <type> ] " + Payload, HttpRequest | HttpResponse, HttpReplies.Return) { IsFinal = true },
        new("set-header", "<name> <fmt>", Http, HeaderActions.Set),
        new("set-map", "(<file-name>) <key fmt> <value fmt>", HttpRequest | HttpResponse, PatternActions.SetMap) { IsPrefix = true },
        new("set-method", "<fmt>", HttpRequest, TargetActions.SetMethod),
        new("set-path", "<fmt>", HttpRequest, TargetActions.SetPath),
        new("set-pathq", "<fmt>", HttpRequest, TargetActions.SetPathAndQuery),
        new("set-query", "<fmt>", HttpRequest, TargetActions.SetQuery),
        new("set-uri", "<fmt>", HttpRequest, TargetActions.SetUri),
        new("set-status", "<status> [ reason <str> ]", HttpResponses, TargetActions.SetStatus),
        new("strict-mode", "{ on | off }", Http, FlowActions.StrictMode),
        new("tarpit", DenyArguments, HttpRequest, HttpReplies.Tarpit) { IsFinal = true },
        new("track-sc", "<key> [ table <table> ]", HttpRequest | HttpResponse, StickCounterActions.Track) { IsPrefix = true },
        new("set-timeout", "{ server | tunnel } { <timeout> | <expr> }", HttpRequest, FlowActions.SetTimeout),
        new("wait-for-body", "time <time> [ at-least <bytes> ]", HttpRequest | HttpResponse, FlowActions.WaitForBody),

        new("set-var-fmt", "(<var-name>[,<cond>...]) <fmt>", All, VariableActions.Read) { IsPrefix = true },
        new("set-var", "(<var-name>[,<cond>...]) <expr>", All, VariableActions.Read) { IsPrefix = true },
        new("unset-var", "(<var-name>)", All, VariableActions.Read) { IsPrefix = true },

        // The content rules list the source first.
        new("set-src", "<expr>", TcpContent, ConnectionActions.SetEndpoint),
        new("set-src-port", "<expr>", TcpContent, ConnectionActions.SetEndpoint),
        new("set-dst", "<expr>", HttpRequest | TcpRequest, ConnectionActions.SetEndpoint),
        new("set-dst-port", "<expr>", HttpRequest | TcpRequest, ConnectionActions.SetEndpoint),
        new("set-mark", "<mark>", HttpRequest | HttpResponse | Tcp, ConnectionActions.SetMark),
        new("set-src", "<expr>", HttpRequest | TcpConnection | TcpSession, ConnectionActions.SetEndpoint),
        new("set-src-port", "<expr>", HttpRequest | TcpConnection | TcpSession, ConnectionActions.SetEndpoint),
        new("set-tos", "<tos>", HttpRequest | HttpResponse | Tcp, ConnectionActions.SetTos),
        new("silent-drop", "", HttpRequest | HttpResponse | Tcp, FlowActions.SilentDrop),
        new("set-priority-class", "<expr>", HttpRequest | TcpContent, ConnectionActions.SetPriority),
        new("set-priority-offset", "<expr>", HttpRequest | TcpContent, ConnectionActions.SetPriority),
    ];

    private const RuleSets Counters = All & ~HttpAfterResponse;

    /// <summary>The actions of one rule set.</summary>
    public static IEnumerable<ActionKeyword> Of(RuleSets set) => Rows.Where(row => (row.Sets & set) != 0);

    /// <summary>
    /// As HAProxy ends the message about an action it does not know. It looks through its registered actions, then through those of the rule language, and a word may differ more from
    /// the name of a registered one that something stands behind.
    /// </summary>
    public static string Suggestion(RuleSets set, string word) => Suggestions.Sentence(
        word,
        Of(set).OrderBy(row => (row.BuiltIn & set) != 0).Select(row => row.Name),
        name => Of(set).Any(row => row.IsPrefix && (row.BuiltIn & set) == 0 && row.Name == name));

    private static readonly FrozenDictionary<(RuleSets Set, string Name), ActionKeyword> ByName = Enum.GetValues<RuleSets>().Where(set => BitOperations.IsPow2((int)set))
        .SelectMany(set => Of(set).DistinctBy(row => row.Name).Select(row => KeyValuePair.Create((set, row.Name), row))).ToFrozenDictionary();

    /// <summary>Finds the action that a word begins: of several the one with the longest name, which is that of the whole word if there is one.</summary>
    public static ActionKeyword? Find(RuleSets set, string word) =>
        ByName.GetValueOrDefault((set, word)) ?? Of(set).Where(row => row.Matches(word)).MaxBy(row => row.Name.Length);
}
