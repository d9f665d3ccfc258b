using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>use_backend name [if|unless ...]</c> (configuration.txt 4.2).</summary>
/// <param name="Backend">Null when the name is made for each request.</param>
/// <param name="Dynamic">The format that makes the name; a name that no backend has leads to the default backend.</param>
/// <param name="Condition">Null: always.</param>
public sealed record UseBackend(Reference<ProxyModel>? Backend, LogFormat? Dynamic, Condition? Condition, Span Place);

/// <summary><c>use_backend</c> (configuration.txt 4.2): the first rule whose condition holds says where a request goes.</summary>
internal static class UseBackendKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("use_backend", In.Frontend | In.Listen, "<backend> [{ if | unless } <condition>]", Use) { Manual = "4.2" },
    ];

    private static void Use(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'use_backend' expects a backend name.");
            return;
        }

        var name = words.Next();
        Condition? condition = null;
        if (words.HasMore)
        {
            if (words.Current.Text is not ("if" or "unless"))
            {
                words.Alert(DiagnosticKind.SurplusArgument, $"unexpected keyword '{words.Current.Text}' after switching rule, only 'if' and 'unless' are allowed.");
                return;
            }

            condition = RuleConditions.Read(words, proxy, SamplePlaces.UseBackend, out var fault);
            if (condition is null)
            {
                words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing switching rule : {fault}.");
                return;
            }
        }

        proxy.UseBackends.Add(new UseBackend(proxy.Context.Names.Backend(name.Text), null, condition, name.Place));
    }

    /// <summary>Reads the name as a log-format where it is one, in pass 2 as HAProxy does.</summary>
    /// <returns>The rule resolved, or null with HAProxy's message.</returns>
    public static UseBackend? Resolve(ProxyBuilder proxy, UseBackend rule, out string error)
    {
        error = "";
        if (rule.Backend?.Name is not { } name || !name.Contains('%', StringComparison.Ordinal)) return rule;
        var context = proxy.Expressions(rule.Place, SamplePlaces.UseBackend, "use_backend expression");
        if (LogFormatReader.Read(name, context, out var fault) is { } dynamic) return rule with { Backend = null, Dynamic = dynamic };
        error = $"Parsing [{rule.Place}]: failed to parse use_backend rule '{name}' : {fault}.";
        return null;
    }
}
