namespace HAProxy.Net.Samples;

/// <summary>Numbers the variables that a configuration names, once for each scope and name.</summary>
public sealed class VariableNames
{
    private readonly Dictionary<(VariableScope Scope, string Name), int> _indexes = [];
    private readonly List<VariableScope> _scopes = [];

    public int Count => _scopes.Count;

    public VariableScope ScopeOf(int index) => _scopes[index];

    /// <param name="scope">As written: proc, sess, txn, req, res, check.</param>
    /// <exception cref="ArgumentException">Another scope: the reader of the configuration has let it through.</exception>
    public int IndexOf(string scope, string name)
    {
        var key = (Parse(scope), name);
        if (_indexes.TryGetValue(key, out var index)) return index;
        index = _scopes.Count;
        _indexes.Add(key, index);
        _scopes.Add(key.Item1);
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
