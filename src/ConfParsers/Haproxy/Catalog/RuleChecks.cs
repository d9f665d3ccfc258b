using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// What HAProxy checks of the rules of a proxy after the last line: tables, captures, sections and engines that actions name, and
/// conditions that cannot be what they look like. In the order of the rule sets, rule by rule.
/// </summary>
internal sealed class RuleChecks(ConfigContext context, Action<Severity, DiagnosticKind, Span, string> report)
{
    public void Run(ProxyBuilder proxy)
    {
        var from = proxy.DefaultsSection;
        Check(proxy, RuleSets.TcpConnection, proxy.TcpConnection, from?.TcpConnection);
        Check(proxy, RuleSets.TcpSession, proxy.TcpSession, from?.TcpSession);
        Check(proxy, RuleSets.TcpContent, proxy.TcpContent, from?.TcpContent);
        Check(proxy, RuleSets.TcpResponse, proxy.TcpResponse, from?.TcpResponse);
        Check(proxy, RuleSets.HttpRequest, proxy.HttpRequest, from?.HttpRequest);
        Check(proxy, RuleSets.HttpResponse, proxy.HttpResponse, from?.HttpResponse);
        Check(proxy, RuleSets.HttpAfterResponse, proxy.HttpAfterResponse, from?.HttpAfterResponse);
    }

    /// <summary>What comes from a defaults section is checked as its own.</summary>
    private void Check(ProxyBuilder proxy, RuleSets set, List<TcpRule> rules, List<TcpRule>? inherited)
    {
        for (var i = inherited?.Count ?? 0; i < rules.Count; i++) Check(proxy, set, rules[i].Action, rules[i].Condition, rules[i].Place);
    }

    private void Check(ProxyBuilder proxy, RuleSets set, List<HttpRule> rules, List<HttpRule>? inherited)
    {
        for (var i = inherited?.Count ?? 0; i < rules.Count; i++) Check(proxy, set, rules[i].Action, rules[i].Condition, rules[i].Place);
    }

    /// <summary>The groups that ACLs name must be groups of the userlist.</summary>
    public void Groups(ProxyBuilder proxy)
    {
        foreach (var (name, test) in proxy.GroupTests)
        {
            if (test.Sample.Arguments is not [SampleArgument.UserList wanted] || context.Sections.UserLists.Find(u => u.Name == wanted.List.Name) is not { } list) continue;
            var what = $"proxy {proxy.Name}: acl {name} http_auth_group(): ";
            if (test.Groups.Length == 0) Alert(test.Place, what + "no groups specified.");
            foreach (var group in test.Groups.Where(g => !list.Groups.Exists(known => known.Name == g.Name))) Alert(test.Place, $"{what}invalid group '{group}'.");
        }
    }

    /// <summary>Caches are filters to HAProxy: each is looked for once.</summary>
    public void Caches(ProxyBuilder proxy)
    {
        if (!proxy.HttpRequest.Exists(r => r.Action is RuleAction.UseCache) && !proxy.HttpResponse.Exists(r => r.Action is RuleAction.UseCache)) return;
        var own = proxy.HttpRequest.Skip(proxy.InheritedRequests).Concat(proxy.HttpResponse.Skip(proxy.InheritedResponses)).Where(r => r.Action is RuleAction.UseCache);
        foreach (var rule in own.OrderBy(r => r.Place.Line).DistinctBy(r => ((RuleAction.UseCache)r.Action).Cache))
        {
            var name = ((RuleAction.UseCache)rule.Action).Cache.Name;
            if (context.Declares("cache", name)) continue;
            Alert(rule.Place, $"config: {proxy.TypeName} '{proxy.Name}': unable to find the cache '{name}' referenced by the filter 'cache'.");
        }
    }

    private void Check(ProxyBuilder proxy, RuleSets set, RuleAction action, Condition? condition, Span place)
    {
        var fault = action switch
        {
            RuleAction.Track track => Table(proxy, track),
            RuleAction.Capture { Slot: { } slot } => Slot(proxy, set, slot),
            RuleAction.Resolve resolve when !context.Declares("resolvers", resolve.Resolvers.Name) =>
                $"Proxy '{proxy.Name}': Can't find resolvers section '{resolve.Resolvers}' for do-resolve action.",
            RuleAction.SendSpoeGroup spoe => SpoeGroup(proxy, spoe),
            RuleAction.OpenTracingGroup ot => $"Proxy '{proxy.Name}': unable to find the OpenTracing filter '{ot.Filter}' used by the ot-group '{ot.Group}'.",
            RuleAction.Return { Reply: { ErrorFilesSection: not null } reply } => ErrorSection(proxy, reply),
            RuleAction.Deny { Reply: { ErrorFilesSection: not null } reply } => ErrorSection(proxy, reply),
            RuleAction.Tarpit { Reply: { ErrorFilesSection: not null } reply } => ErrorSection(proxy, reply),
            RuleAction.SwitchToHttp { Protocol: (MuxProtocol.FastCgi or MuxProtocol.None) and var mux } => $"Proxy '{proxy.Name}': MUX protocol '{MuxProtocols.NameOf(mux)}' is not compatible with the selected mode.",
            _ => null,
        };
        if (fault is not null) Alert(place, fault);
        else if (set == RuleSets.TcpContent && action is RuleAction.Track tracked) Contents(proxy, tracked, condition, place);
        else if (set == RuleSets.TcpContent && action is RuleAction.Capture captured) Waits(proxy, captured.Sample, "capture", place);
        Buffers(proxy, condition);
    }

    /// <summary>HTTP has been parsed when its rules run: the raw bytes are no longer there.</summary>
    public void Buffers(ProxyBuilder proxy, Condition? condition)
    {
        if (proxy.Mode != ProxyMode.Http || condition is null) return;
        if (!condition.HasTest(test => Signatures.Fetch(test.Sample.Fetch)!.Source.IsBuffer)) return;
        report(Severity.Warning, DiagnosticKind.BadCondition, condition.Place, $"Proxy '{proxy.Name}': L6 sample fetches ignored on HTTP proxies (declared at {condition.Place}).");
    }

    private static string? SpoeGroup(ProxyBuilder proxy, RuleAction.SendSpoeGroup send)
    {
        var engine = proxy.Filters.Select(f => f.Filter).OfType<StreamFilter.Spoe>().FirstOrDefault(f => f.Engine.Name == send.Engine)?.Engine;
        if (engine is null) return $"Proxy '{proxy.Name}': unable to find SPOE engine '{send.Engine}' used by the send-spoe-group '{send.Group}'.";
        return engine.Groups.Any(group => group.Name == send.Group.Name)
            ? null
            : $"Proxy '{proxy.Name}': unable to find SPOE group '{send.Group}' into SPOE engine '{send.Engine}' configuration.";
    }

    private string? ErrorSection(ProxyBuilder proxy, HttpReply reply)
    {
        var (name, place) = (reply.ErrorFilesSection!.Name, reply.Place);
        if (context.Sections.HttpErrors.Find(e => e.Name == name) is not { } section) return $"Proxy '{proxy.Name}': unknown http-errors section '{name}' referenced by an http reply .";
        if (!section.Messages.ContainsKey(reply.Status))
        {
            report(Severity.Warning, DiagnosticKind.UnresolvedName, place, $"Proxy '{proxy.Name}': status '{reply.Status}' referenced by an http reply not declared in http-errors section '{name}'.");
        }

        return null;
    }

    private string? Table(ProxyBuilder proxy, RuleAction.Track track)
    {
        var name = track.Table?.Name ?? proxy.Name;
        if (context.StickTable(name) is not { } table) return $"Proxy '{proxy.Name}': unable to find table '{name}' referenced by track-sc{track.Counter}.";
        return SampleTypes.CanCast(track.Key.Output, table.KeyType)
            ? null
            : $"Proxy '{proxy.Name}': stick-table '{name}' uses a type incompatible with the 'track-sc{track.Counter}' rule.";
    }

    /// <summary>Slots are those of the frontend's <c>declare capture</c> lines; a backend cannot know which frontend it will serve.</summary>
    private static string? Slot(ProxyBuilder proxy, RuleSets set, int slot)
    {
        var isRequest = set == RuleSets.HttpRequest;
        if (!proxy.HasFrontend || proxy.IsDefaults || slot < (isRequest ? proxy.Captures.Request : proxy.Captures.Response).Length) return null;
        return $"Proxy '{proxy.Name}': unable to find capture id '{slot}' referenced by http-{(isRequest ? "request" : "response")} capture rule.";
    }

    /// <summary>What a content rule tracks should need contents, and then wait for them.</summary>
    private void Contents(ProxyBuilder proxy, RuleAction.Track track, Condition? condition, Span place)
    {
        if (!proxy.HasFrontend) return;
        Waits(proxy, track.Key, "content track-sc*", place);
        if (proxy.Mode != ProxyMode.Http || NeedsRequest(track.Key)) return;
        if (condition is not null && condition.HasTest(test => NeedsRequest(test.Sample))) return;
        report(Severity.Warning, DiagnosticKind.Order, place, $"{proxy.TypeName} '{proxy.Name}' : a 'tcp-request content track-sc*' rule not depending on request contents for an HTTP frontend should be executed at the session level,"
            + " using a 'tcp-request session' rule (mandatory to track invalid HTTP requests).");
    }

    /// <summary>What is not there before the contents needs a time to wait for them.</summary>
    private void Waits(ProxyBuilder proxy, SampleExpression sample, string what, Span place)
    {
        var inSession = (Signatures.Fetch(sample.Fetch)!.Places & SamplePlaces.FrontendSession) != 0;
        if (inSession || proxy.Inspect.Request is not null) return;
        report(Severity.Warning, DiagnosticKind.Order, place, $"{proxy.TypeName} '{proxy.Name}' : a 'tcp-request {what}' rule explicitly depending on request contents without any 'tcp-request inspect-delay' setting."
            + " This means that this rule will randomly find its contents. This can be fixed by setting the tcp-request inspect-delay.");
    }

    /// <summary>There with the contents of a request and not before.</summary>
    private static bool NeedsRequest(SampleExpression sample) =>
        (Signatures.Fetch(sample.Fetch)!.Places & (SamplePlaces.FrontendSession | SamplePlaces.FrontendContent)) == SamplePlaces.FrontendContent;

    private void Alert(Span place, string text) => report(Severity.Alert, DiagnosticKind.UnresolvedName, place, text);
}
