using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Whether health checks can be made as they are written.</summary>
internal sealed partial class ProxyChecks
{
    private void UnusedRules(ProxyBuilder proxy, string rules, CheckKind kind, string option)
    {
        if (!proxy.OwnCheckRules.Contains(rules) || (proxy.Check.Kind == kind && proxy.CheckIsChosen)) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"{proxy.TypeName} '{proxy.Name}' uses {rules} rules without 'option {option}', so the rules are ignored.");
    }

    private void ExternalCheck(ProxyBuilder proxy)
    {
        const string option = "'option external-check'";
        if (proxy.Check.Kind != CheckKind.External)
        {
            if (proxy.Check.Command is not null) Warn(DiagnosticKind.Ignored, proxy.Place, $"'external-check command' will be ignored for {proxy.TypeName} '{proxy.Name}' (requires {option}).");
            if (proxy.Check.CommandPath is not null) Warn(DiagnosticKind.Ignored, proxy.Place, $"'external-check path' will be ignored for {proxy.TypeName} '{proxy.Name}' (requires {option}).");
            return;
        }

        var where = $"Proxy '{proxy.Name}' : {option}";
        if (!context.Uses.Has(KeywordKind.Global, "external-check")) Alert(DiagnosticKind.Conflict, proxy.Place, $"{where} unable to find required 'global.external-check'.");
        if (proxy.Check.Command is null) Alert(DiagnosticKind.MissingArgument, proxy.Place, $"{where} unable to find required 'external-check command'.");
        if (!context.Uses.Has(KeywordKind.Global, "insecure-fork-wanted"))
        {
            Warn(DiagnosticKind.Conflict, proxy.Place, $"Proxy '{proxy.Name}' : 'insecure-fork-wanted' not enabled in the global section, {option} will likely fail.");
        }
    }
}
