using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The sets of rules that a stream passes through (configuration.txt 4.2 "tcp-request", "http-request", ...).</summary>
[Flags]
public enum RuleSets
{
    None = 0,
    TcpConnection = 1,
    TcpSession = 2,
    TcpContent = 4,
    TcpResponse = 8,
    HttpRequest = 16,
    HttpResponse = 32,
    HttpAfterResponse = 64,

    TcpRequest = TcpConnection | TcpSession | TcpContent,
    Tcp = TcpRequest | TcpResponse,
    HttpResponses = HttpResponse | HttpAfterResponse,
    Http = HttpRequest | HttpResponses,
    All = Tcp | Http,
}

/// <summary>A line of a tcp rule set: an action and the condition under which it applies.</summary>
public sealed record TcpRule(RuleAction Action, Condition? Condition, Span Place);

/// <summary>What HAProxy calls the rule sets, and where their rules run.</summary>
internal static class RuleSetNames
{
    /// <summary>As <c>-dKcfg</c> and messages have it.</summary>
    public static string Of(RuleSets set) => set switch
    {
        RuleSets.TcpConnection => "tcp-request connection",
        RuleSets.TcpSession => "tcp-request session",
        RuleSets.TcpContent => "tcp-request content",
        RuleSets.TcpResponse => "tcp-response content",
        RuleSets.HttpRequest => "http-request",
        RuleSets.HttpResponse => "http-response",
        RuleSets.HttpAfterResponse => "http-after-response",
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, null),
    };

    /// <summary>As in "... sample fetch keyword 'nbsrv' in http-request expression".</summary>
    public static string ExpressionOf(RuleSets set) => set switch
    {
        RuleSets.HttpRequest => "http-request expression",
        RuleSets.HttpResponse or RuleSets.HttpAfterResponse => "http-response response",
        _ => $"{Of(set)} expression",
    };

    /// <summary>The places of the rules of a proxy: a listen section has both sides.</summary>
    public static SamplePlaces PlacesOf(RuleSets set, ProxyBuilder proxy) => set switch
    {
        RuleSets.TcpConnection => SamplePlaces.FrontendConnection,
        RuleSets.TcpSession => SamplePlaces.FrontendSession,
        RuleSets.TcpContent => proxy.ContentRules,
        RuleSets.TcpResponse => proxy.ResponseContentRules,
        RuleSets.HttpRequest => proxy.RequestRules,
        _ => proxy.ResponseRules,
    };
}
