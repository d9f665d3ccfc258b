using ConfParsers.Keepalived.Catalog;

namespace ConfParsers.Keepalived.Features;

/// <summary>The lines of rules (keepalived.conf(5) "virtual_rules", "static_rules").</summary>
internal static class Rules
{
    private const string Arguments = "{ [not] [from <address>] [to <address>] [iif <name>] [oif <name>] [tos <tos>] [fwmark <mark>] [preference <n>] ... table <table>|goto <n>|nop|blackhole|unreachable|prohibit|l3mdev }";

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("virtual_rules", Arguments, (words, instance) => Line(words, isStatic: false, instance.Rules)) { Manual = "VRRP instance(s)" },
    ];

    public static readonly Keyword<Reading>[] StaticKeywords =
    [
        new Lines<Reading>("static_rules", Arguments, (words, reading) => Line(words, isStatic: true, reading.StaticRules)) { Manual = "Static addresses/routes/rules" },
    ];

    private static void Line(Words words, bool isStatic, List<VirtualRule> into)
    {
        if (new RuleLine(words, isStatic).Read() is { } rule) into.Add(rule);
    }
}
