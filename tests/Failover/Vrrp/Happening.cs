namespace Failover.Vrrp;

/// <summary>What befalls the master of priority 200.</summary>
internal enum Happening
{
    /// <summary>SIGTERM of its parent process.</summary>
    Termination,

    /// <summary>kill -9 of all its processes, and its switch port goes down.</summary>
    Crash,

    /// <summary>Its switch port goes down.</summary>
    LinkDown,

    /// <summary>The script that it tracks fails.</summary>
    ScriptFailure,

    /// <summary>It comes back while the other one is master.</summary>
    Preemption,
}
