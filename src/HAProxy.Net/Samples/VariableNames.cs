namespace HAProxy.Net.Samples;

/// <summary>Numbers the variables that a configuration names, once for each scope and name.</summary>
public sealed class VariableNames
{
    private const int ScopeShift = 24;

    private readonly Dictionary<(VariableScope Scope, string Name), int> _indexes = [];
    private readonly int[] _counts = new int[(int)VariableScope.Check + 1];

    /// <summary>The scope is in the number: reading a variable needs no table.</summary>
    public static VariableScope ScopeOf(int index) => (VariableScope)(index >> ScopeShift);

    /// <summary>Its place among the variables of its scope, from 0.</summary>
    public static int PlaceOf(int index) => index & ((1 << ScopeShift) - 1);

    /// <param name="scope">As written: proc, sess, txn, req, res, check.</param>
    /// <exception cref="ArgumentException">Another scope: the reader of the configuration has let it through.</exception>
    public int IndexOf(string scope, string name)
    {
        var key = (Scope: Parse(scope), name);
        if (_indexes.TryGetValue(key, out var index)) return index;
        index = ((int)key.Scope << ScopeShift) | _counts[(int)key.Scope]++;
        _indexes.Add(key, index);
        return index;
    }

    private static VariableScope Parse(string scope) => scope switch
    {
        "proc" => VariableScope.Process,
        "sess" => VariableScope.Session,
        "txn" => VariableScope.Transaction,
        "req" => VariableScope.Request,
        "res" => VariableScope.Response,
        "check" => VariableScope.Check,
        _ => throw new ArgumentException($"not a variable scope: {scope}", nameof(scope)),
    };
}
