using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>use-server name { if | unless } ...</c> (configuration.txt 4.2).</summary>
/// <param name="Server">A server of the same backend; null when the name is made for each request.</param>
/// <param name="Dynamic">The format that makes the name; a name that no server has leaves the choice to <c>balance</c>.</param>
public sealed record UseServer(Reference<ServerModel>? Server, LogFormat? Dynamic, Condition Condition, Span Place);

/// <summary>The keyword <c>use-server</c>: the first rule whose condition holds chooses the server (configuration.txt 4.2).</summary>
internal static class UseServerKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("use-server", In.Listen | In.Backend, "<server> { if | unless } <condition>", Use) { Manual = "4.2" },
    ];

    private static void Use(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'use-server' expects a server name.");
            return;
        }

        var name = words.Next();
        if (!RuleConditions.Follows(words))
        {
            words.Alert(DiagnosticKind.MissingArgument, "'use-server' requires either 'if' or 'unless' followed by a condition.");
            return;
        }

        if (RuleConditions.Read(words, proxy, SamplePlaces.ServerChoice, out var error) is not { } condition)
        {
            words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing switching rule : {error}.");
            return;
        }

        proxy.UseServers.Add(new UseServer(proxy.Context.Names.Server(name.Text, proxy.Name, name.Text), null, condition, name.Place));
    }

    /// <summary>Whether the rule stands for one server, whatever the request.</summary>
    public static bool NamesServer(UseServer rule) => rule.Server?.Name.Contains('%', StringComparison.Ordinal) == false;

    /// <summary>Finds the server, or reads the format that names it, in pass 2 as HAProxy does.</summary>
    /// <returns>The rule resolved, or null with HAProxy's message.</returns>
    public static UseServer? Resolve(ProxyBuilder proxy, UseServer rule, out string error)
    {
        error = "";
        if (rule.Server?.Name is not { } name) return rule;
        if (!NamesServer(rule))
        {
            var context = proxy.Expressions(rule.Place, SamplePlaces.ServerChoice, "use-server expression");
            if (LogFormatReader.Read(name, context, out var fault) is { } dynamic) return rule with { Server = null, Dynamic = dynamic };
            error = $"Parsing [{rule.Place}]; use-server rule failed to parse log-format '{name}' : {fault}.";
            return null;
        }

        if (proxy.Servers.Contains(name) || proxy.FaultyServers.Contains(name)) return rule;
        error = $"{proxy.TypeName} '{proxy.Name}' : unable to find server '{name}' referenced in a 'use-server' rule.";
        return null;
    }
}
