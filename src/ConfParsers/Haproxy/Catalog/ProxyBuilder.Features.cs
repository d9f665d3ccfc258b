using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What the features of a proxy keep while it is read, one record or list a feature.</summary>
public sealed partial class ProxyBuilder
{
    public HashType Hash { get; set; } = Unset<HashType>.Value;

    /// <summary>The line of <c>balance</c>; null: the default.</summary>
    public Span? BalancePlace { get; set; }

    public string? DynamicCookieKey { get; set; }

    public Captures Captures { get; set; } = Unset<Captures>.Value;

    public TcpConnections Tcp { get; set; } = Unset<TcpConnections>.Value;

    public Compression? Compression { get; set; }

    public RetryOn RetryOn { get; set; } = RetryOn.Default;

    public Dispatch Dispatch { get; set; } = Unset<Dispatch>.Value;

    public EmailAlert? EmailAlert { get; set; }

    public Span? MailersPlace { get; set; }

    public Persistence Persistence { get; set; } = Unset<Persistence>.Value;

    public ServerState ServerState { get; set; } = ServerState.None;

    public ServerSource? Source { get; set; }

    public UniqueId UniqueId { get; set; } = Unset<UniqueId>.Value;

    public PendingFormat? UniqueIdFormat { get; set; }

    public PendingFormat? LogFormat { get; set; }

    public PendingFormat? StructuredFormat { get; set; }

    public PendingFormat? ErrorFormat { get; set; }

    public List<ErrorFilesUse> ErrorFilesUses { get; } = [];

    /// <summary><c>http-error</c>; of several lines about a status the last counts.</summary>
    public List<HttpReply> HttpErrors { get; } = [];

    public (string Name, Span Place)? FcgiApp { get; set; }

    public List<(StreamFilter Filter, Span Place)> Filters { get; } = [];

    public StickTable? StickTable { get; set; }

    public List<StickRule> StickRules { get; } = [];

    public List<UseServer> UseServers { get; } = [];

    public List<HttpRule> Redirects { get; } = [];

    /// <summary><c>monitor fail</c>: any of these that holds.</summary>
    public List<Condition> MonitorFail { get; } = [];

    /// <summary>The sets of <c>tcp-request</c> of which this very section has a rule.</summary>
    internal RuleSets OwnTcpSets { get; set; }

    /// <summary>How many of the request rules come from a defaults section: they say nothing about the order of this one's.</summary>
    internal int InheritedRequests { get; private set; }

    internal int InheritedResponses { get; private set; }

    /// <summary>Of a defaults section: a section named it by <c>from</c>.</summary>
    internal bool IsUsedExplicitly { get; set; }

    /// <summary>Of a defaults section: it was the last before a section.</summary>
    internal bool IsUsedImplicitly { get; set; }

    /// <summary>Of a defaults section with rules: a frontend has it.</summary>
    internal bool ServesFrontends { get; set; }

    /// <summary>Of a defaults section with rules: a backend has it.</summary>
    internal bool ServesBackends { get; set; }

    /// <summary>One of the options about checks was given, here or by defaults.</summary>
    internal bool CheckIsChosen { get; set; }

    /// <summary>What the chosen option makes of the steps; null without one. External checks have none.</summary>
    internal CheckKind? RuleSet { get; set; }

    /// <summary><c>http-check</c> and <c>tcp-check</c>, when there are such lines that no option has use for.</summary>
    internal CheckRuleSets UnusedCheckRules { get; set; }

    /// <summary>Some line of checks said <c>connect ssl</c>, here or in the defaults, used or not: HAProxy prepares TLS for all servers then (measured).</summary>
    internal bool ChecksOverTls { get; set; }

    /// <summary>The header of the last <c>usesrc hdr_ip()</c> of this very section; a later <c>source</c> does not take it back.</summary>
    internal string? SourceHeader { get; set; }

    /// <summary><c>http-check</c> and <c>tcp-check</c>, when this very section has such a line.</summary>
    internal CheckRuleSets OwnCheckRules { get; set; }

    /// <summary><c>stats realm</c> was given, here or by defaults.</summary>
    internal bool StatsRealmIsSet { get; set; }

    /// <summary>Whether this very section has a <c>rate-limit</c>.</summary>
    internal bool RateLimitIsSet { get; set; }

    partial void CopyFeatures(ProxyBuilder defaults)
    {
        Hash = defaults.Hash;
        ChecksOverTls = defaults.ChecksOverTls;
        if (HasBackend) BalancePlace = defaults.BalancePlace;
        DynamicCookieKey = defaults.DynamicCookieKey;
        Captures = defaults.Captures;
        Tcp = defaults.Tcp;
        // A defaults section cannot ask for offloading.
        Compression = defaults.Compression is { } compression ? compression with { Offload = false } : null;
        RetryOn = defaults.RetryOn;
        Dispatch = defaults.Dispatch;
        EmailAlert = defaults.EmailAlert;
        MailersPlace = defaults.MailersPlace;
        Persistence = defaults.Persistence;
        if (HasBackend) ServerState = defaults.ServerState;
        Source = defaults.Source;
        UniqueId = defaults.UniqueId;
        UniqueIdFormat = defaults.UniqueIdFormat;
        if (HasFrontend) LogFormat = defaults.LogFormat;
        if (HasFrontend) StructuredFormat = defaults.StructuredFormat;
        if (HasFrontend) ErrorFormat = defaults.ErrorFormat;
        ErrorFilesUses.AddRange(defaults.ErrorFilesUses);
        HttpErrors.AddRange(defaults.HttpErrors);
        CheckIsChosen = defaults.CheckIsChosen;
        if (HasBackend) RuleSet = defaults.RuleSet;
        StatsRealmIsSet = defaults.StatsRealmIsSet;
        InheritedRequests = defaults.HttpRequest.Count;
        InheritedResponses = defaults.HttpResponse.Count;
    }
}
