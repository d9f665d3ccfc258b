using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What the readers of rules and expressions keep of a section while it is read.</summary>
public sealed partial class ProxyBuilder
{
    /// <summary>What expressions of this section name, found in pass 2.</summary>
    internal List<NameReference> References { get; } = [];

    /// <summary>The place of request rules in this section: a listen section and defaults have both sides.</summary>
    internal SamplePlaces RequestRules => Sides(SamplePlaces.FrontendRequest, SamplePlaces.BackendRequest);

    internal SamplePlaces ResponseRules => Sides(SamplePlaces.FrontendResponse, SamplePlaces.BackendResponse);

    internal SamplePlaces ContentRules => Sides(SamplePlaces.FrontendContent, SamplePlaces.BackendContent);

    internal SamplePlaces ResponseContentRules => Sides(SamplePlaces.FrontendResponseContent, SamplePlaces.BackendResponseContent);

    public List<HttpRule> HttpAfterResponse { get; } = [];

    public List<TcpRule> TcpConnection { get; } = [];

    public List<TcpRule> TcpSession { get; } = [];

    public List<TcpRule> TcpContent { get; } = [];

    public List<TcpRule> TcpResponse { get; } = [];

    public InspectDelays Inspect { get; set; } = Unset<InspectDelays>.Value;

    /// <summary>Rule sets of this section whose last rule is a final action without condition.</summary>
    internal RuleSets EndedSets { get; set; }

    /// <summary>ACLs on <c>http_auth_group</c>; an anonymous one has no name.</summary>
    internal List<(string Acl, AclTest Test)> GroupTests { get; } = [];

    /// <summary>Nothing of <c>log-format</c> could be read, or there was nothing in it.</summary>
    internal bool LogFormatIsEmpty { get; set; }

    /// <summary>What the readers of expressions need to know of a line of this section.</summary>
    /// <param name="expression">As in "... keyword 'nbsrv' in http-request expression"; empty for ACLs.</param>
    /// <param name="ruleSet">Named in warnings about ACLs that never match.</param>
    internal ExpressionContext Expressions(Span place, SamplePlaces where, string expression = "", string ruleSet = "", string acl = "", bool isHttpFormat = false) => new(this, place)
    {
        Where = where,
        Expression = expression,
        RuleSet = ruleSet,
        AclName = acl,
        IsHttp = Mode == ProxyMode.Http,
        IsHttpFormat = isHttpFormat,
        IsRule = where != SamplePlaces.Check && (expression.StartsWith("http-", StringComparison.Ordinal) || expression.StartsWith("tcp-re", StringComparison.Ordinal)),
    };

    /// <summary>There are rules: a defaults section with such cannot be shared by both sides.</summary>
    internal bool HasRules => HttpRequest.Count + HttpResponse.Count + HttpAfterResponse.Count + TcpContent.Count > 0 || HasClientSideRules || HasServerSideRules;

    /// <summary>Rules that only frontends can have.</summary>
    internal bool HasClientSideRules => TcpConnection.Count + TcpSession.Count > 0;

    /// <summary>Rules that only backends can have.</summary>
    internal bool HasServerSideRules => TcpResponse.Count > 0;

    /// <summary>Rules that take a slot of the frontend's captures.</summary>
    internal bool HasCaptureRules =>
        HttpRequest.Exists(r => r.Action is RuleAction.Capture { Length: > 0 }) || TcpContent.Exists(r => r.Action is RuleAction.Capture { Length: > 0 });

    private SamplePlaces Sides(SamplePlaces frontend, SamplePlaces backend) =>
        (HasFrontend ? frontend : SamplePlaces.None) | (HasBackend ? backend : SamplePlaces.None);

    partial void CopyRules(ProxyBuilder defaults)
    {
        References.AddRange(defaults.References);
        HttpAfterResponse.AddRange(defaults.HttpAfterResponse);
        TcpConnection.AddRange(defaults.TcpConnection);
        TcpSession.AddRange(defaults.TcpSession);
        TcpContent.AddRange(defaults.TcpContent);
        TcpResponse.AddRange(defaults.TcpResponse);
        Inspect = defaults.Inspect;
    }
}
