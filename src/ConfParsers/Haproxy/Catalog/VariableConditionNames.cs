using System.Collections.Frozen;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The conditions of <c>set-var</c>, the action and the converter (configuration.txt 7.3.1 "set-var").</summary>
internal static class VariableConditionNames
{
    private static readonly FrozenSet<string> All =
        FrozenSet.Create(StringComparer.Ordinal, "ifexists", "ifnotexists", "ifempty", "ifnotempty", "ifset", "ifnotset", "ifgt", "iflt");

    public static bool Contains(string name) => All.Contains(name);
}
