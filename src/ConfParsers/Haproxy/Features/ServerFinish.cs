using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What is looked at when all options of a server are read: whether they go together, and the expression of <c>sni</c> (configuration.txt 5.2).</summary>
internal static class ServerFinish
{
    public static bool Run(Words words, ServerBuilder server, ProxyBuilder proxy)
    {
        if (server.CheckEnabled && server.Tracks is not null)
        {
            server.Fault(words, "unable to enable checks and tracking at the same time!", DiagnosticKind.Conflict);
            return false;
        }

        if (server.AgentEnabled && server.Agent.Port == 0)
        {
            server.Fault(words, $"server {server.Options.Name} does not have agent port. Agent check has been disabled.", DiagnosticKind.MissingArgument);
            return false;
        }

        return ServerName(words, server, proxy);
    }

    private static bool ServerName(Words words, ServerBuilder server, ProxyBuilder proxy)
    {
        if (server.ServerName is not { } written) return true;
        var reading = SampleReader.Read(written, proxy.Expressions(words.Line, SamplePlaces.ServerSource, "server expression"));
        var error = reading.Error;
        if (reading.Expression is { } expression)
        {
            var fetch = Signatures.Fetch(expression.Fetch)!;
            if ((fetch.Places & SamplePlaces.ServerSource) != SamplePlaces.None)
            {
                server.Tls.ServerName = expression;
                return true;
            }

            error = $" fetch method '{written}' extracts information from '{fetch.Needs}', none of which is available here.";
        }

        server.Fault(words, $"error detected while parsing sni expression : {error}", DiagnosticKind.BadExpression);
        return false;
    }
}
