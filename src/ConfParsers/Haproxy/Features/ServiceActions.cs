using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>Actions that hand a stream to something else: services, caches, resolvers, agents, filters (configuration.txt 4.2).</summary>
internal static class ServiceActions
{
    public static RuleAction? UseService(ActionLine line)
    {
        // In TCP rules HAProxy names other words of the line than it means to (measured).
        if (!line.Words.HasMore) return line.Fail($"'{(line.IsHttp ? "use-service" : "tcp-request")}' expects a service name.");
        var name = line.Words.Next().Text;
        if (name == "prometheus-exporter")
        {
            return line.Set == RuleSets.HttpRequest ? new RuleAction.UseService(name) : line.Fail("Prometheus exporter service only available on 'http-request' rulesets");
        }

        if (LuaNames.May(line.Proxy.Context, name) && line.Set is RuleSets.HttpRequest or RuleSets.TcpContent) return new RuleAction.UseService(name);
        return line.Fail($"'{(line.IsHttp ? name : "content")}' unknown service name.");
    }

    public static RuleAction? SendSpoeGroup(ActionLine line)
    {
        var (engine, group) = (line.Words.Next().Text, line.Words.Next().Text);
        return engine.Length > 0 && group.Length > 0 && line.AtCondition
            ? new RuleAction.SendSpoeGroup(engine, line.Proxy.Context.Names.SpoeGroup(engine, group))
            : line.Fail("expects 2 arguments: <engine-id> <group-id>");
    }

    public static RuleAction? OpenTracingGroup(ActionLine line)
    {
        var (filter, group) = (line.Words.Next().Text, line.Words.Next().Text);
        return filter.Length > 0 && group.Length > 0 && line.AtCondition
            ? new RuleAction.OpenTracingGroup(filter, group)
            : line.Fail("expects: <filter-id> <group-id> [{ if | unless } ...]");
    }

    public static RuleAction? UseCache(ActionLine line) => line.AtCondition
        ? line.Fail("expects a cache name")
        : new RuleAction.UseCache(line.Proxy.Context.Names.Cache(line.Words.Next().Text), Store: line.Word == "cache-store");

    public static RuleAction? Resolve(ActionLine line)
    {
        if (ReadResolve(line) is not { } resolve) return CannotParse(line, line.Word);
        var text = line.Words.Current.Text;
        if (text.Length == 0) return CannotParse(line, "");
        if (line.Sample() is { } name) return resolve with { Name = name };
        return line.Error.StartsWith("fetch method '" + text, StringComparison.Ordinal) ? null : CannotParse(line, text);
    }

    private static RuleAction.Resolve? ReadResolve(ActionLine line)
    {
        var word = line.Word;
        var open = word.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !word.EndsWith(')')) return null;
        var parts = word[(open + 1)..^1].Split(',');
        if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0) return null;
        bool? six = null;
        foreach (var option in parts.Skip(2))
        {
            if (option is not ("ipv4" or "ipv6")) return null;
            six = option == "ipv6";
        }

        return new RuleAction.Resolve(ArgumentReader.ReadVariable(parts[0], out _), line.Proxy.Context.Names.Resolvers(parts[1]), six, null!);
    }

    private static RuleAction? CannotParse(ActionLine line, string text) => line.Fail(
        $"Can't parse '{text}'. Expects 'do-resolve(<varname>,<resolvers>[,<options>]) <expr>'. Available options are 'ipv4' and 'ipv6'");
}
