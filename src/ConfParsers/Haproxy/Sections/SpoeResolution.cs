using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>Joins what was read of a SPOE file, with HAProxy's checks in their order.</summary>
internal static class SpoeResolution
{
    public static SpoeEngine? Resolve(SpoeReading reading, string? engine, string path, out string fault)
    {
        fault = "";
        if (reading.Agent is not { } agent)
        {
            fault = $"No SPOE agent found in file {path}";
            return null;
        }

        if (agent.Backend is null)
        {
            fault = $"No backend declared for SPOE agent '{agent.Name}' declared at {agent.Place}";
            return null;
        }

        var proxy = reading.Proxy;
        if (Missing(agent.HelloTimeout) || Missing(agent.IdleTimeout) || Missing(agent.ProcessingTimeout))
        {
            Warn(proxy, DiagnosticKind.MissingTimeout, agent.Place, $"""
                Proxy '{proxy.Name}': missing timeouts for SPOE agent '{agent.Name}' declare at {agent.Place}.
                   | While not properly invalid, you will certainly encounter various problems
                   | with such a configuration. To fix this, please ensure that all following
                   | timeouts are set to a non-zero value: 'hello', 'idle', 'processing'.
                """);
        }

        if (reading.AgentMessages.Length + reading.AgentGroups.Length == 0) Warn(proxy, DiagnosticKind.Ignored, agent.Place, $"Proxy '{proxy.Name}': No message/group used by SPOE agent '{agent.Name}' declared at {agent.Place}.");
        fault = Variables(agent) ?? Messages(reading, agent) ?? Groups(reading, agent) ?? "";
        if (fault.Length > 0) return null;
        var targets = reading.Log!.LogsTo;
        var groups = reading.Groups.Where(g => reading.AgentGroups.Contains(g.Name)).Select(g => new SpoeGroup(g.Name, To(g.Messages), g.Place)).ToArray();
        var used = reading.AgentMessages.Concat(groups.SelectMany(g => g.Messages).Select(m => m.Name)).ToHashSet(StringComparer.Ordinal);
        return new SpoeEngine(engine ?? agent.Name, agent with
        {
            LogTargets = [.. targets],
            Messages = To(reading.AgentMessages),
            Groups = [.. reading.AgentGroups.Select(name => new Reference<SpoeGroup>(Array.Find(groups, g => g.Name == name)!))],
        }, [.. reading.Messages.Where(m => used.Contains(m.Name))], groups);

        Reference<SpoeMessage>[] To(string[] names) => [.. names.Select(name => new Reference<SpoeMessage>(reading.Messages.Find(m => m.Name == name)!))];
    }

    private static bool Missing(TimeSpan? time) => time is null || time == TimeSpan.Zero;

    private static void Warn(ProxyBuilder proxy, DiagnosticKind kind, Span place, string text) => proxy.Context.Diagnostics.Warning(kind, place, PlaceForm.None, text);

    private static string? Variables(SpoeAgent agent)
    {
        foreach (var name in agent.RegisteredVariables)
        {
            var bad = name.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.'));
            if (bad != '\0') return $"SPOE agent '{agent.Name}': failed to register variable {agent.VariablePrefix ?? agent.Name}.{name} (invalid syntax at char '{bad}')";
        }

        return null;
    }

    private static string? Messages(SpoeReading reading, SpoeAgent agent)
    {
        foreach (var name in reading.AgentMessages)
        {
            if (reading.Messages.Find(m => m.Name == name) is not { } message) return $"SPOE agent '{agent.Name}' try to use undefined SPOE message '{name}' at {agent.Place}";
            if (message.Event is not { } when)
            {
                Warn(reading.Proxy, DiagnosticKind.Ignored, message.Place, $"Proxy '{reading.Proxy.Name}': Ignore SPOE message '{name}' without event at {message.Place}.");
                continue;
            }

            if (!reading.Proxy.HasFrontend && SpoeEvents.IsFrontend(when))
            {
                Warn(reading.Proxy, DiagnosticKind.Ignored, message.Place, $"Proxy '{reading.Proxy.Name}': frontend event used on a backend proxy at {message.Place}.");
            }

            var where = SpoeEvents.Where(when);
            foreach (var argument in message.Arguments)
            {
                var fetch = Signatures.Fetch(argument.Value.Fetch)!;
                if ((fetch.Places & where) != SamplePlaces.None) continue;
                return $"Ignore SPOE message '{name}' at {message.Place}: some args extract information from '{Misnamed(fetch)}', none of which is available here ('{PlaceNames.Of(where)}')";
            }
        }

        return null;
    }

    /// <summary>HAProxy takes the number of what a fetch needs for the number of a place, and names that (measured).</summary>
    private static string Misnamed(FetchSignature fetch)
    {
        string[] needs =
        [
            "", "internal state", "listener", "frontend", "client address", "client-side connection", "track counters", "request buffer",
            "HTTP request headers", "HTTP request", "HTTP request body", "backend", "server", "server address", "server-side connection",
            "response buffer", "HTTP response headers", "HTTP response",
        ];
        return PlaceNames.Of((SamplePlaces)(1 << Math.Max(0, Array.IndexOf(needs, fetch.Needs.Split(',')[0]))));
    }

    private static string? Groups(SpoeReading reading, SpoeAgent agent)
    {
        foreach (var name in reading.AgentGroups)
        {
            if (reading.Groups.Find(g => g.Name == name) is not { Name: not null } group) return $"SPOE agent '{agent.Name}' try to use undefined SPOE group '{name}' at {agent.Place}";
            var missing = Array.Find(group.Messages, m => !reading.Messages.Exists(known => known.Name == m));
            if (missing is not null) return $"SPOE group '{name}' try to use undefined SPOE message '{missing}' at {agent.Place}";
        }

        return null;
    }
}
