using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Whether health checks can be made as they are written.</summary>
internal sealed partial class ProxyChecks
{
    private void UnusedRules(ProxyBuilder proxy, string rules, string option)
    {
        if ((proxy.UnusedCheckRules & HealthCheckSteps.SetOf(rules)) == 0) return;
        Warn(DiagnosticKind.Ignored, proxy.Place, $"{proxy.TypeName} '{proxy.Name}' uses {rules} rules without 'option {option}', so the rules are ignored.");
    }

    private void StatesOfChecks(ProxyBuilder proxy)
    {
        if (!proxy.CheckIsChosen || proxy.Check.Kind is CheckKind.Http or CheckKind.External) return;
        if (proxy.Check.DisableOn404) Ignored("disable-on-404");
        if (proxy.Check.SendState) Ignored("send-state");

        void Ignored(string what) => Warn(DiagnosticKind.Ignored, proxy.Place, $"'{what}' will be ignored for {proxy.TypeName} '{proxy.Name}' (requires 'option httpchk').");
    }

    private void ExternalCommand(ProxyBuilder proxy)
    {
        if (proxy.Check.Kind == CheckKind.External) return;
        if (proxy.Check.Command is not null) Ignored("command");
        if (proxy.Check.CommandPath is not null) Ignored("path");

        void Ignored(string what) =>
            Warn(DiagnosticKind.Ignored, proxy.Place, $"'external-check {what}' will be ignored for {proxy.TypeName} '{proxy.Name}' (requires 'option external-check').");
    }

    private void ExternalCheck(ProxyBuilder proxy)
    {
        const string option = "'option external-check'";
        if (proxy.Check.Kind != CheckKind.External) return;
        var where = $"Proxy '{proxy.Name}' : {option}";
        if (!context.Uses.Has(KeywordKind.Global, "external-check")) Alert(DiagnosticKind.Conflict, proxy.Place, $"{where} unable to find required 'global.external-check'.");
        if (proxy.Check.Command is null) Alert(DiagnosticKind.MissingArgument, proxy.Place, $"{where} unable to find required 'external-check command'.");
        if (!context.Uses.Has(KeywordKind.Global, "insecure-fork-wanted"))
        {
            Warn(DiagnosticKind.Conflict, proxy.Place, $"Proxy '{proxy.Name}' : 'insecure-fork-wanted' not enabled in the global section, {option} will likely fail.");
        }
    }
}
