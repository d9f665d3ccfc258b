namespace ConfParsers.Haproxy.Expressions;

/// <summary>A variable of the configuration (configuration.txt 2.8): two lines that name the same scope and name mean the same one.</summary>
/// <param name="Name">Without the scope.</param>
public sealed record Variable(VariableScope Scope, string Name)
{
    /// <param name="prefix">proc, sess, txn, req, res or check.</param>
    internal static VariableScope? ScopeOf(string prefix) => prefix switch
    {
        "proc" => VariableScope.Process,
        "sess" => VariableScope.Session,
        "txn" => VariableScope.Transaction,
        "req" => VariableScope.Request,
        "res" => VariableScope.Response,
        "check" => VariableScope.Check,
        _ => null,
    };
}

/// <summary>How long a variable lives (configuration.txt 2.8).</summary>
public enum VariableScope : byte
{
    /// <summary><c>proc</c>: as long as the process.</summary>
    Process,

    /// <summary><c>sess</c>: as long as the client's connection.</summary>
    Session,

    /// <summary><c>txn</c>: a request and its response.</summary>
    Transaction,

    /// <summary><c>req</c>: while the request is treated.</summary>
    Request,

    /// <summary><c>res</c>: while the response is treated.</summary>
    Response,

    /// <summary><c>check</c>: one health check.</summary>
    Check,
}

/// <summary>When <c>set-var</c> sets (configuration.txt 4.2 "http-request set-var").</summary>
[Flags]
public enum VariableConditions
{
    None = 0,

    /// <summary>The variable has been set before.</summary>
    IfExists = 1,
    IfNotExists = 2,

    /// <summary>The new value is empty.</summary>
    IfEmpty = 4,
    IfNotEmpty = 8,

    /// <summary>The variable has been set, and not been unset.</summary>
    IfSet = 16,
    IfNotSet = 32,

    /// <summary>The new value is the greater one.</summary>
    IfGreater = 64,
    IfLess = 128,
}
