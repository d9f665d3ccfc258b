using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The fixed order in which the rules of a proxy are processed, whatever their order in the file (configuration.txt 4.2, 6.1).</summary>
public enum RuleStage
{
    Connection,
    Session,
    Content,
    Monitor,
    Request,
    Redirect,
    UseBackend,
    UseServer,
}

/// <summary>Warns of a rule that stands behind one of a later stage: it is processed before it all the same.</summary>
internal static class RuleOrder
{
    private static readonly (RuleStage Stage, string Name, string Later, Func<ProxyBuilder, bool> Has)[] Stages =
    [
        (RuleStage.Connection, "'tcp-request'", "a 'tcp-request connection'", _ => false),
        (RuleStage.Session, "'tcp-request'", "a 'tcp-request session'", p => (p.OwnTcpSets & RuleSets.TcpSession) != 0),
        (RuleStage.Content, "'tcp-request'", "a 'tcp-request content'", p => (p.OwnTcpSets & RuleSets.TcpContent) != 0),
        (RuleStage.Monitor, "'monitor fail'", "a 'monitor fail'", p => p.MonitorFail.Count > 0),
        (RuleStage.Request, "'http-request'", "an 'http-request'", p => p.HttpRequest.Count > p.InheritedRequests),
        (RuleStage.Redirect, "'redirect'", "a 'redirect'", p => p.Redirects.Count > 0),
        (RuleStage.UseBackend, "'use_backend'", "a 'use_backend'", p => p.UseBackends.Count > 0),
        (RuleStage.UseServer, "'use-server'", "a 'use-server'", p => p.UseServers.Count > 0),
    ];

    /// <summary>Warns when the proxy already has a rule of a later stage: the first such stage is named.</summary>
    public static void Warn(Words words, ProxyBuilder proxy, RuleStage stage)
    {
        for (var later = (int)stage + 1; later < Stages.Length; later++)
        {
            if (!Stages[later].Has(proxy)) continue;
            words.Warning(DiagnosticKind.Order, $"a {Stages[(int)stage].Name} rule placed after {Stages[later].Later} rule will still be processed before.", at: words[0]);
            return;
        }
    }
}
