using ConfParsers.Haproxy.Expressions;

namespace HAProxy.Net.Samples;

/// <summary>Numbers the variables that a configuration names, once for each scope and name.</summary>
public sealed class VariableNames
{
    private const int ScopeShift = 24;

    private readonly Dictionary<Variable, int> _indexes = [];
    private readonly int[] _counts = new int[(int)VariableScope.Check + 1];

    /// <summary>The scope is in the number: reading a variable needs no table.</summary>
    public static VariableScope ScopeOf(int index) => (VariableScope)(index >> ScopeShift);

    /// <summary>Its place among the variables of its scope, from 0.</summary>
    public static int PlaceOf(int index) => index & ((1 << ScopeShift) - 1);

    public int IndexOf(Variable variable)
    {
        if (_indexes.TryGetValue(variable, out var index)) return index;
        index = ((int)variable.Scope << ScopeShift) | _counts[(int)variable.Scope]++;
        _indexes.Add(variable, index);
        return index;
    }
}
