using ConfParsers.Haproxy.Expressions;

namespace HAProxy.Net.Samples;

/// <summary>
/// The variables that one stream sees (configuration.txt 2.8 "variables"; set-var, var()): a bank for each scope, so that a scope ends
/// by forgetting its bank; those of the process are everybody's.
/// </summary>
public sealed class Variables
{
    private readonly VariableBank?[] _banks = new VariableBank?[(int)VariableScope.Check + 1];

    /// <param name="index">From <see cref="VariableNames"/>.</param>
    public bool TryGet(int index, out Sample value)
    {
        var scope = VariableNames.ScopeOf(index);
        if (scope == VariableScope.Process) return ProcessVariables.TryGet(VariableNames.PlaceOf(index), out value);
        if (_banks[(int)scope] is { } bank) return bank.TryGet(VariableNames.PlaceOf(index), out value);
        value = default;
        return false;
    }

    public void Set(int index, in Sample value)
    {
        var scope = VariableNames.ScopeOf(index);
        if (scope == VariableScope.Process) ProcessVariables.Set(VariableNames.PlaceOf(index), value);
        else (_banks[(int)scope] ??= new VariableBank()).Set(VariableNames.PlaceOf(index), value);
    }

    public void Unset(int index)
    {
        var scope = VariableNames.ScopeOf(index);
        if (scope == VariableScope.Process) ProcessVariables.Unset(VariableNames.PlaceOf(index));
        else _banks[(int)scope]?.Unset(VariableNames.PlaceOf(index));
    }

    /// <summary>
    /// The variables of the connection: who serves it takes them over and leaves them when it ends or waits, since a connection
    /// outlives the streams that serve it. Null until one is set.
    /// </summary>
    internal VariableBank? OfSession
    {
        get => _banks[(int)VariableScope.Session];
        set => _banks[(int)VariableScope.Session] = value;
    }

    /// <summary>Forgets what a scope holds: it has ended. Storage stays.</summary>
    public void End(VariableScope scope) => _banks[(int)scope]?.Clear();

    /// <summary>The next transaction begins: what belonged to the one before is forgotten, what belongs to the connection stays.</summary>
    public void EndTransaction()
    {
        End(VariableScope.Transaction);
        End(VariableScope.Request);
        End(VariableScope.Response);
    }
}
