namespace HAProxy.Net.Checks;

/// <summary>
/// State of one server's health check: how the last one ended, and the counter that decides between up and down. A pure state
/// machine: <see cref="Apply"/> takes a result and says what the server became. Written by the check's loop, read by anyone.
/// (configuration.txt 5.2 "rise", "fall", "fastinter"; management.txt 9.1 check_* columns)
/// </summary>
public sealed class CheckState(int rise, int fall)
{
    public int Rise { get; } = rise;

    public int Fall { get; } = fall;

    /// <summary>0..Rise+Fall-1; at or above Rise is up. A server starts at Rise: up, and one failure away from down.</summary>
    public int Health { get; private set; } = rise;

    /// <summary>The most it can reach.</summary>
    public int MaxHealth => Rise + Fall - 1;

    public CheckStatus Status { get; private set; } = CheckStatus.Initial;

    public bool InProgress { get; set; }

    /// <summary>HTTP status of the last layer 7 check; 0: none.</summary>
    public int Code { get; private set; }

    /// <summary>Milliseconds of the last check; -1: none yet.</summary>
    public long DurationMs { get; private set; } = -1;

    /// <summary>What the status does not say, such as <c>Connection refused</c>; empty when nothing.</summary>
    public string Info { get; private set; } = "";

    /// <summary>Failed checks while the server was up (<c>chkfail</c>).</summary>
    public int Failed { get; private set; }

    /// <summary>False while <c>disable health</c> holds.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Neither fully up nor fully down: <c>fastinter</c> applies.</summary>
    public bool InTransition => Health > 0 && Health < MaxHealth;

    /// <summary>Takes a result in.</summary>
    /// <returns>Up or Down when the server just became that, otherwise null.</returns>
    public Runtime.ServerHealth? Apply(in CheckResult result)
    {
        Status = result.Status;
        Code = result.Code;
        DurationMs = result.DurationMs;
        Info = result.Info;
        return result.Passed ? Pass() : Fail();
    }

    /// <summary>The state was set from outside: the next result decides alone in the other direction.</summary>
    public void Force(Runtime.ServerHealth health) => Health = health == Runtime.ServerHealth.Up ? Rise : 0;

    private Runtime.ServerHealth? Pass()
    {
        if (Health >= Rise)
        {
            Health = MaxHealth;
            return null;
        }

        Health++;
        if (Health < Rise) return null;
        Health = MaxHealth;
        return Runtime.ServerHealth.Up;
    }

    private Runtime.ServerHealth? Fail()
    {
        if (Health < Rise)
        {
            Health = 0;
            return null;
        }

        Failed++;
        if (Health > Rise)
        {
            Health--;
            return null;
        }

        Health = 0;
        return Runtime.ServerHealth.Down;
    }
}
