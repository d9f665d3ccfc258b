using System.Collections.Frozen;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The conditions of <c>set-var</c>, the action and the converter (configuration.txt 7.3.1 "set-var").</summary>
internal static class VariableConditionNames
{
    private static readonly FrozenDictionary<string, VariableConditions> All = new Dictionary<string, VariableConditions>(StringComparer.Ordinal)
    {
        ["ifexists"] = VariableConditions.IfExists,
        ["ifnotexists"] = VariableConditions.IfNotExists,
        ["ifempty"] = VariableConditions.IfEmpty,
        ["ifnotempty"] = VariableConditions.IfNotEmpty,
        ["ifset"] = VariableConditions.IfSet,
        ["ifnotset"] = VariableConditions.IfNotSet,
        ["ifgt"] = VariableConditions.IfGreater,
        ["iflt"] = VariableConditions.IfLess,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Contains(string name) => All.ContainsKey(name);

    public static VariableConditions Of(IEnumerable<string> names) => names.Aggregate(VariableConditions.None, (all, name) => all | All[name]);
}
