using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What is wrong with the ways a request takes: rules that are never reached, names that are never used.</summary>
internal static class RoutingRules
{
    public static readonly LintRule[] All =
    [
        new("unused-backend", "A backend to which nothing leads.", UnusedBackends),
        new("unused-acl", "An ACL that no rule asks.", UnusedAcls),
        new("map-value-no-backend", "A map that leads to backends has a value that is none.", MapValues),
        new("unreachable-use-backend", "A use_backend behind one without condition.", UnreachableBackends),
    ];

    private static IEnumerable<ProxyModel> Proxies(LintedConfiguration configuration) => configuration.Model?.Proxies.Where(proxy => !proxy.Disabled) ?? [];

    private static IEnumerable<LintFinding> UnusedBackends(LintedConfiguration configuration)
    {
        var proxies = Proxies(configuration).ToArray();
        // A name that is made of the request may lead anywhere.
        if (Array.Exists(proxies, proxy => Array.Exists(proxy.UseBackends, rule => rule.Backend is null))) yield break;
        var used = proxies.SelectMany(proxy => proxy.UseBackends.Select(rule => rule.Backend).Append(proxy.DefaultBackend)).Select(led => led?.Name).ToHashSet(StringComparer.Ordinal);
        used.UnionWith(proxies.SelectMany(proxy => proxy.Filters).OfType<StreamFilter.Spoe>().Select(filter => filter.Engine.Agent.Backend?.Name));
        var words = configuration.Lines.SelectMany(line => line.Words.Skip(1).Select(word => (line, word.Text))).ToArray();
        foreach (var proxy in proxies.Where(proxy => proxy.Kind == ProxyKind.Backend && !used.Contains(proxy.Name)))
        {
            // Stick tables are kept in backends to which no request goes; such a name stands in rules and expressions.
            var spoken = words.Any(word => word.line.Written.Place.Line != proxy.Place.Line && word.Text.Split([',', '(', ')', '/', ' ']).Contains(proxy.Name));
            if (!spoken) yield return new LintFinding(proxy.Place, $"no 'use_backend' or 'default_backend' leads to '{proxy.Name}'", "remove it, or say when it is used");
        }
    }

    private static IEnumerable<LintFinding> UnusedAcls(LintedConfiguration configuration)
    {
        foreach (var section in configuration.ProxyLines.GroupBy(line => (line.Written.Place.Source, line.Head)))
        {
            var lines = section.ToArray();
            var asked = lines.Where(line => line.Keyword != "acl").SelectMany(line => line.Words.Skip(1)).Select(word => word.Text.TrimStart('!')).ToHashSet(StringComparer.Ordinal);
            foreach (var acl in lines.Where(line => line.Keyword == "acl" && line.Words.Count > 1 && !asked.Contains(line.Word(1))).DistinctBy(line => line.Word(1)))
            {
                yield return new LintFinding(acl.Words[1].Place, $"no rule of this section asks the ACL '{acl.Word(1)}'", "remove it, or use it");
            }
        }
    }

    private static IEnumerable<LintFinding> MapValues(LintedConfiguration configuration)
    {
        var backends = Proxies(configuration).Where(proxy => proxy.HasBackend).Select(proxy => proxy.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in Proxies(configuration).SelectMany(proxy => proxy.UseBackends))
        {
            // Only a name that is the map's value and nothing else.
            if (rule.Dynamic?.Items is not [LogFormatItem.Sample { Expression.Converters: [.., { Arguments: [SampleArgument.Map map, ..] arguments }] }]) continue;
            if (arguments.Length > 1 && ArgumentChecks.TextAt(arguments, 1) is { Length: > 0 } otherwise && !backends.Contains(otherwise))
            {
                yield return new LintFinding(rule.Place, $"'{otherwise}' is no backend: requests for which {map.Path} has no value go to the default backend",
                    Suggestions.Nearest(otherwise, backends) is { } like ? $"did you mean '{like}'?" : null);
            }

            foreach (var value in map.Entries.Select(entry => entry.Value).Distinct(StringComparer.Ordinal).Where(value => !backends.Contains(value)))
            {
                yield return new LintFinding(rule.Place, $"'{value}' in {map.Path} is no backend: its requests go to the default backend",
                    Suggestions.Nearest(value, backends) is { } near ? $"did you mean '{near}'?" : null);
            }
        }
    }

    private static IEnumerable<LintFinding> UnreachableBackends(LintedConfiguration configuration) =>
        from proxy in Proxies(configuration)
        let end = Array.FindIndex(proxy.UseBackends, rule => rule.Condition is null)
        where end >= 0
        from rule in proxy.UseBackends.Skip(end + 1).Take(1)
        select new LintFinding(rule.Place, "this rule is never reached", "write 'default_backend' for the one without condition", (proxy.UseBackends[end].Place, "this one has no condition"));
}
