namespace HAProxy.Net.Checks;

/// <summary>How a health check ended (management.txt 9.1, column check_status).</summary>
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
    L7Timeout,
    L7Response,
    L7Status,
}

/// <summary>One finished check.</summary>
/// <param name="Code">HTTP status, or 0.</param>
/// <param name="Info">Detail for people; may be empty.</param>
public readonly record struct CheckResult(CheckStatus Status, int Code, string Info, long DurationMs)
{
    public bool Passed => Status is CheckStatus.L4Ok or CheckStatus.L6Ok or CheckStatus.L7Ok;
}

/// <summary>The two texts of a check status: the column <c>check_status</c> and its description in log lines and <c>check_desc</c>.</summary>
public static class CheckStatuses
{
    private static readonly (string Code, string Description)[] Texts =
    [
        ("UNK", "Unknown"),
        ("INI", "Initializing"),
        ("SOCKERR", "Socket error"),
        ("L4OK", "Layer4 check passed"),
        ("L4TOUT", "Layer4 timeout"),
        ("L4CON", "Layer4 connection problem"),
        ("L6OK", "Layer6 check passed"),
        ("L6TOUT", "Layer6 timeout"),
        ("L6RSP", "Layer6 invalid response"),
        ("L7OK", "Layer7 check passed"),
        ("L7TOUT", "Layer7 timeout"),
        ("L7RSP", "Layer7 invalid response"),
        ("L7STS", "Layer7 wrong status"),
    ];

    public static string Code(this CheckStatus status) => Texts[(int)status].Code;

    public static string Description(this CheckStatus status) => Texts[(int)status].Description;
}
