namespace HAProxy.Net.Checks;

/// <summary>How the last health check ended (management.txt 9.1, column check_status).</summary>
public enum CheckStatus : byte
{
    Unknown,
    Initial,
    SocketError,
    L4Ok,
    L4Timeout,
    L4Connection,
    L6Ok,
    L6Timeout,
    L6Response,
    L7Ok,
    L7OkConditional,
    L7Timeout,
    L7Response,
    L7Status,
}

/// <summary>State of one server's health check, as the statistics show it. Written by the check, read by anyone.</summary>
public sealed class CheckState
{
    public CheckStatus Status { get; set; } = CheckStatus.Initial;

    public bool InProgress { get; set; }

    /// <summary>HTTP status of the last L7 check; 0: none.</summary>
    public int Code { get; set; }

    /// <summary>Milliseconds of the last check; -1: none yet.</summary>
    public long DurationMs { get; set; } = -1;

    /// <summary>Text beside the status, such as <c>Connection refused</c>.</summary>
    public string Description { get; set; } = "";

    public int Rise { get; set; }

    public int Fall { get; set; }

    /// <summary>0..Rise+Fall-1; at or above Rise is up.</summary>
    public int Health { get; set; }

    /// <summary>Failed checks while up (<c>chkfail</c>).</summary>
    public int Failed { get; set; }

    /// <summary>False while <c>disable health</c> holds.</summary>
    public bool Enabled { get; set; } = true;
}
