using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The two keywords that make steps of checks, <c>http-check</c> and <c>tcp-check</c>.</summary>
[Flags]
internal enum CheckRuleSets
{
    None = 0,
    Http = 1,
    Tcp = 2,
}

/// <summary>Adds a step to the check of a backend, where HAProxy allows one of its kind (measured).</summary>
internal static class HealthCheckSteps
{
    public static void Add(Words words, ProxyBuilder proxy, CheckRule rule)
    {
        var kind = words.Keyword;
        var check = Own(proxy, kind);
        if (proxy.RuleSet != (kind == "http-check" ? CheckKind.Http : CheckKind.Tcp)) proxy.UnusedCheckRules |= SetOf(kind);
        var rules = kind == "http-check" ? check.HttpRules : check.TcpRules;
        var acting = Acting(rules);
        if (kind == "http-check" && proxy.RuleSet == CheckKind.Http && acting.Length > 0 && Missing(acting[^1], rule) is { } missing)
        {
            // The request of option httpchk, which a first send replaces, is no step of its own behind a connect.
            var step = rules.Length + 1 - (acting[0] is CheckRule.Connect && acting.Any(r => r is CheckRule.SendRequest) ? 1 : 0);
            words.Alert(DiagnosticKind.Order, $"'{kind} {words[1].Text}' : unable to add {kind} {words[1].Text} rule at step {step} (missing {missing} rule)..", at: words[1]);
            Forget(proxy, kind);
            return;
        }

        if (acting.Length > 0 && (rule is CheckRule.Connect or CheckRule.SendRequest || (rule is CheckRule.Expect && acting.Any(r => r is CheckRule.Expect))))
        {
            words.Use(KeywordKind.Value, $"{kind} in several steps", words[0]);
        }

        proxy.Check = kind == "http-check"
            ? Simple(check with { HttpRules = [.. rules, rule] }, words, rule)
            : check with { TcpRules = [.. rules, rule] };
    }

    /// <summary>Where there is a connection at all, it is the first thing that is done.</summary>
    public static bool MayConnect(Words words, ProxyBuilder proxy, string kind)
    {
        var check = Own(proxy, kind);
        if (Acting(kind == "http-check" ? check.HttpRules : check.TcpRules) is [] or [CheckRule.Connect, ..]) return true;
        words.Alert(DiagnosticKind.Order, $"'{kind} connect' : first step MUST also be a 'connect', optionally preceded by a 'set-var', an 'unset-var' or a 'comment', "
            + "when there is a 'connect' step in the tcp-check ruleset.", at: words[1]);
        Forget(proxy, kind);
        return false;
    }

    public static CheckRuleSets SetOf(string kind) => kind == "http-check" ? CheckRuleSets.Http : CheckRuleSets.Tcp;

    private static CheckRule[] Acting(CheckRule[] rules) =>
        [.. rules.Where(r => r is CheckRule.Connect or CheckRule.SendRequest or CheckRule.SendBytes or CheckRule.SendFormat or CheckRule.Expect)];

    /// <summary>After a faulty step HAProxy has lost those before it, and begins anew.</summary>
    public static void Forget(ProxyBuilder proxy, string kind) =>
        proxy.Check = kind == "http-check" ? proxy.Check with { HttpRules = [] } : proxy.Check with { TcpRules = [] };

    /// <summary>The first line of a section's own takes the place of all that a defaults section had.</summary>
    private static HealthCheck Own(ProxyBuilder proxy, string kind)
    {
        var isFirst = (proxy.OwnCheckRules & SetOf(kind)) == 0;
        proxy.OwnCheckRules |= SetOf(kind);
        if (isFirst && !proxy.IsDefaults)
        {
            proxy.Check = kind == "http-check" ? proxy.Check with { HttpRules = [], Expect = null } : proxy.Check with { TcpRules = [] };
        }

        return proxy.Check;
    }

    /// <summary>Whether the steps say the port that neither server nor check has.</summary>
    /// <param name="plain">
    /// Neither this proxy nor one before it says which check it wants: HAProxy keeps one list of steps for all of them, which is empty until then.
    /// </param>
    /// <returns>Null when they do; otherwise the end of HAProxy's message.</returns>
    public static string? PortMissing(HealthCheck check, bool plain, Span place)
    {
        var steps = check.Rules.Where(r => r is not (CheckRule.CommentOnly or CheckRule.SetVariable or CheckRule.UnsetVariable)).ToArray();
        // The request of option httpchk stands before everything as long as no step sends another.
        if (check.Kind == CheckKind.Http && !steps.Any(s => s is CheckRule.SendRequest)) steps = [new CheckRule.SendRequest(place), .. steps];
        if (steps is [CheckRule.Connect first, ..] && HasPort(first))
        {
            return steps.OfType<CheckRule.Connect>().All(HasPort) ? null : ", and a tcp_check rule 'connect' with no port information";
        }

        var none = check.Kind == CheckKind.External || (check.Kind == CheckKind.Tcp && steps.Length == 0 && !plain);
        return none ? "" : " nor tcp_check rule 'connect' with port information";

        static bool HasPort(CheckRule.Connect step) => step.Port != 0 || step.Address is { PortLow: not 0 };
    }

    /// <summary>A request follows a connection, an expectation a request or another expectation, a connection an expectation.</summary>
    private static string? Missing(CheckRule last, CheckRule next) => (next, last) switch
    {
        (CheckRule.Connect, not CheckRule.Expect) => "expect",
        (CheckRule.SendRequest, not CheckRule.Connect) => "connect",
        (CheckRule.Expect, CheckRule.Connect) => "send",
        _ => null,
    };

    /// <summary>Keeps the one request and the one expectation that most checks have.</summary>
    private static HealthCheck Simple(HealthCheck check, Words words, CheckRule rule)
    {
        switch (rule)
        {
            case CheckRule.Expect { Pattern: CheckPattern.Status status, Negated: var negated }:
                return check with { Expect = new StatusExpectation(negated, status.Ranges, status.Text) };

            case CheckRule.SendRequest request:
                var headers = new List<(string Name, string Value)>();
                foreach (var (name, value) in request.Headers)
                {
                    headers.Add((name, string.Concat(value.Items.OfType<LogFormatItem.Literal>().Select(l => l.Text))));
                    if (value.Items.Any(item => item is not LogFormatItem.Literal)) words.Use(KeywordKind.Value, "http-check send hdr with a log-format", words[1]);
                }

                if (request.UriFormat is not null) words.Use(KeywordKind.Value, "http-check send uri-lf", words[1]);
                if (request.BodyFormat is not null) words.Use(KeywordKind.Value, "http-check send body-lf", words[1]);
                return check with
                {
                    Method = request.Method ?? check.Method,
                    Uri = request.Uri ?? check.Uri,
                    Version = request.Version ?? check.Version,
                    Headers = [.. headers],
                    Body = request.Body ?? check.Body,
                };

            default:
                return check;
        }
    }
}
